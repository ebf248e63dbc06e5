// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import JSON
import RenderService
import Testing

/// What clients are told of loaders, and of loads that fail.
@Suite("Answers of loaders", .timeLimit(.minutes(1)))
struct LoaderAnswerTests {
    /// A loader, its properties, name and contents of its file, and the answer: code, text and what is wrong.
    struct Fault: Sendable, CustomTestStringConvertible {
        var loader: String
        var properties = "{}"
        var file: (name: String, text: String)
        var code: RPCError.Code = .failed
        var message: String
        var details: [String]?
        var testDescription: String { "\(loader): \(message)" }
    }

    static let faults: [Fault] = [
        Fault(
            loader: "Neuron Morphology loader", file: ("a.swc", "1 1 0 0 0 1 -1\n"), code: .invalidParams,
            message: "Nothing to load on the morphology"),
        Fault(
            loader: "DTI loader", properties: #"{"radius":1}"#, file: ("a.json", "[]"), code: .invalidParams,
            message: "Invalid DTI configuration", details: ["invalid type, expected object got array"]),
        Fault(
            loader: "DTI loader", properties: #"{"radius":1}"#,
            file: ("a.json", #"{"streamlines_path":1,"other":2,"circuit_path":null}"#), code: .invalidParams,
            message: "Invalid DTI configuration",
            details: [
                "circuit_path: invalid type, expected string got null", "unknown property 'other'",
                "streamlines_path: invalid type, expected string got integer",
                "missing required property 'gids_to_streamlines_path'",
            ]),
        Fault(
            loader: "SONATA loader", properties: #"{"node_population_settings":[]}"#, file: ("a.json", "{}"),
            message: "Input load parameters are empty"),
        Fault(
            loader: "SONATA loader", properties: #"{"node_population_settings":[{"node_population":"P"}]}"#,
            file: ("a.json", #"{"networks":{"nodes":[],"edges":[]}}"#), message: "Population P does not exists"),
        Fault(
            loader: "BBP loader", properties: #"{"gids":[]}"#, file: ("BlueConfig", ""),
            message: "Cannot specify an empty list of GIDs"),
        Fault(
            loader: "NRRD loader", properties: #"{"type":"scalar"}"#, file: ("a.nrrd", "NRRD0004\nwrong: 1\n\n"),
            message: "Unknown key wrong 'at line 2'"),
        Fault(
            loader: "xyz", file: ("a.xyz", "0 0 0\n1 2\n"), message: "Invalid content in line 2: 1 2"),
        Fault(
            loader: "protein", file: ("a.pdb", "HEADER\nATOM 1 2\n"),
            message: "Invalid number of tokens on line 2: an atom has a serial number, chain, residue and place"),
    ]

    @Test("a load that fails is answered with Brayns' code and words", arguments: faults)
    func fault(_ fault: Fault) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: fault.file.name).path
        try Data(fault.file.text.utf8).write(to: URL(filePath: path))
        let connection = Connection(try await InProcessTransport.embedded(ServiceOptions(plugins: Plugin.libraries)))
        let params: JSONValue = [
            "path": .string(path), "loader_name": .string(fault.loader),
            "loader_properties": try JSONValue(parsing: fault.properties),
        ]
        let error = await #expect(throws: RPCError.self) {
            try await connection.call(named: "add-model", params: params)
        }
        #expect(error == RPCError(fault.code, fault.message, details: fault.details))
        #expect(try await connection.scene().models.isEmpty)
    }

    @Test("loaders are listed in the order in which their plugins were named, the core's first")
    func order() async throws {
        let options = ServiceOptions(plugins: ["braynsMoleculeExplorer", "braynsDTI", "braynsMoleculeExplorer"])
        let connection = Connection(try await InProcessTransport.embedded(options))
        #expect(
            try await connection.loaders().map(\.name)
                == ["mesh", "mhd-volume", "raw-volume", "protein", "xyz", "DTI loader"])
    }
}
