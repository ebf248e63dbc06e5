// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite("The command line of braynsService")
struct CommandLineTests {
    @Test(
        "Faults are fatal, in Brayns' words",
        arguments: [
            ([], "Trying to run a service without URI"),
            (["x"], "Unknown positional argument 'x'"),
            (["-x", "1"], "Unknown positional argument '-x'"),
            (["--nonsense", "1"], "Unknown keyword argument 'nonsense'"),
            (["--uri=a:1"], "Unknown keyword argument 'uri=a:1'"),
            (["--uri"], "No value for keyword argument 'uri'"),
            (["--uri", "a:1", "--uri", "b:1"], "Duplicated keyword argument 'uri'"),
            (["--client", "yes"], "Invalid boolean value for keyword argument 'client': 'yes'"),
            (["--max-clients", "many"], "Invalid numeric value for keyword argument 'max-clients': 'many'"),
            (["--max-clients", ""], "Invalid numeric value for keyword argument 'max-clients': ''"),
            (["--max-clients", "1.5"], "Invalid integer value for keyword argument 'max-clients': 1.5"),
            (["--max-clients", "-1"], "Value below minimum for keyword argument 'max-clients': -1 < 0"),
            (["--max-clients", "1e9"], "Value above maximum for keyword argument 'max-clients': 1000000000 > 65536"),
            (
                ["--log-level", "loud"],
                "Invalid enum value for keyword argument 'log-level': 'loud' not in "
                    + "[trace, debug, info, warn, warning, error, critical, off]"
            ),
            (["--window-size", "63 100"], "Value below minimum for keyword argument 'window-size': 63 < 64"),
            (["--window-size", "100"], "Not enough items for keyword argument 'window-size': 1 < 2"),
            (["--window-size", "100 100 100"], "Too many items for keyword argument 'window-size': 3 > 2"),
            (
                ["--reconnection-period", "-1"],
                "Value below minimum for keyword argument 'reconnection-period': -1 < 0"
            ),
        ])
    func faults(arguments: [String], message: String) async throws {
        let outcome = try await Program.run(Place.service, arguments)
        #expect(outcome.status == 1)
        let form = /\[critical\]\[\d\d:\d\d:\d\d\] Fatal error: '(?<message>.*)'\.\n/
        let line = try #require(outcome.output.wholeMatch(of: form), "\(outcome.output)")
        #expect(line.output.message == message)
    }

    @Test(
        "Faults of our own name what is wrong and what helps",
        arguments: [
            (["--uri", "localhost"], "write HOST:PORT"),
            (["--uri", "localhost:0", "--plugin", "nonsense"], "Error opening dynamic library: libnonsense.so: "),
            (["--uri", "localhost:0", "--secure", "true"], "--certificate-file"),
            (["--uri", "localhost:0", "--secure", "1", "--private-key-file", "x"], "belong together"),
            (
                [
                    "--uri", "localhost:0", "--secure", "1", "--private-key-file", "/no/key", "--certificate-file",
                    "/no/file",
                ],
                "/no/file: the certificate cannot be read"
            ),
            (["--uri", "192.0.2.1:5000"], "192.0.2.1:5000: cannot listen"),
            (["--uri", "no-such-host.invalid:5000"], "has no address"),
        ])
    func ownFaults(arguments: [String], text: String) async throws {
        let outcome = try await Program.run(Place.service, arguments)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("Fatal error: '"))
        #expect(outcome.output.contains(text), "\(outcome.output)")
    }

    @Test("Version and help come first and end the program", arguments: ["-v", "--version", "-h", "-?", "--help"])
    func versionAndHelp(option: String) async throws {
        let outcome = try await Program.run(Place.service, [option, "--nonsense"])
        #expect(outcome.status == 0)
        if option.contains("v") {
            #expect(
                outcome.output.hasPrefix("Brayns version 3.10.1 (") && outcome.output.split(separator: "\n").count == 1)
        } else {
            for name in ["uri", "log-level", "plugin", "window-size", "client", "secure", "max-clients", "ca-location"]
            {
                #expect(outcome.output.contains("    --\(name) "))
            }
        }
    }

    @Test("The seeds' command, with its single dash, starts the service and logs frames")
    func seed() async throws {
        let arguments = ["-log-level", "debug", "--plugin", "braynsCircuitExplorer", "--plugin", "braynsDTI"]
        try await RunningService.with(arguments) { service in
            let client = try await WireClient(service.uri)
            let answer = try await client.call("get-application-parameters")
            #expect(answer.contains(#""plugins":["braynsCircuitExplorer","braynsDTI"]"#))
            #expect(await service.program.waitForOutput("[debug]["))
            #expect(service.program.output.contains("get-application-parameters"))
            await client.close()
        }
    }

    @Test("Options reach the service; numbers may be followed by anything, as C++ reads them")
    func options() async throws {
        let arguments = ["--window-size", "640px 480", "--max-clients", "1e1", "--log-level", "off", "--client", "0"]
        // Without a log the port must be known.
        let port = try await RunningService.with { $0.uri.split(separator: ":").last.map(String.init) ?? "" }
        let program = try Program(Place.service, ["--uri", "127.0.0.1:\(port)"] + arguments)
        defer { program.stop() }
        let client = try await WireClient("127.0.0.1:\(port)", attempts: 100)
        let answer = try await client.call("get-application-parameters")
        #expect(answer.contains(#""viewport":[640,480]"#), "\(answer)")
        await client.close()
        #expect(program.output == "")
    }
}
