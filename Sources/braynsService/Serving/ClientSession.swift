// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import RenderService
import WebSocketTransport

/// Joins one connection to the service, for as long as it lasts.
struct ClientSession: Sendable {
    let service: SceneService
    let log: ServiceLog

    /// Of a long text that much is logged.
    private static let longestEcho = 2000

    /// Serves a client until its connection ends or the task is cancelled.
    func serve(_ connection: WebSocketConnection) async {
        let peer = connection.peer
        log.write(.info, "New connection from \(peer).")
        let client = await service.connect { [log] frame in
            do throws(TransportError) {
                try connection.enqueue(WebSocketMessage(frame))
            } catch {
                log.write(error.code == .closed ? .debug : .error, "Reply dropped: \(error).")
            }
        }
        while let message = await connection.receive() {
            if log.prints(.debug) { log.write(.debug, Self.echo(message, peer)) }
            await service.receive(Frame(message), from: client)
        }
        await service.disconnect(client)
        let reason = connection.closeReason.map { " (\($0.code.rawValue)\($0.text.isEmpty ? "" : " " + $0.text))" }
        log.write(.info, "Connection from \(peer) ended\(reason ?? "").")
    }

    private static func echo(_ message: WebSocketMessage, _ peer: String) -> String {
        switch message {
        case .binary(let bytes):
            return "Binary frame of \(bytes.count) bytes from \(peer)."
        case .text(let bytes):
            let rest = bytes.count > longestEcho ? "… (\(bytes.count) bytes)" : ""
            return "Text frame from \(peer): \(String(decoding: bytes.prefix(longestEcho), as: UTF8.self))\(rest)"
        }
    }
}
