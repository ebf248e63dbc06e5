// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ServiceAddress {
    /// The socket address to listen on. Of a name's addresses an IPv4 one is preferred, as Brayns' server does: a
    /// `localhost` that means `::1` only would not be found by clients that say 127.0.0.1.
    ///
    /// - Throws: ``TransportError`` `unknownHost`.
    func resolved() async throws -> SocketAddress {
        if let literal = try? SocketAddress(ipAddress: host, port: port) { return literal }
        let (host, port) = (host, port)
        // The system's resolver blocks its thread.
        let found = try await NIOThreadPool.singleton.runIfActive {
            Self.resolve(host, port, AF_INET) ?? Self.resolve(host, port, AF_INET6)
        }
        guard let found else {
            throw TransportError(
                .unknownHost, "the host name \(host) has no address", address: "\(self)",
                remedy: "give localhost, 0.0.0.0 or an address of this machine")
        }
        return found
    }

    private static func resolve(_ host: String, _ port: Int, _ family: Int32) -> SocketAddress? {
        var hints = addrinfo()
        hints.ai_family = family
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0, let first = list else { return nil }
        defer { freeaddrinfo(first) }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let info = first.pointee
        guard
            getnameinfo(
                info.ai_addr, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
        else { return nil }
        let numeric = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return try? SocketAddress(ipAddress: numeric, port: port)
    }
}
