// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Synchronization

/// Names a client of the service for as long as it is connected.
public struct ConnectionID: Hashable, Sendable {
    let number: UInt64
}

/// A call on its way: who asked, how to tell of progress, whether it is still wanted. Used from any thread.
final class CallContext: Sendable {
    let connection: ConnectionID
    /// Nil for notifications and calls within the process.
    let requestID: RequestID?
    let traits: MethodTraits
    private let report: @Sendable (Progress) -> Void
    private let state = Mutex(State())

    private struct State {
        var isCancelled = false
        var endsWithConnection = false
    }

    init(
        connection: ConnectionID, requestID: RequestID?, traits: MethodTraits,
        report: @escaping @Sendable (Progress) -> Void
    ) {
        self.connection = connection
        self.requestID = requestID
        self.traits = traits
        self.report = report
    }

    /// Tells the client how far the call has come.
    func progress(_ operation: String, _ amount: Double) {
        report(Progress(operation, amount))
    }

    /// Whether the client has cancelled the call or is gone.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// - Throws: error 20 when the call is not wanted any more.
    func checkCancellation() throws(RPCError) {
        if isCancelled { throw .cancelled }
    }

    /// Marks the call as not wanted.
    /// - Returns: false when it was marked before.
    @discardableResult
    func cancel() -> Bool {
        state.withLock { state in
            defer { state.isCancelled = true }
            return !state.isCancelled
        }
    }

    /// Says that nobody else has any use of the call: when its client goes, it ends.
    func endWithConnection() {
        state.withLock { $0.endsWithConnection = true }
    }

    /// The client is gone.
    func connectionEnded() {
        state.withLock { if $0.endsWithConnection { $0.isCancelled = true } }
    }
}
