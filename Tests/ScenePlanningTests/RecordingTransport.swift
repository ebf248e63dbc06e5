// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import JSON
import Synchronization
import Testing

/// A way to a service that notes what is called, holds clients to what they promise, and breaks when it is told to.
final class RecordingTransport: Transport {
    private struct Record {
        var calls: [String] = []
        /// What must not be called, by the table or because the table does not know it.
        var offences: [String] = []
        var isObserving = false
        /// Calls that write, from now, until one fails.
        var countdown: Int?
        var way = CommandedFailure.Way.refusal
        var isBroken = false
    }

    private let service: any Transport
    private let record = Mutex(Record())

    init(_ service: any Transport) { self.service = service }

    /// The calls since the last `forgetCalls`.
    var calls: [String] { record.withLock { $0.calls } }

    /// Those that the table marks as writes, or does not know.
    var writes: [String] { calls.filter { Methods.traits(of: $0)?.access != .reads } }

    func forgetCalls() { record.withLock { $0.calls = [] } }

    /// Runs what promises to read only: it must read, and call nothing that writes and nothing of an unknown class.
    func observing<Value>(
        _ what: String, _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Value
    ) async throws -> Value {
        forgetCalls()
        record.withLock { $0.isObserving = true }
        defer {
            let (calls, offences) = record.withLock { record in
                record.isObserving = false
                defer { record.offences = [] }
                return (record.calls, record.offences)
            }
            #expect(!calls.isEmpty, "\(what) did not look at the backend", sourceLocation: location)
            #expect(offences.isEmpty, "\(what) called \(offences)", sourceLocation: location)
        }
        return try await body()
    }

    /// Has the n-th writing call from now fail (0 is the next); nil: none any more.
    func fail(at call: Int?, _ way: CommandedFailure.Way = .refusal) {
        record.withLock {
            $0.countdown = call
            $0.way = way
        }
    }

    /// Notes a call; tells how it is to fail.
    private func note(_ method: String) throws -> CommandedFailure.Way? {
        let traits = Methods.traits(of: method)
        if traits == nil { Issue.record("'\(method)' is in no class") }
        return try record.withLock { record in
            guard !record.isBroken else { throw Self.lost }
            record.calls.append(method)
            if record.isObserving, traits?.access != .reads { record.offences.append(method) }
            guard traits?.access == .writes, let left = record.countdown else { return nil }
            record.countdown = left > 0 ? left - 1 : nil
            return left > 0 ? nil : record.way
        }
    }

    private static let lost = ConnectionError(.closed, "the test closed the connection")

    private func failing<Value>(_ method: String, _ call: () async throws -> Value) async throws -> Value {
        switch try note(method) {
        case nil: return try await call()
        case .refusal: throw RPCError.failed("the test refuses")
        case .lostRequest: break
        case .lostReply: _ = try? await call()
        }
        record.withLock { $0.isBroken = true }
        throw Self.lost
    }

    func call<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, payload: [UInt8],
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<Result> {
        try await failing(method.name) {
            try await service.call(method, params, payload: payload, progress: progress)
        }
    }

    func call(
        named method: String, params: JSONValue?, payload: [UInt8], progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<JSONValue> {
        try await failing(method) {
            try await service.call(named: method, params: params, payload: payload, progress: progress)
        }
    }

    func close() async { await service.close() }
}
