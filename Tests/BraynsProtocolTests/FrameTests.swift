// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import Testing

/// Frames, requests and what comes back.
@Suite("Envelope")
struct FrameTests {
    @Test("a binary frame is a little-endian count, the text, the payload")
    func layout() throws {
        let frame = Frame(json: Array("{}".utf8), payload: [9, 8], alwaysBinary: false)
        #expect(frame == .binary([2, 0, 0, 0, 0x7B, 0x7D, 9, 8]))
        let parts = try frame.parts()
        #expect(parts.json == Array("{}".utf8) && parts.payload == [9, 8])
        #expect(Frame(json: [1], payload: []) == .text([1]))
        #expect(try Frame(json: [], payload: [], alwaysBinary: true).parts().payload.isEmpty)
    }

    @Test("server messages survive their frames")
    func messages() throws {
        let sent: [ServerMessage] = [
            .reply(id: .text(""), result: ["a": 1], payload: [1, 2, 3], isBinary: true),
            .reply(id: .number(0), result: .null, payload: [], isBinary: false),
            .error(id: .number(-5), RPCError(.cancelled, "Task has been cancelled")),
            .error(id: nil, .invalidParams(["x"])),
            .progress(id: .number(3), method: "snapshot", Progress("Rendering snapshot ...", 0.5)),
        ]
        for message in sent { #expect(try ServerMessage(message.frame).frame == message.frame) }
        guard case .text(let text) = sent[4].frame else { return }
        #expect(
            String(decoding: text, as: UTF8.self)
                == #"{"jsonrpc":"2.0","method":"snapshot","params":{"amount":0.5,"id":3,"#
                + #""operation":"Rendering snapshot ..."}}"#)
    }

    @Test("a frame that is no message is refused", arguments: ["", "[]", "{}", #"{"id":1.5}"#, #"{"error":3,"id":1}"#])
    func malformed(_ text: String) {
        #expect(throws: RPCError.self) { try ServerMessage(.text(Array(text.utf8))) }
    }
}
