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
    /// What may wait of one client, in calls and in bytes; beyond, its frames are left in the socket.
    private static let longestBacklog = (calls: 4096, bytes: 512 << 20)

    /// Serves a client until its connection ends or the task is cancelled.
    func serve(_ connection: WebSocketConnection) async {
        let peer = connection.peer
        log.write(.info, "New connection from \(peer).")
        let client = await service.connect(hangUp: { connection.beginClose() }) { [log] frame in
            do throws(TransportError) {
                try connection.enqueue(WebSocketMessage(frame))
            } catch {
                log.write(error.code == .closed ? .debug : .error, "Reply dropped: \(error).")
            }
        }
        var sinceCheck = (calls: 0, bytes: 0)
        while let message = await connection.receive() {
            if log.prints(.debug) { log.write(.debug, Self.echo(message, peer)) }
            await service.receive(Frame(message), from: client)
            sinceCheck.calls += 1
            sinceCheck.bytes += message.bytes.count
            if sinceCheck.calls > Self.longestBacklog.calls / 8 || sinceCheck.bytes > Self.longestBacklog.bytes {
                let longest = sinceCheck.bytes > Self.longestBacklog.bytes ? 0 : Self.longestBacklog.calls
                await waitForRoom(longest, of: client, on: connection)
                sinceCheck = (0, 0)
            }
        }
        await service.disconnect(client)
        let reason = connection.closeReason.map { " (\($0.code.rawValue)\($0.text.isEmpty ? "" : " " + $0.text))" }
        log.write(.info, "Connection from \(peer) ended\(reason ?? "").")
    }

    /// Waits until no more calls of a client wait than a number, or its connection ends.
    private func waitForRoom(_ longest: Int, of client: ConnectionID, on connection: WebSocketConnection) async {
        while connection.closeReason == nil, await service.backlog(of: client) > longest {
            do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
        }
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
