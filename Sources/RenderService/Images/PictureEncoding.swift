// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Imaging
import RayTracing
import SceneModel

/// The formats in which a picture leaves the service, each declared once.
struct PictureEncoding: Sendable {
    /// The name in requests, which is also the file extension.
    let name: String
    private let body: @Sendable (FrameBuffer, UInt32, ImageMetadata?) throws -> [UInt8]

    /// Encodes a drawn picture; quality is that of a JPEG, from 0, the worst, to 100. (Brayns turns it round on the way
    /// to its encoder.)
    func encode(_ buffer: FrameBuffer, quality: UInt32 = 100, metadata: ImageMetadata? = nil) throws -> [UInt8] {
        try body(buffer, quality, metadata)
    }

    private static let all: [PictureEncoding] = [
        PictureEncoding(name: "png") { buffer, _, metadata in
            let texts = metadata.map { [PNG.Text("XML:com.adobe.xmp", $0.xmp)] } ?? []
            return try PNG.encode(buffer.picture(), options: PNG.Options(texts: texts))
        },
        PictureEncoding(name: "jpg") { buffer, quality, metadata in
            let options = JPEG.Options(quality: max(1, min(100, Int(quality))), xmp: metadata?.xmp)
            return try JPEG.encode(buffer.picture(), options: options)
        },
        PictureEncoding(name: "exr") { buffer, _, _ in
            try EXR.encode([
                EXR.Part(
                    width: buffer.resolution.width, height: buffer.resolution.height, names: ["R", "G", "B", "A"],
                    interleaved: buffer.linearColors())
            ])
        },
    ]

    /// The format that a request names, whatever its case, with or without a leading point.
    static func named(_ format: String) throws(RPCError) -> PictureEncoding {
        let name = format.lowercased().drop { $0 == "." }
        guard let encoding = all.first(where: { $0.name == name }) else {
            throw .failed("Format not supported: '\(format)'")
        }
        return encoding
    }
}

extension FrameBuffer {
    /// The drawn picture in 8-bit codes.
    func picture() throws -> Picture {
        try Picture(width: resolution.width, height: resolution.height, pixels: encodedPixels())
    }
}

extension ImageMetadata {
    /// The metadata as the fragment of XMP that Brayns writes, with its texts escaped.
    fileprivate var xmp: String {
        let words = keywords.map { "<rdf:li>\(Self.escaped($0))</rdf:li>" }.joined()
        return "<photoshop:Headline>\(Self.escaped(title))</photoshop:Headline>"
            + "<dc:description>\(Self.escaped(description))</dc:description>"
            + "<Iptc4xmpExt:Event>\(Self.escaped(whereUsed))</Iptc4xmpExt:Event>"
            + "<dc:subject><rdf:Bag>\(words)</rdf:Bag></dc:subject>"
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}
