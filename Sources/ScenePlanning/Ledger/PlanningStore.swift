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
    func beginJournal(_ header: JSONValue) throws(PlanningError) -> any JournalWriter
    /// Says that the apply came to its end.
    func endJournal()
    /// Keeps other applies out until the value is let go.
    func lock() throws(PlanningError) -> any Sendable
}

/// Ledger and journal of a backend that lives no longer than this process.
package final class MemoryStore: PlanningStore {
    private struct Content {
        var ledger = Ledger()
        var journal: [JSONValue] = []
        var isLocked = false
    }

    private let content = Mutex(Content())

    package init() {}

    package func loadLedger() -> Ledger { content.withLock { $0.ledger } }

    package func save(_ ledger: Ledger) { content.withLock { $0.ledger = ledger } }

    package func loadJournal() -> [JSONValue] { content.withLock { $0.journal } }

    package func beginJournal(_ header: JSONValue) -> any JournalWriter {
        content.withLock { $0.journal = [header] }
        return Lines(store: self)
    }

    package func endJournal() { content.withLock { $0.journal = [] } }

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
