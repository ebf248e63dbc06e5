// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import RenderService
import WebSocketTransport

/// Why the program cannot run, in the words of the log's last line.
struct FatalError: Error {
    let message: String
}

/// What the command line asks for.
struct ServiceSettings: Sendable {
    var address: ServiceAddress
    var isClient: Bool
    var clients: Int
    var reconnectionPeriod: Duration
    var plugins: [String]
    var viewport: SIMD2<UInt32>
    var tls: (any TLSContext)?

    /// Takes the settings from checked arguments.
    init(_ arguments: CommandLineArguments) throws {
        let uri = arguments.text(.uri)
        guard !uri.isEmpty else { throw FatalError(message: "Trying to run a service without URI") }
        address = try ServiceAddress(uri)
        isClient = arguments.boolean(.client)
        clients = arguments.numbers(.maxClients).first.map { Int($0) } ?? 2
        let period = arguments.numbers(.reconnectionPeriod).first ?? 300
        reconnectionPeriod = .milliseconds(Int64(min(period, 1e12)))
        let size = arguments.numbers(.windowSize).map { UInt32($0) }
        viewport = size.count == 2 ? SIMD2(size[0], size[1]) : [800, 600]
        plugins = arguments.texts(.plugin)
        for name in plugins where Plugin(library: name) == nil {
            let known = Plugin.libraries.joined(separator: ", ")
            throw FatalError(
                message: "Error opening dynamic library: lib\(name).so: no such plugin is built in; known are \(known)")
        }
        tls = arguments.boolean(.secure) ? try Self.tls(arguments, isClient: isClient) : nil
    }

    private static func tls(_ arguments: CommandLineArguments, isClient: Bool) throws -> any TLSContext {
        let certificate = arguments.text(.certificateFile)
        let key = arguments.text(.privateKeyFile)
        var identity: TLSIdentity?
        if !certificate.isEmpty || !key.isEmpty {
            guard !certificate.isEmpty, !key.isEmpty else {
                throw FatalError(message: "--certificate-file and --private-key-file belong together, one is missing")
            }
            identity = TLSIdentity(
                certificateFile: certificate, privateKeyFile: key, passphrase: arguments.text(.privateKeyPassphrase))
        }
        if isClient {
            let location = arguments.text(.caLocation)
            return try OpenSSLContext(
                client: TLSClientSettings(trust: location.isEmpty ? .system : .location(location), identity: identity))
        }
        guard let identity else {
            throw FatalError(message: "--secure true needs --certificate-file and --private-key-file")
        }
        // Brayns asks its clients for no certificate either; whom to trust is the client's question.
        return try OpenSSLContext(server: TLSServerSettings(identity: identity))
    }
}
