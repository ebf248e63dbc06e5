// SPDX-License-Identifier: Apache-2.0

import COpenEXR

extension EXR {
    /// Reads an OpenEXR file of scan lines: every part, all channels as 32-bit floats, the text attributes.
    ///
    /// - Parameter maximumPixels: the most values (pixels × channels, over all parts) to accept.
    /// - Throws: `picture-damaged` when the bytes are not a whole OpenEXR file, `picture-too-large`,
    ///   `picture-unsupported` for tiles, deep data and subsampled channels, `picture-memory`.
    public static func decode(
        _ bytes: [UInt8], maximumPixels: Int = 4 * Picture.defaultMaximumPixels
    ) throws(PictureError) -> Contents {
        guard bytes.starts(with: [0x76, 0x2f, 0x31, 0x01]) else {
            throw PictureError(.damaged, "the file does not start as an EXR file does", remedy: "give an EXR file")
        }
        let outcome = bytes.withUnsafeBufferPointer { buffer in
            Result { () throws(PictureError) in try read(buffer, maximumPixels: maximumPixels) }
        }
        return try outcome.get()
    }

    private static func read(
        _ bytes: UnsafeBufferPointer<UInt8>, maximumPixels: Int
    ) throws(PictureError) -> Contents {
        var error = [CChar](repeating: 0, count: Int(COPENEXR_ERROR_LENGTH))
        var reader: OpaquePointer?
        let status = copenexr_open(bytes.baseAddress, bytes.count, &reader, &error)
        guard status == 0, let reader else { throw failure(status, error, verb: "read") }
        defer { copenexr_close(reader) }
        // Deflate packs at most 1,032 bytes into one: a header that promises more cannot be true. Two bytes is the
        // smallest value (half).
        var budget = min(maximumPixels, bytes.count.multipliedReportingOverflow(by: 1032 / 2).partialValue)
        var parts: [Part] = []
        for index in 0..<copenexr_part_count(reader) {
            parts.append(try readPart(reader, index, budget: &budget))
        }
        return Contents(parts: parts, attributes: attributes(reader))
    }

    private static func readPart(
        _ reader: OpaquePointer, _ index: Int32, budget: inout Int
    ) throws(PictureError) -> Part {
        var error = [CChar](repeating: 0, count: Int(COPENEXR_ERROR_LENGTH))
        var (width, height, channelCount) = (Int32(0), Int32(0), Int32(0))
        var name: UnsafePointer<CChar>?
        var status = copenexr_describe_part(reader, index, &name, &width, &height, &channelCount, &error)
        guard status == 0 else { throw failure(status, error, verb: "read") }
        let pixels = Int(width) * Int(height)
        let (values, overflow) = pixels.multipliedReportingOverflow(by: Int(channelCount))
        guard !overflow, values <= budget else {
            throw PictureError(
                .tooLarge, "the EXR file promises \(width) × \(height) pixels of \(channelCount) channels",
                remedy: "use a smaller picture, or raise the limit of pixels")
        }
        budget -= values
        let planes = UnsafeMutableBufferPointer<Float>.allocate(capacity: values)
        defer { planes.deallocate() }
        planes.initialize(repeating: 0)
        var rows: [UnsafeMutablePointer<Float>?] = (0..<Int(channelCount)).map { channel in
            planes.baseAddress.map { $0 + channel * pixels }
        }
        status = copenexr_read_part(reader, index, &rows, &error)
        guard status == 0 else { throw failure(status, error, verb: "read") }
        let channels = (0..<Int(channelCount)).map { channel in
            Channel(
                copenexr_channel_name(reader, index, Int32(channel)).map { String(cString: $0) } ?? "",
                Array(planes[(channel * pixels)..<((channel + 1) * pixels)]))
        }
        return Part(
            name: name.map { String(cString: $0) }, width: Int(width), height: Int(height), channels: channels)
    }

    private static func attributes(_ reader: OpaquePointer) -> [Attribute] {
        (0..<copenexr_attribute_count(reader, 0)).compactMap { index in
            var (name, text): (UnsafePointer<CChar>?, UnsafePointer<CChar>?) = (nil, nil)
            var length: Int32 = 0
            guard copenexr_text_attribute(reader, 0, index, &name, &text, &length) == 1, let name, let text else {
                return nil
            }
            let key = String(cString: name)
            guard !reservedNames.contains(key) else { return nil }
            return Attribute(
                key, String(decoding: UnsafeRawBufferPointer(start: text, count: Int(length)), as: UTF8.self))
        }
    }
}
