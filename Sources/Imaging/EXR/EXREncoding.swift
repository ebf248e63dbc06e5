// SPDX-License-Identifier: Apache-2.0

import COpenEXR

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension EXR {
    /// Writes parts as an OpenEXR file in memory: a single-part file for one, a multi-part file for several. The same
    /// input gives the same bytes.
    ///
    /// - Throws: `picture-size` for parts without pixels or channels, or with another number of values than pixels,
    ///   `picture-metadata` for names and texts that cannot be stored, `picture-memory`.
    public static func encode(
        _ parts: [Part], attributes: [Attribute] = [], compression: Compression = .zip
    ) throws(PictureError) -> [UInt8] {
        try check(parts)
        for attribute in attributes { try check(attribute) }
        let request = Request(parts, attributes)
        defer { request.release() }
        var raw = copenexr_write_request()
        raw.compressed = compression == .zip ? 1 : 0
        raw.part_count = Int32(parts.count)
        raw.attribute_count = Int32(attributes.count)
        raw.parts = UnsafePointer(request.parts.baseAddress)
        raw.attributes = UnsafePointer(request.attributes.baseAddress)
        var error = [CChar](repeating: 0, count: Int(COPENEXR_ERROR_LENGTH))
        var bytes: UnsafeMutablePointer<UInt8>?
        var size = 0
        let status = copenexr_write(&raw, &bytes, &size, &error)
        defer { free(bytes) }
        guard status == 0, let bytes else { throw failure(status, error, verb: "written") }
        return [UInt8](UnsafeBufferPointer(start: bytes, count: size))
    }

    private static func check(_ parts: [Part]) throws(PictureError) {
        guard !parts.isEmpty else {
            throw PictureError(.size, "an EXR file needs at least one part", remedy: "give a part")
        }
        for part in parts {
            let (pixels, overflow) = part.width.multipliedReportingOverflow(by: part.height)
            let fits = part.width > 0 && part.height > 0 && part.width <= Int32.max / 4 && part.height <= Int32.max
            guard fits, !overflow, !part.channels.isEmpty, part.channels.allSatisfy({ $0.values.count == pixels })
            else {
                throw PictureError(
                    .size, "part \(part.name ?? "without a name") has no \(part.width) × \(part.height) values",
                    remedy: "give one value a pixel and channel")
            }
            let names = part.channels.map(\.name)
            guard Set(names).count == names.count, names.allSatisfy(isName) else {
                throw PictureError(
                    .metadata, "the channel names \(names.joined(separator: ", ")) cannot be stored",
                    remedy: "give each channel another name of 1 to 255 bytes")
            }
        }
        let names = parts.compactMap(\.name)
        let named = parts.count == 1 || names.count == parts.count && Set(names).count == names.count
        guard named, names.allSatisfy(isName) else {
            throw PictureError(
                .metadata, "several parts of an EXR file need different names", remedy: "name each part")
        }
    }

    private static func check(_ attribute: Attribute) throws(PictureError) {
        guard isName(attribute.name), !reservedNames.contains(attribute.name), !attribute.text.utf8.contains(0),
            attribute.text.utf8.count < Int32.max
        else {
            throw PictureError(
                .metadata, "\"\(attribute.name)\" cannot be an attribute of an EXR file",
                remedy: "choose another name, of 1 to 255 bytes, and a text without NUL")
        }
    }

    private static func isName(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count) && !name.utf8.contains(0)
    }

    static func failure(_ status: Int32, _ text: [CChar], verb: String) -> PictureError {
        let said = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let what = "the EXR file cannot be \(verb)" + (said.isEmpty ? "" : ": \(said)")
        return switch status {
        case 2: PictureError(.tooLarge, what, remedy: "use a smaller picture, or raise the limit of pixels")
        case 3: PictureError(.memory, "the EXR file cannot be \(verb): out of memory", remedy: "use a smaller picture")
        case 4: PictureError(.unsupported, what, remedy: "write it again as whole scan lines")
        default: PictureError(.damaged, what, remedy: "make the file again")
        }
    }
}

/// The parts, channels and attributes of one file in C's memory, copied until `release`.
private struct Request {
    let parts: UnsafeMutableBufferPointer<copenexr_part>
    let attributes: UnsafeMutableBufferPointer<copenexr_attribute>

    init(_ source: [EXR.Part], _ texts: [EXR.Attribute]) {
        parts = .allocate(capacity: source.count)
        attributes = .allocate(capacity: texts.count)
        for (index, part) in source.enumerated() {
            let channels = UnsafeMutableBufferPointer<copenexr_channel>.allocate(capacity: part.channels.count)
            for (place, channel) in part.channels.enumerated() {
                let values = UnsafeMutableBufferPointer<Float>.allocate(capacity: channel.values.count)
                _ = values.initialize(from: channel.values)
                channels.initializeElement(
                    at: place,
                    to: copenexr_channel(name: strdup(channel.name), values: UnsafePointer(values.baseAddress)))
            }
            parts.initializeElement(
                at: index,
                to: copenexr_part(
                    name: part.name.map { UnsafePointer(strdup($0)) } ?? nil, width: Int32(part.width),
                    height: Int32(part.height), channels: UnsafePointer(channels.baseAddress),
                    channel_count: Int32(part.channels.count)))
        }
        for (index, text) in texts.enumerated() {
            attributes.initializeElement(
                at: index, to: copenexr_attribute(name: strdup(text.name), text: strdup(text.text)))
        }
    }

    func release() {
        for part in parts {
            for channel in UnsafeBufferPointer(start: part.channels, count: Int(part.channel_count)) {
                release(channel.name)
                channel.values.deallocate()
            }
            part.channels.deallocate()
            release(part.name)
        }
        for attribute in attributes {
            release(attribute.name)
            release(attribute.text)
        }
        parts.deallocate()
        attributes.deallocate()
    }

    private func release(_ string: UnsafePointer<CChar>?) { free(UnsafeMutablePointer(mutating: string)) }
}
