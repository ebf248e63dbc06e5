// SPDX-License-Identifier: Apache-2.0
import NIOConcurrencyHelpers

/// Who is served, who waits, who is turned away: Brayns' rule of N slots and N places to wait (wire: Poco's queue),
/// but by requests and not by connections, so that a silent connection takes no client's slot.
package struct Admission: Sendable {
    /// Names one connection.
    package typealias Ticket = UInt64

    /// What an upgrade request gets.
    package enum Verdict: Hashable, Sendable {
        /// A slot.
        case serve
        /// A place in the queue.
        case wait
        /// Nothing: the connection is closed.
        case refuse
    }

    private let slots: Int
    private let openLimit: Int
    private var nextTicket: Ticket = 0
    private var connected: Set<Ticket> = []
    private var served: Set<Ticket> = []
    private var queue: [Ticket] = []

    /// An empty house.
    ///
    /// - Parameters:
    ///   - slots: how many clients are served at a time; as many more may wait.
    ///   - withoutRequest: how many more connections may be open, such as health checks.
    package init(slots: Int, withoutRequest: Int = 64) {
        self.slots = max(slots, 0)
        let (twice, overflow) = self.slots.multipliedReportingOverflow(by: 2)
        let (sum, overflowed) = twice.addingReportingOverflow(withoutRequest)
        openLimit = overflow || overflowed ? Int.max : sum
    }

    /// A connection was accepted.
    ///
    /// - Returns: its ticket, or nil when there are too many.
    package mutating func connect() -> Ticket? {
        guard connected.count < openLimit else { return nil }
        nextTicket += 1
        connected.insert(nextTicket)
        return nextTicket
    }

    /// A connection asks to be served.
    package mutating func request(_ ticket: Ticket) -> Verdict {
        guard connected.contains(ticket) else { return .refuse }
        if served.count < slots {
            served.insert(ticket)
            return .serve
        }
        guard queue.count < slots else { return .refuse }
        queue.append(ticket)
        return .wait
    }

    /// A connection has ended.
    ///
    /// - Returns: the one that was waiting longest, if it is served now.
    package mutating func leave(_ ticket: Ticket) -> Ticket? {
        connected.remove(ticket)
        queue.removeAll { $0 == ticket }
        guard served.remove(ticket) != nil, !queue.isEmpty else { return nil }
        let next = queue.removeFirst()
        served.insert(next)
        return next
    }
}

/// ``Admission`` for several event loops.
final class SharedAdmission: Sendable {
    private struct State {
        var admission: Admission
        var wakes: [Admission.Ticket: @Sendable () -> Void] = [:]
    }

    private let state: NIOLockedValueBox<State>

    init(slots: Int) {
        state = NIOLockedValueBox(State(admission: Admission(slots: slots)))
    }

    func connect() -> Admission.Ticket? {
        state.withLockedValue { $0.admission.connect() }
    }

    /// Asks for a slot; `wake` is called once when a waiting request gets one.
    func request(_ ticket: Admission.Ticket, wake: @escaping @Sendable () -> Void) -> Admission.Verdict {
        state.withLockedValue { state in
            let verdict = state.admission.request(ticket)
            if verdict == .wait { state.wakes[ticket] = wake }
            return verdict
        }
    }

    func leave(_ ticket: Admission.Ticket) {
        let wake = state.withLockedValue { state in
            state.wakes[ticket] = nil
            return state.admission.leave(ticket).flatMap { state.wakes.removeValue(forKey: $0) }
        }
        wake?()
    }
}
