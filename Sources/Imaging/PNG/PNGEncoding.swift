// SPDX-License-Identifier: Apache-2.0

import CPNG

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension PNG {
    /// Writes a picture as a PNG file in memory.
    ///
    /// - Throws: `picture-metadata` for a keyword, language or text that PNG cannot carry, `picture-option` for a
    ///   resolution that it cannot, `picture-size` for sides above 2³¹ − 1, `picture-memory`.
    public static func encode(_ picture: Picture, options: Options = Options()) throws(PictureError) -> [UInt8] {
        guard let width = Int32(exactly: picture.width), let height = Int32(exactly: picture.height) else {
            throw PictureError(
                .size, "a PNG's side is at most \(Int32.max) pixels", remedy: "render fewer pixels")
        }
        let strings = try Strings(options.texts)
        defer { strings.free() }
        let settings = options.effort.settings
        var request = cpng_write_request()
        request.width = UInt32(width)
        request.height = UInt32(height)
        request.opaque = options.dropsOpaqueAlpha && picture.isOpaque ? 1 : 0
        request.level = settings.level
        request.filters = settings.filters
        request.strategy = settings.strategy
        request.pixels_per_metre = try pixelsPerMetre(options.dotsPerInch)
        request.text_count = Int32(strings.entries.count)

        var error = [CChar](repeating: 0, count: Int(CPNG_ERROR_LENGTH))
        var bytes: UnsafeMutablePointer<UInt8>?
        var size = 0
        let status = picture.pixels.withUnsafeBufferPointer { pixels in
            strings.entries.withUnsafeBufferPointer { entries in
                request.rgba = pixels.baseAddress
                request.texts = entries.baseAddress
                return cpng_write(&request, &bytes, &size, &error)
            }
        }
        defer { free(bytes) }
        guard status == 0, let bytes else { throw failure(status, error, verb: "written") }
        return [UInt8](UnsafeBufferPointer(start: bytes, count: size))
    }

    private static func pixelsPerMetre(_ dotsPerInch: Double?) throws(PictureError) -> UInt32 {
        guard let dotsPerInch else { return 0 }
        let rounded = (dotsPerInch / metresPerInch).rounded()
        guard rounded >= 1, rounded <= Double(Int32.max) else {
            throw PictureError(
                .option, "a PNG cannot say \(dotsPerInch) dots an inch", remedy: "give a resolution such as 300")
        }
        return UInt32(rounded)
    }

    static func failure(_ status: Int32, _ text: [CChar], verb: String) -> PictureError {
        let said = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let what = "the PNG cannot be \(verb)" + (said.isEmpty ? "" : ": \(said)")
        return switch status {
        case 2: PictureError(.tooLarge, what, remedy: "use a smaller picture, or raise the limit of pixels")
        case 3: PictureError(.memory, "the PNG cannot be \(verb): out of memory", remedy: "use a smaller picture")
        default: PictureError(.damaged, what, remedy: "make the file again")
        }
    }
}

extension PNG.Effort {
    /// zlib level and strategy and the mask of row filters that libpng may choose from.
    ///
    /// Measured on rendered pictures: the one filter "sub" (bit 4) packs as well as a choice among all five and saves
    /// the time of choosing; zlib's "filtered" strategy (1) packs as well as its default in less time.
    var settings: (level: Int32, strategy: Int32, filters: Int32) {
        switch self {
        case .fastest: (1, 1, 0x10)
        case .fast: (4, 1, 0x10)
        case .small: (6, 1, 0x10)
        }
    }
}

/// The C strings of the entries of one file; they live until `free`.
private struct Strings {
    private(set) var entries: [cpng_text] = []

    init(_ texts: [PNG.Text]) throws(PictureError) {
        guard texts.count <= 30 else {
            throw PictureError(.metadata, "a PNG has at most 30 texts here", remedy: "join some of them")
        }
        for text in texts { try Strings.check(text) }
        for text in texts {
            var entry = cpng_text()
            entry.keyword = Strings.duplicate(Strings.latin1(text.keyword) ?? [])
            entry.text = Strings.duplicate(Array(text.text.utf8))
            entry.length = text.text.utf8.count
            entry.language = Strings.duplicate(Array(text.language.utf8))
            entry.international = 1
            entry.compressed = text.isCompressed ? 1 : 0
            entries.append(entry)
        }
    }

    func free() {
        for entry in entries {
            for string in [entry.keyword, entry.text, entry.language] {
                UnsafeMutablePointer(mutating: string)?.deallocate()
            }
        }
    }

    private static func duplicate(_ bytes: [UInt8]) -> UnsafePointer<CChar> {
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
        for (index, byte) in bytes.enumerated() { copy[index] = CChar(bitPattern: byte) }
        copy[bytes.count] = 0
        return UnsafePointer(copy)
    }

    private static func latin1(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    /// The rules of the PNG specification, 11.3.4: libpng would repair or drop what breaks them without a word.
    private static func check(_ text: PNG.Text) throws(PictureError) {
        let keyword = latin1(text.keyword) ?? []
        let printable = keyword.allSatisfy { (32...126).contains($0) || $0 >= 161 }
        let spaced = keyword.first == 32 || keyword.last == 32 || text.keyword.contains("  ")
        guard (1...79).contains(keyword.count), printable, !spaced else {
            throw PictureError(
                .metadata, "\"\(text.keyword)\" cannot be the keyword of a PNG text",
                remedy: "use 1 to 79 printable Latin-1 characters, with single spaces inside only")
        }
        let language = text.language.utf8.allSatisfy { byte in
            byte == 45 || (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        }
        guard language else {
            throw PictureError(
                .metadata, "\"\(text.language)\" is not a language tag", remedy: "write one such as en or de-CH")
        }
        guard !text.text.utf8.contains(0), text.text.utf8.count <= Int(CPNG_TEXT_SIZE_LIMIT) else {
            throw PictureError(
                .metadata, "the text of \"\(text.keyword)\" holds a NUL character or is above 4 MB",
                remedy: "remove it, or keep it in a file of its own")
        }
    }
}
