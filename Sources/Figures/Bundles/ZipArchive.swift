// SPDX-License-Identifier: Apache-2.0
import Foundation

/// ZIP archives without compression (PKWARE APPNOTE 6.3.10): pictures and data hardly shrink, and equal contents give
/// equal archives.
enum ZipArchive {
    /// Packs the files of a folder, in the order of their paths, with the earliest time that ZIP knows.
    /// - Throws: `figure-unsupported` for files above 4 GB or more than 65,535; `figure-not-writable`,
    ///   `figure-input-missing`.
    static func write(_ paths: [String], of folder: String, to archive: String) throws(FigureError) {
        guard paths.count < 0xFFFF else { throw tooLarge }
        var body: [UInt8] = []
        var directory: [UInt8] = []
        for path in paths.sorted() {
            let content = try FileContent.bytes(folder + "/" + path)
            guard content.count < 0xFFFF_FFFF, body.count < 0xFFFF_FFFF - content.count - 1024 else { throw tooLarge }
            let name = Array(path.utf8)
            // Version 2.0, UTF-8 names, stored, 1980-01-01 00:00, then checksum and both sizes.
            let common: [UInt8] =
                little(20, 2) + little(0x0800, 2) + little(0, 2) + little(0, 2) + little(0x21, 2)
                + little(CyclicChecksum.of(content), 4) + little(UInt32(content.count), 4)
                + little(UInt32(content.count), 4) + little(UInt32(name.count), 2) + little(0, 2)
            directory += little(0x0201_4B50, 4) + little(0x0314, 2) + common + little(0, 2) + little(0, 2)
            directory += little(0, 2) + little(0o100644 << 16, 4) + little(UInt32(body.count), 4) + name
            body += little(0x0403_4B50, 4) + common + name + content
        }
        let count = UInt32(paths.count)
        let end =
            little(0x0605_4B50, 4) + little(0, 4) + little(count, 2) + little(count, 2)
            + little(UInt32(directory.count), 4) + little(UInt32(body.count), 4) + little(0, 2)
        try WholeFile.write(body + directory + end, to: archive)
    }

    /// Unpacks an archive that ``write(_:of:to:)`` made, or any other whose files are stored without compression.
    /// - Throws: `figure-unsupported` for compressed or damaged archives and names that lead out of the folder.
    static func read(_ archive: String, into folder: String) throws(FigureError) {
        let bytes = try FileContent.bytes(archive)
        guard let end = endRecord(bytes) else { throw damaged(archive) }
        let count = Int(number(bytes, end + 10, 2))
        var at = Int(number(bytes, end + 16, 4))
        for _ in 0..<count {
            guard at >= 0, at + 46 <= bytes.count, number(bytes, at, 4) == 0x0201_4B50 else { throw damaged(archive) }
            let (method, size) = (number(bytes, at + 10, 2), Int(number(bytes, at + 24, 4)))
            let (nameLength, extra) = (Int(number(bytes, at + 28, 2)), Int(number(bytes, at + 30, 2)))
            let (comment, header) = (Int(number(bytes, at + 32, 2)), Int(number(bytes, at + 42, 4)))
            guard at + 46 + nameLength <= bytes.count, header + 30 <= bytes.count else { throw damaged(archive) }
            let name = String(decoding: bytes[at + 46..<at + 46 + nameLength], as: UTF8.self)
            let start = header + 30 + Int(number(bytes, header + 26, 2)) + Int(number(bytes, header + 28, 2))
            at += 46 + nameLength + extra + comment
            if name.hasSuffix("/") { continue }
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard method == 0, start + size <= bytes.count, !name.contains("\0"),
                parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
            else { throw damaged(archive) }
            let content = Array(bytes[start..<start + size])
            try WholeFile.write(content, to: folder + "/" + name)
        }
    }

    private static func endRecord(_ bytes: [UInt8]) -> Int? {
        var at = bytes.count - 22
        while at >= max(0, bytes.count - 22 - 0xFFFF) {
            if number(bytes, at, 4) == 0x0605_4B50 { return at }
            at -= 1
        }
        return nil
    }

    private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt32 {
        guard at >= 0, at + count <= bytes.count else { return 0 }
        return (0..<count).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
    }

    private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
    }

    private static let tooLarge = FigureError(
        .unsupported, "a ZIP archive holds at most 65,534 files and 4 GB", remedy: "pack into a folder instead")

    private static func damaged(_ archive: String) -> FigureError {
        FigureError(
            .unsupported, "\(archive) is no bundle: it is damaged, compressed, or its names lead out of it",
            remedy: "unpack it yourself and give the folder")
    }
}

/// CRC-32 as ZIP has it (polynomial 0xEDB88320, reflected).
enum CyclicChecksum {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    static func of(_ bytes: [UInt8]) -> UInt32 {
        table.withUnsafeBufferPointer { table in
            ~bytes.reduce(~0) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
        }
    }
}
