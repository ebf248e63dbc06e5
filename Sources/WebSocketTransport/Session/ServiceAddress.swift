// SPDX-License-Identifier: Apache-2.0

/// Where a service listens: `host:port`, as Brayns writes it, or a `ws://` or `wss://` URI.
package struct ServiceAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an IP address; an IPv6 address without its brackets.
    package var host: String
    /// 0 lets the system choose when listening.
    package var port: Int
    /// What the scheme says, or nil when there is none.
    package var isSecure: Bool?

    /// An address of known parts.
    package init(host: String, port: Int, isSecure: Bool? = nil) {
        self.host = host
        self.port = port
        self.isSecure = isSecure
    }

    /// Reads `host:port`, `[ipv6]:port`, `ws://host:port` or `wss://host:port`, with an optional path `/`.
    ///
    /// - Throws: ``TransportError`` `invalidAddress`.
    package init(_ text: String) throws(TransportError) {
        var rest = text[...]
        var isSecure: Bool?
        for (scheme, secure) in [("ws://", false), ("wss://", true)] where rest.lowercased().hasPrefix(scheme) {
            rest = rest.dropFirst(scheme.count)
            if rest.last == "/" { rest.removeLast() }
            isSecure = secure
        }
        func fault(_ summary: String) -> TransportError {
            TransportError(
                .invalidAddress, summary, address: text, remedy: "write HOST:PORT, such as localhost:5000")
        }
        guard let colon = rest.lastIndex(of: ":") else { throw fault("the address has no port") }
        let digits = rest[rest.index(after: colon)...]
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(digits),
            port <= 65_535
        else { throw fault("the port is not a number from 0 to 65535") }
        var host = rest[..<colon]
        if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
        guard !host.isEmpty else { throw fault("the address has no host") }
        guard host.allSatisfy({ $0.isASCII && !$0.isWhitespace && !"/?#@\"<>".contains($0) }) else {
            throw fault("the host holds a character that no host name has")
        }
        self.init(host: String(host), port: port, isSecure: isSecure)
    }

    /// `host:port`, with brackets around an IPv6 address.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
