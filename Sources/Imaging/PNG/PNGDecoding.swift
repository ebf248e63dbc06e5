// SPDX-License-Identifier: Apache-2.0

import CPNG

extension PNG {
    /// Reads a PNG of any depth, colour type and interlacing, with its texts.
    ///
    /// Memory is bounded by what the file can really hold: a header that promises more than deflate could unpack
    /// from so many bytes is refused before pixels are allocated; of texts, the first 30 of at most 4 MB are read
    /// and others left out.
    ///
    /// - Parameter maximumPixels: the most pixels (width × height) to accept.
    /// - Throws: `picture-damaged` when the bytes are not a whole PNG, `picture-too-large`, `picture-memory`.
    public static func decode(
        _ bytes: [UInt8], maximumPixels: Int = Picture.defaultMaximumPixels
    ) throws(PictureError) -> Contents {
        guard bytes.starts(with: signature) else {
            throw PictureError(.damaged, "the file does not start as a PNG does", remedy: "give a PNG file")
        }
        try checkChunks(bytes)
        var read = cpng_picture()
        var error = [CChar](repeating: 0, count: Int(CPNG_ERROR_LENGTH))
        let status = bytes.withUnsafeBufferPointer { buffer in
            cpng_read(buffer.baseAddress, buffer.count, UInt64(max(0, maximumPixels)), &read, &error)
        }
        defer { cpng_release(&read) }
        guard status == 0, let rgba = read.rgba else { throw failure(status, error, verb: "read") }
        let width = Int(read.width)
        let height = Int(read.height)
        let pixels = [UInt8](UnsafeBufferPointer(start: rgba, count: width * height * 4))
        let texts = UnsafeBufferPointer(start: read.texts, count: Int(read.text_count)).map(Text.init)
        return Contents(
            picture: Picture(width: width, height: height, checked: pixels), texts: texts,
            dotsPerInch: read.pixels_per_metre == 0 ? nil : Double(read.pixels_per_metre) * metresPerInch)
    }

    /// Sees that every chunk up to the last lies within the file: libpng asks for a chunk's memory before it finds out
    /// that the bytes are not there, up to 2 GB of it.
    private static func checkChunks(_ bytes: [UInt8]) throws(PictureError) {
        var at = signature.count
        while at + 12 <= bytes.count {
            let length = bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard length <= bytes.count - at - 12 else { break }
            if bytes[(at + 4)..<(at + 8)].elementsEqual("IEND".utf8) { return }
            at += 12 + length
        }
        throw PictureError(
            .damaged, "the PNG cannot be read: the file ends before its picture does", remedy: "make the file again")
    }
}

extension PNG.Text {
    /// Copies what libpng read; `tEXt` and `zTXt` are Latin-1, `iTXt` is UTF-8.
    fileprivate init(_ entry: cpng_text) {
        let bytes = UnsafeRawBufferPointer(start: entry.text, count: entry.length)
        self.init(
            String(latin1: entry.keyword),
            entry.international == 1 ? String(decoding: bytes, as: UTF8.self) : String(latin1: bytes),
            isCompressed: entry.compressed == 1,
            language: entry.language.map { String(cString: $0) } ?? "")
    }
}

extension String {
    /// Decodes Latin-1, in which each byte is the Unicode scalar of the same number.
    fileprivate init(latin1 bytes: some Sequence<UInt8>) {
        var scalars = String.UnicodeScalarView()
        for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
        self.init(scalars)
    }

    fileprivate init(latin1 string: UnsafePointer<CChar>?) {
        var bytes: [UInt8] = []
        if var next = string {
            while next.pointee != 0 {
                bytes.append(UInt8(bitPattern: next.pointee))
                next += 1
            }
        }
        self.init(latin1: bytes)
    }
}
