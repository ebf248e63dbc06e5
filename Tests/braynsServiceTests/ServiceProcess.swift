// SPDX-License-Identifier: Apache-2.0
import Foundation
import TransportTesting

/// Places of the package and its programs.
enum Place {
    /// The package's folder.
    static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    /// The folder with recordings of the real service, or nil where it is not.
    static let shared: String? = {
        let path = ProcessInfo.processInfo.environment["SCENE_RECIPE_SHARED"] ?? package + "/../shared"
        return FileManager.default.fileExists(atPath: path + "/truth/protocol") ? path : nil
    }()
    /// The service, built beside this test program.
    static let service = built("braynsService")
    /// A program of the package, built beside this test program.
    static func built(_ name: String) -> String {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: program).deletingLastPathComponent().appendingPathComponent(name).path
    }
    /// The Python of the tests, or nil where it cannot be had. Making it the first time takes a minute.
    static let python: String? = {
        guard let result = try? Program.runBlocking("/bin/sh", [package + "/scripts/python-venv.sh"]),
            result.status == 0
        else {
            return nil
        }
        return result.output.split(separator: "\n").last.map(String.init)
    }()
    /// A script of this target.
    static func script(_ name: String) -> String { package + "/Tests/braynsServiceTests/Python/" + name }
    /// Whether the long counts are asked for.
    static let isSoak = ProcessInfo.processInfo.environment["SOAK"] == "1"
}

/// A program that is started and watched.
final class Program: @unchecked Sendable {
    /// What a program left.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
    }

    private let process = Process()
    private let file: URL

    /// Starts a program; its output and errors come together in ``output``.
    init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        file = FileManager.default.temporaryDirectory.appendingPathComponent("scene-recipe-\(UUID().uuidString).log")
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        try Spawning.start(process)
        try handle.close()
    }

    deinit {
        try? FileManager.default.removeItem(at: file)
    }

    /// Runs a program to its end and keeps the thread.
    static func runBlocking(_ path: String, _ arguments: [String]) throws -> Outcome {
        let program = try Program(path, arguments)
        program.process.waitUntilExit()
        return Outcome(status: program.process.terminationStatus, output: program.output)
    }

    /// Runs a program to its end, half an hour at most.
    static func run(
        _ path: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Outcome {
        let program = try Program(path, arguments, environment: environment)
        guard let status = await program.exitStatus(within: 1800) else {
            program.stop()
            throw ServiceFault(description: "\(path) did not end: \(program.output)")
        }
        return Outcome(status: status, output: program.output)
    }

    /// What the program has written so far.
    var output: String { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }
    var isRunning: Bool { process.isRunning }
    var identifier: Int32 { process.processIdentifier }

    func send(signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end; nil when it does not come in time.
    func exitStatus(within seconds: Double = 10) async -> Int32? {
        for _ in 0..<Int(seconds * 100) {
            if !process.isRunning { return process.terminationStatus }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }

    /// Waits until the output holds a text.
    func waitForOutput(_ wanted: String, within seconds: Double = 20) async -> Bool {
        await waitForOutput(within: seconds) { $0.contains(wanted) }
    }

    /// Waits until the output is as wanted.
    func waitForOutput(within seconds: Double = 20, where isWanted: (String) -> Bool) async -> Bool {
        for _ in 0..<Int(seconds * 100) {
            if isWanted(output) { return true }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return false
    }

    /// Ends it at once, whatever it does.
    func stop() {
        send(signal: SIGKILL)
        process.waitUntilExit()
    }

    /// The memory that the program holds, in bytes.
    var residentBytes: Int {
        let statistics = (try? String(contentsOfFile: "/proc/\(identifier)/statm", encoding: .utf8)) ?? ""
        let pages = statistics.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}

/// A braynsService on a free port.
struct RunningService: Sendable {
    let program: Program
    /// The `host:port` it listens on.
    let uri: String

    /// Runs `body` beside a service, which is ended afterwards.
    static func with<Result: Sendable>(
        _ arguments: [String] = [], body: (RunningService) async throws -> Result
    ) async throws -> Result {
        let program = try Program(Place.service, ["--uri", "localhost:0"] + arguments)
        defer { program.stop() }
        guard await program.waitForOutput("Service is listening on ") else {
            throw ServiceFault(description: "the service did not start: \(program.output)")
        }
        let line = program.output.split(separator: "\n").first { $0.contains("Service is listening on ") } ?? ""
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "on").map({ words[words.index(after: $0)] }) else {
            throw ServiceFault(description: "no address in: \(line)")
        }
        let uri = place.hasSuffix(".") ? place.dropLast() : place
        return try await body(RunningService(program: program, uri: String(uri)))
    }
}

/// Why a test cannot go on.
struct ServiceFault: Error, CustomStringConvertible {
    let description: String
}
