// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import JSON
import RenderService
import SceneModel
import ScenePlanning
import Testing

/// What the random tests run against.
protocol TestBackend: Sendable {
    /// A way in that notes the calls.
    var transport: RecordingTransport { get }
    /// Another way in, as another client has it: a connection that was lost stays so.
    func reconnected() async throws -> Connection
    /// Everything that could change a pixel, order and ids aside, as one text.
    func truth(withCamera: Bool) async throws -> String
}

extension TestBackend {
    var connection: Connection { Connection(transport) }
    func truth() async throws -> String { try await truth(withCamera: true) }
}

/// Which backend.
enum BackendKind: String, CaseIterable, Sendable, CustomTestStringConvertible {
    /// A service without pictures, written for these tests.
    case double
    /// Our service, which hides what Brayns hides.
    case standIn
    /// Our service with the extension `sceneRecipe`.
    case extended

    var testDescription: String { rawValue }

    func make() async throws -> any TestBackend {
        switch self {
        case .double: DoubleBackend()
        case .standIn: try await ServiceBackend([.sceneRecipe, .standIn])
        case .extended: try await ServiceBackend([.sceneRecipe])
        }
    }

    /// The files that scenes are made of.
    var stock: Stock { self == .double ? .imagined : .real }
}

struct DoubleBackend: TestBackend {
    private let service = StandIn()
    let transport: RecordingTransport

    init() { transport = RecordingTransport(service) }

    func reconnected() -> Connection { Connection(RecordingTransport(service)) }

    func truth(withCamera: Bool) async -> String { await service.truth(withCamera: withCamera) }
}

/// Our own service in this process.
struct ServiceBackend: TestBackend {
    private let service: SceneService
    let transport: RecordingTransport
    /// A client that sees and does everything.
    private let witness: Connection

    init(_ plugins: [Plugin]) async throws {
        let all = [Plugin.circuitExplorer, .moleculeExplorer] + plugins
        service = try SceneService(ServiceOptions(plugins: all.compactMap(\.library), threads: 1))
        transport = RecordingTransport(await InProcessTransport(service))
        witness = Connection(await InProcessTransport(service))
    }

    func reconnected() async throws -> Connection {
        Connection(RecordingTransport(await InProcessTransport(service)))
    }

    func truth(withCamera: Bool) async throws -> String {
        let instances = try await witness.scene().models
        let hidden = try await witness.call(Methods.Extension.hiddenState).models
        var copies: [UInt64: [String]] = [:]
        var looks: [UInt64: String] = [:]
        for (instance, state) in zip(instances, hidden) {
            var (transform, rotation) = (instance.transform, instance.transform.rotation)
            // A quaternion and its opposite are one rotation.
            if rotation.components.w < 0 { rotation = Quaternion(-rotation.components) }
            transform.rotation = rotation
            copies[state.model, default: []].append("\(transform) \(instance.isVisible)")
            var seen = state
            (seen.id, seen.model, seen.name, seen.colorings) = (0, 0, nil, [])
            // What shapes were made with matters only where nothing has coloured them since.
            seen.shapes?.colors = []
            let colors = Painted(instance.type, state).text
            looks[state.model] = "\(instance.type)|\(instance.info.loadInfo?.wire.text() ?? "")|\(seen.wire.text())|\(colors)"
        }
        let objects = looks.map { "\($1)|\(copies[$0, default: []].sorted().joined(separator: ";"))" }
        let camera = withCamera ? "\(try await witness.camera())" : ""
        return (objects.sorted() + ["\(try await witness.renderer())", "\(try await witness.simulation().current)", camera])
            .joined(separator: "\n")
    }
}

/// How a model is coloured, told from all that was done to it.
private struct Painted {
    private(set) var text = ""

    init(_ type: String, _ state: HiddenModel) {
        guard state.light == nil, state.clippingInverted == nil else { return }
        var base = "as loaded"
        var single: [String: Color] = [:]
        if let count = state.shapes?.shapes?.count, let given = state.shapes?.colors {
            for index in 0..<count { single["primitive \(index)"] = given.count == 1 ? given[0] : given[index] }
        }
        for coloring in state.colorings {
            if coloring.method == "solid", let color = coloring.values["color"] {
                base = "\(color.components)"
                if single.keys.contains(where: { $0.hasPrefix("primitive") }) {
                    for key in single.keys { single[key] = color }
                } else {
                    single = [:]
                }
            } else {
                for (value, color) in coloring.values.expanded { single["\(coloring.method) \(value)"] = color }
            }
        }
        if state.shapes != nil { base = "" }
        // A solid colour that is the loader's own is as loaded.
        if let loaded = loadedColors[type], base == "\(loaded.components)" { base = "as loaded" }
        text = base + single.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.components)" }.joined(separator: ",")
    }
}

/// The files that random scenes are made of.
struct Stock: Sendable {
    var mesh = "/data/a.ply"
    var cells = ["/data/a.swc", "/data/b.swc"]
    var volume = "/data/v.raw"
    var points = "/data/p.xyz"
    var circuit = "/data/sim.json"
    var population = "hippo"
    var report = "v"
    var edges = [SonataPopulation.Edges(population: "syn", afferent: true)]
    var densities: [Float] = [0.5, 1]

    /// For a service that reads no files.
    static let imagined = Stock()

    /// Small files, written once for all tests, and the circuit of the examples.
    static let real: Stock = {
        let folder = NSTemporaryDirectory() + "scene-recipe-stock-\(ProcessInfo.processInfo.processIdentifier)"
        let recipes = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path + "/recipes"
        let mesh = """
            ply
            format ascii 1.0
            element vertex 4
            property float x
            property float y
            property float z
            element face 2
            property list uchar int vertex_indices
            end_header
            0 0 0
            3 0 0
            3 2 0
            0 2 1
            3 0 1 2
            3 0 2 3

            """
        func cell(_ length: Int) -> String {
            "1 1 0 0 0 2 -1\n2 3 2 0 0 0.5 1\n3 3 \(length) 0 0 0.4 2\n4 2 0 -2 0 0.3 1\n5 2 0 -\(length) 1 0.2 4\n"
        }
        let files: [String: Data] = [
            "a.ply": Data(mesh.utf8), "a.swc": Data(cell(9).utf8), "b.swc": Data(cell(7).utf8),
            "v.raw": [Float](repeating: 0.5, count: 8).withUnsafeBytes { Data($0) },
            "p.xyz": Data("0 0 0\n1 2 3\n".utf8),
        ]
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (name, data) in files { try? data.write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
        return Stock(
            mesh: "\(folder)/a.ply", cells: ["\(folder)/a.swc", "\(folder)/b.swc"], volume: "\(folder)/v.raw",
            points: "\(folder)/p.xyz", circuit: recipes + "/data/column/simulation_config.json",
            population: "column", report: "soma_voltage", edges: [], densities: [0.02, 0.03])
    }()
}
