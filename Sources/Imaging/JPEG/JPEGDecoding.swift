// SPDX-License-Identifier: Apache-2.0

import CJPEG

extension JPEG {
    /// Reads a baseline or progressive JPEG, grey or colour, with its XMP.
    ///
    /// - Parameter maximumPixels: the most pixels (width × height) to accept.
    /// - Throws: `picture-damaged` when the bytes are not a whole JPEG, `picture-too-large`, `picture-unsupported` for
    ///   CMYK, `picture-memory`.
    public static func decode(
        _ bytes: [UInt8], maximumPixels: Int = Picture.defaultMaximumPixels
    ) throws(PictureError) -> Contents {
        guard bytes.starts(with: [0xff, 0xd8, 0xff]) else {
            throw PictureError(.damaged, "the file does not start as a JPEG does", remedy: "give a JPEG file")
        }
        guard let handle = tjInitDecompress() else { throw memoryError }
        defer { tjDestroy(handle) }
        var (width, height, subsampling, space) = (Int32(0), Int32(0), Int32(0), Int32(0))
        let header = bytes.withUnsafeBufferPointer { buffer in
            tjDecompressHeader3(
                handle, buffer.baseAddress, UInt(buffer.count), &width, &height, &subsampling, &space)
        }
        guard header == 0, width > 0, height > 0 else { throw failure(handle, verb: "read") }
        try admit(width: Int(width), height: Int(height), fileSize: bytes.count, maximumPixels: maximumPixels)
        guard space != Int32(TJCS_CMYK.rawValue), space != Int32(TJCS_YCCK.rawValue) else {
            throw PictureError(
                .unsupported, "the JPEG has the colours of print (CMYK)", remedy: "convert it to RGB first")
        }
        let count = Int(width) * Int(height) * 4
        var status: Int32 = -1
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            target.initialize(repeating: 255)
            status = bytes.withUnsafeBufferPointer { source in
                tjDecompress2(
                    handle, source.baseAddress, UInt(source.count), target.baseAddress, width, 0, height,
                    Int32(TJPF_RGBA.rawValue), TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS)
            }
            initialized = count
        }
        guard status == 0 else { throw failure(handle, verb: "read") }
        let segments = Segments(bytes)
        return Contents(
            picture: Picture(width: Int(width), height: Int(height), checked: pixels), xmp: segments.xmp,
            dotsPerInch: segments.dotsPerInch)
    }

    /// A progressive scan of nothing takes at least one bit a block of 8 × 8 samples, and a sample covers at most
    /// 4 × 4 pixels: more than 8,192 pixels a byte cannot be true, and are refused before memory is asked for.
    private static func admit(
        width: Int, height: Int, fileSize: Int, maximumPixels: Int
    ) throws(PictureError) {
        let pixels = width * height
        guard pixels <= maximumPixels else {
            throw PictureError(
                .tooLarge, "the JPEG has \(width) × \(height) pixels, and \(maximumPixels) are allowed",
                remedy: "use a smaller picture, or raise the limit of pixels")
        }
        guard pixels / 8192 <= fileSize else {
            throw PictureError(
                .tooLarge, "the JPEG's header promises more pixels than the file can hold",
                remedy: "make the file again")
        }
    }
}

/// What the segments before the image data say.
private struct Segments {
    var xmp: String?
    var dotsPerInch: Double?

    /// Walks the marker segments (T.81, annex B): FF, a code, two bytes of length that count themselves.
    init(_ file: [UInt8]) {
        var at = 2
        while at + 4 <= file.count, file[at] == 0xff {
            let code = file[at + 1]
            let length = Int(file[at + 2]) << 8 | Int(file[at + 3])
            guard code != 0xda, length >= 2, at + 2 + length <= file.count else { return }
            let body = file[(at + 4)..<(at + 2 + length)]
            if code == 0xe1, xmp == nil, body.starts(with: JPEG.xmpHeader) {
                xmp = String(decoding: body.dropFirst(JPEG.xmpHeader.count), as: UTF8.self)
            }
            if code == 0xe0, body.count >= 12, body.starts(with: Array("JFIF\0".utf8)) {
                readDensity(Array(body))
            }
            at += 2 + length
        }
    }

    private mutating func readDensity(_ body: [UInt8]) {
        let (x, y) = (Int(body[8]) << 8 | Int(body[9]), Int(body[10]) << 8 | Int(body[11]))
        guard x == y, x > 0 else { return }
        switch body[7] {
        case 1: dotsPerInch = Double(x)
        case 2: dotsPerInch = Double(x) * 2.54
        default: return
        }
    }
}
