// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import RenderService

/// A client without a socket: what it sends goes to the service as frames, what comes back is kept in order.
final class SocketStandIn: MessageChannel {
    private let service: SceneService
    private let received: AsyncStream<Frame>
    private let arriving: AsyncStream<Frame>.Continuation
    let connection: ConnectionID

    init(_ service: SceneService) async {
        self.service = service
        let (stream, continuation) = AsyncStream.makeStream(of: Frame.self)
        (received, arriving) = (stream, continuation)
        connection = await service.connect { continuation.yield($0) }
    }

    func send(_ frame: Frame) async { await service.receive(frame, from: connection) }

    /// Sends text as it stands.
    func send(_ text: String) async { await send(.text(Array(text.utf8))) }

    func receive() async -> Frame? {
        for await frame in received { return frame }
        return nil
    }

    /// The next message as JSON, with its payload.
    func next() async throws -> (json: JSONValue, payload: [UInt8])? {
        guard let frame = await receive() else { return nil }
        let (json, payload) = try frame.parts()
        return (try JSONValue(parsing: json), payload)
    }

    func close() async {
        await service.disconnect(connection)
        arriving.finish()
    }
}
