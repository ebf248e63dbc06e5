// SPDX-License-Identifier: Apache-2.0
import Foundation
import WebSocketTransport

/// Certificates made by the openssl program when they are first asked for, in a folder that goes with the process.
package struct Certificates: Sendable {
    /// The folder, made once for all tests; nil when there is no openssl program.
    package static let shared: Certificates? = try? Certificates()

    private let folder: String

    /// The authority that signed the good certificates.
    package var authority: String { folder + "/ca.pem" }
    /// A folder with the authority under its hash name, as `openssl rehash` leaves it.
    package var authorityFolder: String { folder + "/cas" }
    /// Another authority.
    package var otherAuthority: String { folder + "/other.pem" }

    /// What a certificate is for.
    package enum Kind: String, CaseIterable {
        /// `localhost` and 127.0.0.1, key encrypted with the passphrase `test`.
        case good
        /// `example.org` only.
        case otherHost
        /// Out of date since yesterday.
        case expired
        /// Signed by itself, named in its subject only, as the one in Brayns' own tests.
        case selfSigned
        /// A client's.
        case client
    }

    /// The files of a certificate.
    package func identity(_ kind: Kind) -> TLSIdentity {
        TLSIdentity(
            certificateFile: "\(folder)/\(kind.rawValue).pem", privateKeyFile: "\(folder)/\(kind.rawValue).key",
            passphrase: kind == .good ? "test" : "")
    }

    private init() throws {
        folder = NSTemporaryDirectory() + "/scene-recipe-certificates-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/cas", withIntermediateDirectories: true)
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
        for (name, subject) in [("ca", "/CN=Test authority"), ("other", "/CN=Other authority")] {
            try run(
                [
                    "req", "-x509", "-nodes", "-days", "2", "-subj", subject, "-keyout", "\(name).key", "-out",
                    "\(name).pem",
                ]
                    + curve)
        }
        try run(
            [
                "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", "selfSigned.key", "-out",
                "selfSigned.pem",
            ] + curve)
        try sign(.good, names: "DNS:localhost,IP:127.0.0.1", days: 2, key: ["-passout", "pass:test"] + curve)
        try sign(.otherHost, names: "DNS:example.org", days: 2, key: ["-nodes"] + curve)
        try sign(.expired, names: "DNS:localhost,IP:127.0.0.1", days: -1, key: ["-nodes"] + curve)
        try sign(.client, names: "DNS:client", days: 2, key: ["-nodes"] + curve)
        try FileManager.default.copyItem(atPath: authority, toPath: authorityFolder + "/ca.pem")
        try run(["rehash", "cas"])
    }

    private func sign(_ kind: Kind, names: String, days: Int, key: [String]) throws {
        let name = kind.rawValue
        try run(["req", "-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).csr"] + key)
        try "subjectAltName=\(names)\n".write(toFile: "\(folder)/\(name).ext", atomically: true, encoding: .utf8)
        try run([
            "x509", "-req", "-in", "\(name).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
            "\(days)", "-extfile", "\(name).ext", "-out", "\(name).pem",
        ])
    }

    private func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try Spawning.start(process)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    }
}
