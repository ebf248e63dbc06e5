// SPDX-License-Identifier: Apache-2.0
import NIOCore
import Testing
import WebSocketTransport

@Suite("Session")
struct SessionTests {
    private func session() -> WebSocketSession {
        WebSocketSession(limits: .init(messageBytes: 1024), isServer: true)
    }

    private func actions(_ session: inout WebSocketSession, _ bytes: [UInt8]) -> [WebSocketSession.Action] {
        var buffer = ByteBuffer(bytes: bytes)
        var actions: [WebSocketSession.Action] = []
        while let action = session.receive(&buffer) { actions.append(action) }
        #expect(buffer.readableBytes == 0)
        return actions
    }

    @Test("Pings are answered, pongs are not")
    func pings() {
        var session = session()
        #expect(
            actions(&session, [0x89, 2, 7, 8, 0x8A, 0, 0x81, 1, 65]) == [.send(.pong, [7, 8]), .deliver(.text("A"))])
    }

    @Test("The peer's close is answered with its code, and nothing after it counts")
    func peerCloses() {
        var session = session()
        let reason = CloseReason(.goingAway, "x")
        #expect(
            actions(&session, [0x88, 3, 0x03, 0xE9, 120, 0x81, 1, 65]) == [.closeAndEnd([0x03, 0xE9], reason)])
        #expect(!session.isOpen)
        #expect(session.close(CloseReason(.normal)) == nil)
        #expect(actions(&session, [0x81, 1, 65]) == [])
    }

    @Test("An empty close frame is answered by an empty one")
    func emptyClose() {
        var session = session()
        #expect(actions(&session, [0x88, 0]) == [.closeAndEnd([], CloseReason(.noneGiven))])
    }

    @Test("Our close waits for the peer's; messages in between are dropped")
    func weClose() {
        var session = session()
        #expect(session.close(CloseReason(.normal, "done")) == [0x03, 0xE8] + Array("done".utf8))
        #expect(session.isClosing && !session.isOpen)
        #expect(session.close(CloseReason(.normal)) == nil)
        #expect(
            actions(&session, [0x81, 1, 65, 0x89, 0, 0x88, 2, 0x03, 0xE8]) == [.end(CloseReason(.normal))])
        #expect(!session.isClosing)
    }

    @Test("A breach closes with its code; a breach while closing ends at once")
    func breaches() {
        var open = session()
        let reason = ProtocolViolation.textNotUTF8.reason
        #expect(actions(&open, [0x81, 1, 0xFF, 0x81, 1, 65]) == [.closeAndEnd(reason.payload, reason)])
        var closing = session()
        _ = closing.close(CloseReason(.normal))
        #expect(actions(&closing, [0x81, 1, 0xFF]) == [.end(reason)])
    }

    @Test("A message that has begun is seen to be under way")
    func inside() {
        for bytes in [[0x81], [0x81, 2], [0x81, 2, 65], [0x01, 0]] as [[UInt8]] {
            var session = session()
            #expect(actions(&session, bytes) == [])
            #expect(session.isInsideMessage)
        }
        #expect(!session().isInsideMessage)
    }
}
