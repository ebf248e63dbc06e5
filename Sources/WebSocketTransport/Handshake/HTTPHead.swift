// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// The first line and the header fields of an HTTP/1.1 message (RFC 9112), all that a handshake needs.
package struct HTTPHead: Hashable, Sendable {
    /// Why bytes are not a head.
    package enum Malformation: Error, Hashable, Sendable {
        /// The bytes are a TLS record.
        case tlsRecord
        /// The head is longer than the limit.
        case tooLong
        /// A line is not what HTTP asks for.
        case malformed
    }

    /// The first line, without its line end.
    package var startLine: String
    /// The fields in order, names as they came, values without blanks around them.
    package var fields: [(name: String, value: String)]

    /// A head of a first line and fields.
    package init(startLine: String, fields: [(name: String, value: String)]) {
        self.startLine = startLine
        self.fields = fields
    }

    /// The longest head in bytes; Python's `websockets` allows about as much.
    package static let longest = 16_384

    /// Two heads are the same when their lines are.
    package static func == (left: HTTPHead, right: HTTPHead) -> Bool {
        left.startLine == right.startLine && left.fields.elementsEqual(right.fields, by: ==)
    }

    /// Hashes the lines.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(startLine)
        for field in fields {
            hasher.combine(field.name)
            hasher.combine(field.value)
        }
    }

    /// The values of a field, whatever the case of its name.
    package func values(_ name: String) -> [String] {
        let wanted = name.lowercased()
        return fields.filter { $0.name.lowercased() == wanted }.map(\.value)
    }

    /// The value of a field that is there once or more; the first one.
    package func value(_ name: String) -> String? { values(name).first }

    /// Whether a comma separated field holds a word, whatever its case.
    package func hasToken(_ token: String, in name: String) -> Bool {
        values(name).contains { value in
            value.split(separator: ",").contains {
                $0.trimmingBlanks.lowercased() == token.lowercased()
            }
        }
    }

    /// The head as it goes over the wire.
    package var bytes: [UInt8] {
        var text = startLine + "\r\n"
        for field in fields { text += "\(field.name): \(field.value)\r\n" }
        return Array((text + "\r\n").utf8)
    }

    /// Takes a head from the front of a buffer, or nothing while it is not all there.
    package static func read(from buffer: inout ByteBuffer) throws(Malformation) -> HTTPHead? {
        let view = buffer.readableBytesView
        // A TLS record begins with its type, 20 to 23, and the version's high byte, 3.
        if let first = view.first, (20...23).contains(first), view.count < 2 || view[view.startIndex + 1] == 3 {
            if view.count >= 2 { throw .tlsRecord }
            return nil
        }
        guard let end = endOfHead(view) else {
            if view.count > longest { throw .tooLong }
            return nil
        }
        guard view.distance(from: view.startIndex, to: end) <= longest else { throw .tooLong }
        guard let text = String(validating: view[..<end], as: UTF8.self) else { throw .malformed }
        buffer.moveReaderIndex(to: end)
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" }
        guard let startLine = lines.first, !startLine.isEmpty else { throw .malformed }
        var fields: [(name: String, value: String)] = []
        for line in lines.dropFirst() where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else { throw .malformed }
            let name = line[..<colon]
            guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { throw .malformed }
            fields.append((String(name), String(line[line.index(after: colon)...].trimmingBlanks)))
        }
        return HTTPHead(startLine: String(startLine), fields: fields)
    }

    /// The index after the empty line; a bare line feed ends a line too (RFC 9112 §2.2).
    private static func endOfHead(_ view: ByteBufferView) -> ByteBufferView.Index? {
        var index = view.startIndex
        var lineStart = index
        while index < view.endIndex, index - view.startIndex <= longest {
            if view[index] == UInt8(ascii: "\n") {
                let length = index - lineStart
                if length == 0 || (length == 1 && view[lineStart] == UInt8(ascii: "\r")) { return index + 1 }
                lineStart = index + 1
            }
            index += 1
        }
        return nil
    }
}

extension Substring {
    /// The text without blanks and tabs at its ends.
    var trimmingBlanks: Substring {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
