// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON

/// A way to a service that is opened anew when it was lost.
///
/// A call that was on its way when the connection broke fails, for nobody can tell whether it was carried out; only a
/// method that reads is asked again, once. The scene belongs to the service and not to the connection: after a service
/// that was only out of reach it is as it was, after one that was started again it is empty.
public actor ReconnectingTransport: Transport {
    private let open: @Sendable () async throws -> any Transport
    private var current: Task<any Transport, any Error>?
    /// Tells the transports apart that there were.
    private var generation = 0
    private var isClosed = false

    /// Opens the way with a function, at the first call and whenever the way was lost.
    public init(_ open: @escaping @Sendable () async throws -> any Transport) {
        self.open = open
    }

    public func call<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, payload: [UInt8],
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<Result> {
        try await attempt(method.traits.access) {
            try await $0.call(method, params, payload: payload, progress: progress)
        }
    }

    public func call(
        named method: String, params: JSONValue?, payload: [UInt8], progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<JSONValue> {
        try await attempt(Methods.traits(of: method)?.access ?? .writes) {
            try await $0.call(named: method, params: params, payload: payload, progress: progress)
        }
    }

    public func close() async {
        isClosed = true
        let last = current
        current = nil
        await (try? last?.value)?.close()
    }

    private func attempt<Result: Sendable>(
        _ access: MethodTraits.Access, _ call: @Sendable (any Transport) async throws -> Result
    ) async throws -> Result {
        let (transport, generation) = try await connected()
        do {
            return try await call(transport)
        } catch let error as ConnectionError where error.reason == .closed {
            await forget(generation)
            guard access == .reads, !isClosed else { throw error }
            return try await call(try await connected().transport)
        }
    }

    private func connected() async throws -> (transport: any Transport, generation: Int) {
        if isClosed { throw ConnectionError(.closed, "The connection was closed") }
        let opening: Task<any Transport, any Error>
        if let current {
            opening = current
        } else {
            let open = open
            generation += 1
            opening = Task { try await open() }
            current = opening
        }
        let mine = generation
        do {
            return (try await opening.value, mine)
        } catch {
            if generation == mine { current = nil }
            throw error
        }
    }

    /// Gives up a transport that was lost, unless another call has done so already.
    private func forget(_ generation: Int) async {
        guard generation == self.generation, let lost = current else { return }
        current = nil
        await (try? lost.value)?.close()
    }
}
