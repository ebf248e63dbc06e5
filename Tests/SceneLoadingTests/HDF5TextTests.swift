// SPDX-License-Identifier: Apache-2.0
import Foundation
import SceneLoading
import Testing

/// Texts of any length, whose references and heaps are read without the library.
@Suite("Texts in HDF5") struct HDF5TextTests {
    private let folder: TemporaryFolder
    private let texts = (0..<1000).map { "text \($0) " + String(repeating: "é", count: $0 % 37) } + ["", "end"]

    init() throws { folder = try TemporaryFolder() }

    private func write(chunk: Int?) -> String {
        let path = folder.path + "/texts.h5"
        HDF5Writer(path).write(texts: texts, to: "names", chunk: chunk)
        return path
    }

    private func read(_ path: String) throws(LoadingError) -> [String] {
        try HDF5File(path: path).dataset("names").strings()
    }

    @Test(arguments: [nil, 64, 1002])
    func areReadAsTheyWereWritten(_ chunk: Int?) throws {
        #expect(try read(write(chunk: chunk)) == texts)
    }

    /// Where the bytes of a heap begin.
    private func heap(_ bytes: [UInt8]) throws -> Int {
        let signature = Array("GCOL".utf8)
        return try #require(bytes.indices.first { bytes[$0...].starts(with: signature) })
    }

    @Test func damagedHeapsAreErrors() throws {
        let path = write(chunk: nil)
        let whole = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        let start = try heap(whole)
        // Sizes of the first object: the library would go round for ever, or beyond the heap.
        for size: [UInt8] in [[0xF0] + [UInt8](repeating: 0xFF, count: 7), [0, 0, 1, 0, 0, 0, 0, 0]] {
            var bytes = whole
            bytes.replaceSubrange((start + 24)..<(start + 32), with: size)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let error = loadingError { () throws(LoadingError) in _ = try read(path) }
            #expect(error?.place == .byte(start + 16) && error?.path == path, "\(String(describing: error))")
        }
        var bytes = whole
        bytes[start] = 0
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(loadingError { () throws(LoadingError) in _ = try read(path) }?.place == .byte(start))
        // An object under another index: the reference leads to nothing.
        bytes = whole
        bytes[start + 17] = 0x7F
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(loadingError { () throws(LoadingError) in _ = try read(path) }?.code == .malformed)
    }
}
