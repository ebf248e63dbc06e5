// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON
import Synchronization

/// Digests of input files, each file read once and remembered by size, time and inode.
///
/// The memory is one JSON file in the user's cache folder; it may vanish at any time. A file that was changed within
/// the last two seconds is read but not remembered: a file system's clock may be too coarse to show a further change.
public final class DigestStore: Sendable {
    private struct Entry: Sendable {
        var size: Int
        var modified: Int64
        var changed: Int64
        var inode: UInt64
        var device: UInt64
        var digest: SHA256Digest

        func fits(_ stamp: FileStamp) -> Bool {
            size == stamp.size && modified == stamp.modified && changed == stamp.changed && inode == stamp.inode
                && device == stamp.device
        }
    }

    private struct State {
        var entries: [String: Entry]
        var isChanged = false
    }

    private let file: String?
    private let state: Mutex<State>
    private static let greatestCount = 100_000

    /// - Parameter folder: the cache folder; nil remembers only within this object.
    public init(folder: String?) {
        file = folder.map { $0 + "/digests.json" }
        state = Mutex(State(entries: file.map(Self.load) ?? [:]))
    }

    /// The digest and size of a file.
    /// - Throws: `figure-input-missing` where it cannot be read.
    public func digest(of path: String, address: String? = nil) throws(FigureError) -> (
        digest: SHA256Digest, size: Int
    ) {
        guard let stamp = FileStamp(path: path), stamp.isRegular else {
            throw FileContent.missing(path, address: address)
        }
        if let known = state.withLock({ $0.entries[path] }), known.fits(stamp) { return (known.digest, known.size) }
        let digest = try FileContent.digest(path, address: address)
        let now = Int64(Date().timeIntervalSince1970 * 1e9)
        // Read while it was written: the digest belongs to no state of the file that can be named.
        if let after = FileStamp(path: path), after == stamp, now &- stamp.changed > 2_000_000_000 {
            let entry = Entry(
                size: stamp.size, modified: stamp.modified, changed: stamp.changed, inode: stamp.inode,
                device: stamp.device, digest: digest)
            state.withLock {
                $0.entries[path] = entry
                $0.isChanged = true
            }
        }
        return (digest, stamp.size)
    }

    /// Writes what was learnt to the cache folder. A folder that cannot be written costs only time, so it is no error.
    public func save() {
        guard let file else { return }
        let entries = state.withLock { state -> [String: Entry]? in
            guard state.isChanged else { return nil }
            state.isChanged = false
            return state.entries
        }
        guard let entries else { return }
        let kept = entries.sorted { $0.value.modified > $1.value.modified }.prefix(Self.greatestCount)
        let members = kept.map { path, entry -> (String, JSONValue) in
            (
                path,
                [
                    .integer(Int64(entry.size)), .integer(entry.modified), .integer(entry.changed),
                    .integer(Int64(bitPattern: entry.inode)), .integer(Int64(bitPattern: entry.device)),
                    .string(entry.digest.hexadecimal),
                ]
            )
        }
        let document = JSONValue.object(["version": 1, "files": .object(Dictionary(members) { _, last in last })])
        try? WholeFile.write(document.bytes(), to: file)
    }

    private static func load(_ file: String) -> [String: Entry] {
        guard let data = FileManager.default.contents(atPath: file),
            let document = try? JSONValue(parsing: [UInt8](data)), document["version"]?.integer == 1,
            let files = document["files"]?.object
        else { return [:] }
        return files.compactMapValues { value in
            guard let size = value[0]?.integer, let modified = value[1]?.integer, let changed = value[2]?.integer,
                let inode = value[3]?.integer, let device = value[4]?.integer, let text = value[5]?.string,
                let digest = SHA256Digest(hexadecimal: text)
            else { return nil }
            return Entry(
                size: Int(size), modified: modified, changed: changed, inode: UInt64(bitPattern: inode),
                device: UInt64(bitPattern: device), digest: digest)
        }
    }
}
