// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON

/// Where ledger and journal of one backend are kept. Everything in it may be deleted at any time: then nothing is
/// remembered, and what cannot be read back is made again.
public struct StateFolder: Sendable {
    /// The folder of one backend.
    public let path: String

    /// A folder of its own for each backend under the user's state folder: `$XDG_STATE_HOME`, else `~/.local/state`
    /// (XDG Base Directory Specification 0.8).
    /// - Parameter backend: the backend's URI.
    public init(backend: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
        let root: String
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            root = state
        } else {
            root = (environment["HOME"] ?? NSHomeDirectory()) + "/.local/state"
        }
        // The URI itself may hold what no file name can.
        let digest = SHA256Digest(of: backend.lowercased()).hexadecimal.prefix(24)
        path = "\(root)/scene-recipe/backends/\(digest)"
    }

    /// A folder that is given.
    public init(path: String) {
        self.path = path
    }

    private func file(_ name: String) -> String { "\(path)/\(name)" }

    private func prepare() throws(PlanningError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw PlanningError(
                .unreadableState, "The state folder '\(path)' cannot be made: \(error.localizedDescription)",
                remedy: "Set XDG_STATE_HOME to a folder that can be written")
        }
    }
}

extension StateFolder: PlanningStore {
    package func loadLedger() -> Ledger {
        // A ledger that cannot be read is as good as none.
        guard let data = FileManager.default.contents(atPath: file("ledger.json")),
            let json = try? JSONValue(parsing: [UInt8](data))
        else { return Ledger() }
        return Ledger(record: json) ?? Ledger()
    }

    package func save(_ ledger: Ledger) throws(PlanningError) {
        try prepare()
        let target = file("ledger.json")
        let temporary = "\(target).\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try Data(ledger.record.bytes()).write(to: URL(fileURLWithPath: temporary))
        } catch {
            throw PlanningError(
                .unreadableState, "The ledger cannot be written: \(error.localizedDescription)",
                remedy: "Free space in '\(path)'")
        }
        guard rename(temporary, target) == 0 else {
            throw PlanningError(.unreadableState, "The ledger '\(target)' cannot be replaced")
        }
    }

    package func loadJournal() -> [JSONValue] {
        guard let data = FileManager.default.contents(atPath: file("journal.jsonl")) else { return [] }
        var lines: [JSONValue] = []
        for line in data.split(separator: UInt8(ascii: "\n")) {
            // The last line may have been cut by the death of the process that wrote it.
            guard let value = try? JSONValue(parsing: [UInt8](line)) else { break }
            lines.append(value)
        }
        return lines
    }

    package func beginJournal(_ header: @escaping @Sendable () -> JSONValue) throws(PlanningError) -> any JournalWriter {
        try prepare()
        // Written beside and renamed: the journal of an earlier apply is there until this one's is.
        let target = file("journal.jsonl")
        let temporary = "\(target).\(ProcessInfo.processInfo.processIdentifier)"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw PlanningError(.unreadableState, "The journal '\(target)' cannot be written")
        }
        let writer = JournalFile(descriptor)
        do {
            try writer.write(header())
        } catch let error as PlanningError {
            throw error
        } catch {
            throw PlanningError(.unreadableState, "The journal '\(target)' cannot be written: \(error)")
        }
        guard rename(temporary, target) == 0 else {
            throw PlanningError(.unreadableState, "The journal '\(target)' cannot be replaced")
        }
        return writer
    }

    package func endJournal() {
        unlink(file("journal.jsonl"))
    }

    package var stamp: StoreStamp {
        StoreStamp(
            numbers: ["ledger.json", "journal.jsonl"].flatMap { name -> [Int] in
                var status = stat()
                guard stat(file(name), &status) == 0 else { return [] }
                return [
                    Int(truncatingIfNeeded: status.st_ino), Int(truncatingIfNeeded: status.st_size),
                    Int(truncatingIfNeeded: status.st_mtim.tv_sec), Int(truncatingIfNeeded: status.st_mtim.tv_nsec),
                ]
            })
    }

    package func lock() throws(PlanningError) -> any Sendable {
        try prepare()
        let target = file("lock")
        let descriptor = open(target, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw PlanningError(.unreadableState, "The lock '\(target)' cannot be opened")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PlanningError(
                .locked, "Another apply to this backend is under way", remedy: "Wait until it is done, or stop it")
        }
        return FileLock(descriptor)
    }
}

/// A lock that is held as long as this lives.
private final class FileLock: Sendable {
    private let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        // Said outright: a program started at this moment holds a copy of the descriptor until it runs, and so the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}

/// A journal that lines are appended to.
private final class JournalFile: JournalWriter {
    private let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    func write(_ line: JSONValue) throws {
        var bytes = line.bytes()
        bytes.append(UInt8(ascii: "\n"))
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Foundation.write(descriptor, $0 + written, buffer.count - written) } ?? -1
            }
            guard count > 0 else {
                if count < 0, errno == EINTR { continue }
                throw PlanningError(
                    .unreadableState, "The journal cannot be written: \(String(cString: strerror(errno)))")
            }
            written += count
        }
    }
}
