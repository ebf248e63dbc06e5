// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import JSON
import RenderService
import SceneModel
import ScenePlanning
import Synchronization

/// What a plan costs once the backend is read, and how many calls it takes to read it.
let planningSuite = Suite(
    name: "planning", question: "CPU time of a plan of 10,000 models, beside the aim of 100 ms; calls to observe"
) { report in
    for kind in PlanningCase.allCases {
        let (scene, observation) = kind.state(10_000)
        var plan: Plan?
        let seconds = try medianProcessorSeconds(runs: 5) {
            let again = Observation(
                instances: observation.instances, settings: observation.settings, ledger: observation.ledger,
                materials: observation.materials, ramps: observation.ramps)
            plan = try Planning.plan(DesiredScene(scene), again, PlanOptions(), backend: "bench")
        }
        report("\(kind.rawValue): \(plan?.summary ?? "")", seconds * 1000, "ms", beside: ("aim", 100))
    }
    for plugins in [[Plugin.sceneRecipe], []] {
        for count in [10, 1000] {
            let calls = try await observingCalls(count, plugins)
            let name = plugins.isEmpty ? "without the extension" : "with the extension"
            report("calls to observe \(count) models \(name)", Double(calls), "")
        }
    }
}

/// The states that are planned.
private enum PlanningCase: String, CaseIterable {
    case files = "10,000 files"
    case unrecordedCopies = "10,000 loads of one file, not recorded"
    case recordedCopies = "10,000 loads of one file, recorded"
    case instances = "10,000 instances of one model, recorded"
    case unrecordedShapes = "10,000 spheres, not recorded"
    case lights = "10,000 lights, recorded"

    /// A scene, and what of it is found; one object in a hundred was moved by somebody.
    func state(_ count: Int) -> (Scene, Observation) {
        var scene = Scene()
        var instances: [ModelInstance] = []
        var materials: [UInt32: Material] = [:]
        var ledger = Ledger()
        let box = Bounds(min: [0, 0, 0], max: [1, 1, 1])
        for index in 0..<count {
            let place = Transform(translation: [Float(index), 0, 0])
            let name = "m\(index)"
            var instance = ModelInstance()
            instance.id = UInt32(index)
            instance.type = "mesh"
            instance.transform = index % 100 == 50 ? .identity : place
            instance.bounds = Bounds(
                min: box.min + instance.transform.translation, max: box.max + instance.transform.translation)
            materials[instance.id] = .standard
            var (token, address, copy, origin) = ("f\(index)", Address.model(name), 0, Origin.light(Light(.ambient)))
            switch self {
            case .files, .unrecordedCopies, .recordedCopies, .instances:
                let path = self == .files ? "/data/mesh\(index).ply" : "/data/mesh.ply"
                origin = .file(path: path, loader: .mesh)
                instance.info.loadInfo = LoadInfo(
                    source: .file, path: path, loaderName: "mesh", loadParameters: .object([:]))
                if self == .instances {
                    (token, address, copy) = ("f0", .model("m0"), index)
                    if index > 0 { scene.models[0].instances.append(place) }
                }
                if self != .instances || index == 0 {
                    scene.models.append(
                        Model(
                            name: name, source: .file(FileSource(path: path, loader: .mesh)),
                            appearance: Appearance(transform: place)))
                }
            case .unrecordedShapes:
                instance.type = "geometry"
                let sphere = Shapes.spheres([Sphere(center: [0.5, 0.5, 0.5], radius: 0.5)])
                origin = .shapes(sphere)
                scene.models.append(
                    Model(
                        name: name, source: .shapes(sphere, colors: [.white]),
                        appearance: Appearance(transform: place)))
            case .lights:
                (instance.type, instance.bounds, instance.transform) = ("light", .empty, .identity)
                materials[instance.id] = nil
                let light = Light(.ambient, intensity: Float(index))
                (address, origin) = (.light(name), .light(light))
                scene.lights.append(NamedLight(name: name, light: light))
            }
            instances.append(instance)
            guard self != .unrecordedCopies, self != .unrecordedShapes, self != .files else { continue }
            ledger.entries.append(Ledger.Entry(instance, family: token, address: address, index: copy))
            ledger.families[token] =
                ledger.families[token]
                ?? Ledger.FamilyRecord(
                    owner: nil, address: address, origin: origin, looks: ["0": Look()], loadedRamps: [:])
        }
        return (
            scene,
            Observation(
                instances: instances, settings: SceneSettings(), ledger: ledger, materials: materials, ramps: [:])
        )
    }
}

/// How many calls it takes to plan for a scene of so many models.
private func observingCalls(_ count: Int, _ plugins: [Plugin]) async throws -> Int {
    let service = try await InProcessTransport.embedded(ServiceOptions(plugins: plugins.compactMap(\.library)))
    let connection = Connection(service)
    var scene = Scene()
    for index in 0..<count {
        let sphere = Shapes.spheres([Sphere(center: [Float(index), 0, 0], radius: 0.5)])
        _ = try await connection.add(sphere, colors: [.white])
        scene.models.append(Model(name: "m\(index)", source: .shapes(sphere, colors: [.white])))
    }
    let counting = CountingTransport(service)
    _ = try await Planner(backend: Connection(counting)).plan(scene)
    return counting.count
}

/// Counts calls.
private final class CountingTransport: Transport {
    private let service: any Transport
    private let calls = Atomic(0)

    init(_ service: any Transport) { self.service = service }

    var count: Int { calls.load(ordering: .relaxed) }

    func call<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, payload: [UInt8],
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<Result> {
        calls.add(1, ordering: .relaxed)
        return try await service.call(method, params, payload: payload, progress: progress)
    }

    func call(
        named method: String, params: JSONValue?, payload: [UInt8], progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<JSONValue> {
        calls.add(1, ordering: .relaxed)
        return try await service.call(named: method, params: params, payload: payload, progress: progress)
    }

    func close() async { await service.close() }
}
