// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON

/// A client's connection to a service, whatever lies between them.
///
/// Every method of the service is called with ``call(_:_:)`` and a declaration of `Methods`; the extensions by subject
/// give the calls of a scientist's script: load, look, light, take a picture.
/// ```swift
/// let models = try await connection.load("BlueConfig", .bbp(BBPOptions(report: .spikes())))
/// let bounds = try await connection.bounds()
/// ```
public struct Connection: Sendable {
    /// The way to the service.
    public let transport: any Transport

    public init(_ transport: any Transport) {
        self.transport = transport
    }

    /// Ends the connection.
    public func close() async {
        await transport.close()
    }

    /// Calls a method and waits for its result.
    /// - Throws: `RPCError` that the service answered, `ConnectionError` when no answer can come any more.
    @discardableResult
    public func call<Params, Result>(_ method: Method<Params, Result>, _ params: Params) async throws -> Result {
        try await transport.call(method, params, payload: [], progress: { _ in }).result
    }

    /// Calls a method that takes no params.
    @discardableResult
    public func call<Result>(_ method: Method<Nothing, Result>) async throws -> Result {
        try await call(method, Nothing())
    }

    /// Calls a method and waits for its result with the bytes that come along.
    public func answer<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, payload: [UInt8] = [],
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> Answer<Result> {
        try await transport.call(method, params, payload: payload, progress: progress)
    }

    /// Begins a call whose progress can be followed and which can be cancelled.
    public func task<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, payload: [UInt8] = []
    ) -> RunningCall<Result> {
        let transport = transport
        return RunningCall { progress in
            try await transport.call(method, params, payload: payload, progress: progress)
        }
    }

    /// Calls a method by name with JSON params, for methods that are not in the table.
    public func call(
        named method: String, params: JSONValue? = nil, payload: [UInt8] = []
    ) async throws -> Answer<JSONValue> {
        try await transport.call(named: method, params: params, payload: payload, progress: { _ in })
    }
}
