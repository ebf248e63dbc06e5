// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON

/// The way to a service in the same process: typed messages, no JSON.
public struct InProcessTransport: Transport {
    private let service: SceneService
    private let connection: ConnectionID

    /// Becomes a client of a service.
    public init(_ service: SceneService) async {
        self.service = service
        connection = await service.connect { _ in }
    }

    /// Starts a service of its own, with every plugin, and becomes its client.
    /// - Throws: `ServiceError` for a processor that cannot trace rays.
    public static func embedded(_ options: ServiceOptions = .embedded) async throws -> InProcessTransport {
        await InProcessTransport(try SceneService(options))
    }

    public func call<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, payload: [UInt8],
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<Result> {
        try await service.perform(method, params, payload, connection, progress)
    }

    public func call(
        named method: String, params: JSONValue?, payload: [UInt8], progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<JSONValue> {
        try await service.perform(
            Request(id: nil, method: method, params: params, payload: payload), connection, progress)
    }

    public func close() async {
        await service.disconnect(connection)
    }
}
