// SPDX-License-Identifier: Apache-2.0
import Imaging
import JSON
import RecipeLanguage
import SceneModel

/// Pixels and provenance as a file, and back.
public enum SignedPicture {
    /// The file of a drawing: PNG with a compressed `iTXt` chunk and an XMP packet before the image data, JPEG with
    /// both in its XMP segment, or EXR with both as attributes. The same input gives the same bytes.
    /// - Throws: `figure-unsupported` for pixels that the format cannot hold.
    public static func encode(
        _ raw: RawPicture, of drawing: Drawing, provenance: Provenance
    ) throws(FigureError) -> [UInt8] {
        let picture = drawing.picture
        let metadata = drawing.recipe.metadata
        do {
            switch (raw, picture.format) {
            case (.display(let pixels), .png):
                var texts = [PNG.Text(Provenance.keyword, provenance.text, isCompressed: true)]
                texts.append(PNG.Text(XMPPacket.pngKeyword, try packet(metadata).serialized()))
                return try PNG.encode(
                    pixels,
                    options: PNG.Options(
                        effort: .fast, texts: texts, dotsPerInch: picture.dotsPerInch, dropsOpaqueAlpha: true))
            case (.display(let pixels), .jpg):
                var xmp = try packet(metadata, provenance: provenance.text).serialized()
                if xmp.utf8.count > JPEG.maximumXMPLength {
                    xmp = try packet(metadata, provenance: nil).serialized()
                }
                return try JPEG.encode(
                    pixels,
                    options: JPEG.Options(quality: picture.quality, xmp: xmp, dotsPerInch: picture.dotsPerInch))
            case (.buffers(let parts), .exr):
                let attributes = [
                    EXR.Attribute(Provenance.keyword, provenance.text),
                    EXR.Attribute("xmp", try packet(metadata).serialized()),
                ]
                return try EXR.encode(parts, attributes: attributes)
            default:
                throw FigureError(
                    .unsupported, "\(picture.file) cannot hold what was drawn", remedy: "draw it again with --force",
                    address: drawing.address)
            }
        } catch let error as FigureError {
            throw error
        } catch {
            throw FigureError(
                .unsupported, "\(picture.file) cannot be encoded: \(error)", remedy: "change what the message names",
                address: drawing.address)
        }
    }

    /// What a picture file holds.
    public struct Contents: Sendable {
        public let raw: RawPicture
        public let format: ImageFormat
        /// nil where the file carries none.
        public let provenance: Provenance?
        /// The XMP packet, if any.
        public let xmp: String?
    }

    /// Reads a picture file, whatever its name says.
    /// - Throws: `figure-no-provenance` for what is no PNG, JPEG or EXR, or carries a damaged provenance.
    public static func decode(_ bytes: [UInt8], file: String) throws(FigureError) -> Contents {
        let (raw, format, text, xmp): (RawPicture, ImageFormat, String?, String?)
        do throws(PictureError) {
            if bytes.starts(with: PNG.signature) {
                let contents = try PNG.decode(bytes)
                (raw, format) = (.display(contents.picture), .png)
                (text, xmp) = (contents.text(Provenance.keyword), contents.text(XMPPacket.pngKeyword))
            } else if bytes.starts(with: [0xff, 0xd8, 0xff]) {
                let contents = try JPEG.decode(bytes)
                (raw, format, xmp) = (.display(contents.picture), .jpg, contents.xmp)
                text = contents.xmp.flatMap { XMPPacket.value(of: "recipe:provenance", in: $0) }
            } else {
                let contents = try EXR.decode(bytes)
                (raw, format) = (.buffers(contents.parts), .exr)
                (text, xmp) = (contents.attribute(Provenance.keyword), contents.attribute("xmp"))
            }
        } catch {
            throw FigureError(
                .noProvenance, "\(file) is no picture that can be read: \(error.message)",
                remedy: "give a PNG, JPEG or EXR that `recipe render` wrote")
        }
        guard let text else { return Contents(raw: raw, format: format, provenance: nil, xmp: xmp) }
        return Contents(raw: raw, format: format, provenance: try Provenance(parsing: text), xmp: xmp)
    }

    /// The same for a file on disk.
    /// - Throws: `figure-input-missing` where it cannot be read, and as ``decode(_:file:)``.
    public static func read(_ path: String) throws(FigureError) -> Contents {
        try decode(try FileContent.bytes(path), file: path)
    }

    private static func packet(_ metadata: FigureMetadata, provenance: String? = nil) -> XMPPacket {
        var packet = XMPPacket(
            title: metadata.title, description: metadata.description, authors: metadata.authors,
            licence: metadata.license, doi: metadata.doi, keywords: metadata.keywords,
            creatorTool: EngineIdentity.name)
        if let provenance {
            packet.properties.append(
                XMPPacket.Property(
                    prefix: "recipe", namespace: Provenance.namespace, name: "provenance",
                    value: provenance))
        }
        return packet
    }
}
