// SPDX-License-Identifier: Apache-2.0
import JSON
import Synchronization

/// Where ledger and journal are kept between applies to one backend.
package protocol PlanningStore: Sendable {
    /// What was saved last; an empty one where there is none that can be read.
    func loadLedger() -> Ledger
    /// Saves the ledger whole or not at all.
    func save(_ ledger: Ledger) throws(PlanningError)
    /// The lines of the journal of an apply that broke off; empty where none did.
    func loadJournal() -> [JSONValue]
    /// Starts a journal anew.
    func beginJournal(_ header: @escaping @Sendable () -> JSONValue) throws(PlanningError) -> any JournalWriter
    /// Says that the apply came to its end.
    func endJournal()
    /// Keeps other applies out until the value is let go.
    func lock() throws(PlanningError) -> any Sendable
    /// Differs once anything else was saved or begun.
    var stamp: StoreStamp { get }
}

/// Tells one state of a store from any other.
package struct StoreStamp: Equatable, Sendable {
    let numbers: [Int]
}

/// Ledger and journal of a backend that lives no longer than this process.
package final class MemoryStore: PlanningStore {
    private struct Content {
        var ledger = Ledger()
        /// Made only where it is asked for.
        var header: (@Sendable () -> JSONValue)?
        var journal: [JSONValue] = []
        var saves = 0
        var isLocked = false
    }

    private let content = Mutex(Content())

    package init() {}

    package func loadLedger() -> Ledger { content.withLock { $0.ledger } }

    package func save(_ ledger: Ledger) {
        content.withLock {
            $0.ledger = ledger
            $0.saves += 1
        }
    }

    package func loadJournal() -> [JSONValue] {
        let (header, lines) = content.withLock { ($0.header, $0.journal) }
        return (header.map { [$0()] } ?? []) + lines
    }

    package func beginJournal(_ header: @escaping @Sendable () -> JSONValue) -> any JournalWriter {
        content.withLock { ($0.header, $0.journal) = (header, []) }
        return Lines(store: self)
    }

    package func endJournal() { content.withLock { ($0.header, $0.journal) = (nil, []) } }

    package var stamp: StoreStamp {
        content.withLock { StoreStamp(numbers: [$0.saves, $0.header == nil ? -1 : $0.journal.count]) }
    }

    package func lock() throws(PlanningError) -> any Sendable {
        let isFree = content.withLock { content in
            defer { content.isLocked = true }
            return !content.isLocked
        }
        guard isFree else { throw PlanningError(.locked, "Another apply to this backend is under way") }
        return Hold(store: self)
    }

    private struct Lines: JournalWriter {
        let store: MemoryStore
        func write(_ line: JSONValue) { store.content.withLock { $0.journal.append(line) } }
    }

    private final class Hold: Sendable {
        let store: MemoryStore
        init(store: MemoryStore) { self.store = store }
        deinit { store.content.withLock { $0.isLocked = false } }
    }
}
