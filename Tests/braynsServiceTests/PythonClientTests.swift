// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Foundation
import Testing
import TransportTesting
import WebSocketTransport

/// A folder that a test may fill.
private func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = NSTemporaryDirectory() + "/scene-recipe-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}

@Suite(
    "The published Python clients", .serialized, .timeLimit(.minutes(10)),
    .enabled(if: Place.python != nil, "needs the Python environment"))
struct PythonClientTests {
    private let python: String

    init() throws {
        python = try #require(Place.python)
    }

    @Test("3.10.1 connects, loads, looks, lights, draws, picks, clips, colours, cancels")
    func tour() async throws {
        try await RunningService.with(allPlugins) { service in
            try await withFolder { folder in
                let outcome = try await Program.run(python, [Place.script("tour.py"), service.uri, folder])
                #expect(outcome.output.hasSuffix("tour done, 18 steps\n"), "\(outcome.output)")
            }
        }
    }

    @Test("3.10.1 does the same over TLS", .enabled(if: Certificates.shared != nil, "needs the openssl program"))
    func secureTour() async throws {
        let certificates = try #require(Certificates.shared)
        let identity = certificates.identity(.good)
        let options = [
            "--secure", "true", "--certificate-file", identity.certificateFile, "--private-key-file",
            identity.privateKeyFile, "--private-key-passphrase", identity.passphrase,
        ]
        try await RunningService.with(allPlugins + options) { service in
            #expect(service.program.output.contains("by TLS"))
            try await withFolder { folder in
                let outcome = try await Program.run(
                    python, [Place.script("tour.py"), service.uri, folder, certificates.authority])
                #expect(outcome.output.hasSuffix("tour done, 18 steps\n"), "\(outcome.output)")
            }
        }
    }

    @Test("3.0.0 does what its interface shares")
    func oldTour() async throws {
        let environment = ["PYTHONPATH": Place.oldClient(of: python)]
        try await RunningService.with(allPlugins) { service in
            try await withFolder { folder in
                let outcome = try await Program.run(
                    python, [Place.script("tour_3_0_0.py"), service.uri, folder], environment: environment)
                #expect(outcome.output.hasSuffix("tour done, 6 steps\n"), "\(outcome.output)")
            }
        }
    }

    @Test("The table tells which methods came after 3.0.0")
    func methodsOfVersions() async throws {
        let table = Methods.table.filter { !$0.plugin.isOurs }
        for (folder, methods) in [
            (Place.oldClient(of: python), table.filter { $0.since == "3.0.0" }),
            (Place.newClient(of: python), table.filter { !$0.isDeprecated }),
        ] {
            let outcome = try await Program.run(
                python, [Place.script("methods.py"), folder + "/brayns"] + table.map(\.name))
            #expect(outcome.output.split(separator: "\n").map(String.init) == methods.map(\.name))
        }
    }

    @Test(
        "The client's launcher starts and stops the service; a second client finds it busy", arguments: [false, true])
    func launcher(isSecure: Bool) async throws {
        var arguments = [Place.script("launcher.py"), Place.service, try await Place.freePort()]
        if isSecure {
            guard let certificates = Certificates.shared else { return }
            let identity = certificates.identity(.good)
            arguments += [
                identity.certificateFile, identity.privateKeyFile, identity.passphrase, certificates.authority,
            ]
        }
        let outcome = try await Program.run(python, arguments)
        #expect(outcome.output.hasSuffix("launcher done\n"), "\(outcome.output)")
    }
}

extension Place {
    /// The folder of the client 3.0.0 beside an interpreter of the environment.
    static func oldClient(of python: String) -> String {
        URL(fileURLWithPath: python).deletingLastPathComponent().deletingLastPathComponent().path + "/brayns-3.0.0"
    }

    /// The folder of the client 3.10.1.
    static func newClient(of python: String) -> String {
        let folder = URL(fileURLWithPath: python).deletingLastPathComponent().deletingLastPathComponent()
        let libraries = folder.appendingPathComponent("lib").path
        let version = try? FileManager.default.contentsOfDirectory(atPath: libraries).first { $0.hasPrefix("python") }
        return libraries + "/" + (version ?? "") + "/site-packages"
    }

    /// A port on which nobody listened a moment ago.
    static func freePort() async throws -> String {
        try await withServer { "\($0.port)" }
    }
}
