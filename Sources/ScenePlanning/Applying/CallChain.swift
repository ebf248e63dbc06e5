// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import Synchronization

/// Calls that follow each other; chains do not depend on each other and may be under way together.
struct CallChain: Sendable {
    /// One thing that is changed by one call or more.
    struct Step: Sendable {
        /// The attribute under the address.
        var path: String?
        var calls: [@Sendable (Connection) async throws -> Void] = []
        /// Written down before the calls, and after.
        var before: JournalEvent?
        var after: JournalEvent?
    }

    var address: Address
    var steps: [Step] = []

    /// Makes the calls.
    /// - Parameter counter: counts them.
    func run(_ backend: Connection, _ journal: (any JournalWriter)?, _ counter: Counter) async throws {
        for step in steps {
            try Task.checkCancellation()
            if let before = step.before { try journal?.write(before.record) }
            for call in step.calls {
                try await located(address, step.path) { try await call(backend) }
                counter.increment()
            }
            if let after = step.after { try journal?.write(after.record) }
        }
    }
}

/// A count that several tasks add to.
final class Counter: Sendable {
    private let count = Atomic(0)

    var value: Int { count.load(ordering: .relaxed) }

    func increment() { count.add(1, ordering: .relaxed) }
}
