// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import JSON
import TransportTesting
import WebSocketTransport

/// A program that runs beside the test; what it prints goes to a file.
final class LiveProgram: @unchecked Sendable {
    private let process = Process()
    private let file: URL

    /// Starts a program that was built beside the tests.
    init(_ name: String, _ arguments: [String], in folder: Folder, environment: [String: String] = [:]) throws {
        file = URL(fileURLWithPath: folder.path + "/.\(name)-\(UUID().uuidString).log")
        try Data().write(to: file)
        let sink = try FileHandle(forWritingTo: file)
        process.executableURL = URL(fileURLWithPath: Folder.programs + "/" + name)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = sink
        process.standardError = sink
        try Spawning.start(process)
        try sink.close()
    }

    deinit { stop() }

    /// What it has printed so far.
    var output: String { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }
    var isRunning: Bool { process.isRunning }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for its end.
    func exitStatus() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends it at once.
    func stop() {
        guard process.isRunning else { return }
        send(SIGKILL)
        process.waitUntilExit()
    }

    /// Waits, twenty seconds at most, until something is so.
    func wait(until isSo: (String) -> Bool) async -> Bool {
        for _ in 0..<2000 {
            if isSo(output) { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }
}

/// A braynsService on a free port that logs what it is asked.
final class LiveService: Sendable {
    let program: LiveProgram
    /// `ws://host:port`.
    let uri: String

    /// - Parameter readsCircuits: whether it has the circuit explorer beside the other plugins.
    init(in folder: Folder, plugins: [String] = [], readsCircuits: Bool = true) async throws {
        let plugins = ((readsCircuits ? ["braynsCircuitExplorer"] : []) + plugins).flatMap { ["--plugin", $0] }
        program = try LiveProgram(
            "braynsService", ["--uri", "localhost:0", "--log-level", "debug"] + plugins, in: folder)
        let words = "Service is listening on "
        guard await program.wait(until: { $0.contains(words) }),
            let place = program.output.range(of: words)?.upperBound
        else { throw CocoaError(.executableLoad) }
        let address = program.output[place...].prefix { !$0.isWhitespace }
        uri = "ws://" + (address.hasSuffix(".") ? address.dropLast() : address)
    }

    /// The methods that clients have called, in order. The log holds the first part of each request.
    var calls: [String] {
        program.output.split(separator: "\n").compactMap { line in
            guard line.contains("Text frame from"), let start = line.range(of: #""method":""#)?.upperBound else {
                return line.contains("Binary frame of") ? "upload-model" : nil
            }
            return String(line[start...].prefix { $0 != "\"" })
        }
    }

    /// Those that the table marks as writes, or does not know.
    var writes: [String] { calls.filter { Methods.traits(of: $0)?.access != .reads } }

    /// A client of the test's own.
    func connect() async throws -> Connection {
        let socket = try await WebSocketClient().connect(to: try ServiceAddress(uri), tls: nil)
        return Connection(RemoteTransport(WebSocketChannel(socket)))
    }

    /// All that can change a pixel, order and ids aside, told by the extension, which is asked by name.
    func truth() async throws -> String {
        let connection = try await connect()
        let instances = try await connection.scene().models
        let hidden = try await connection.call(Methods.Extension.hiddenState).models
        let settings = "\(try await connection.camera())\n\(try await connection.renderer())"
        await connection.close()
        let objects = zip(instances, hidden).map { instance, state in
            var (seen, shown) = (instance, state)
            (seen.id, shown.id, shown.model, shown.name) = (0, 0, 0, nil)
            // A colour that replaces all before it says the same as having been made with it.
            if shown.shapes != nil {
                if let color = shown.colorings.last, color.method == "solid" {
                    shown.colorings = []
                    shown.shapes?.colors = Array(color.values.values)
                }
                if let colors = shown.shapes?.colors, Set(colors).count == 1 { shown.shapes?.colors = [colors[0]] }
            }
            return seen.wire.text() + shown.wire.text()
        }
        return (objects.sorted() + [settings]).joined(separator: "\n")
    }
}
