// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import SceneModel
import SeededRandom

/// The seeds that a property is tried with: a twentieth of the full count, or all of it where `SOAK` is set; one alone
/// where `SCENE_SEED` names it.
func seeds(_ full: Int) -> Range<UInt64> {
    if let one = ProcessInfo.processInfo.environment["SCENE_SEED"].flatMap(UInt64.init) { return one..<one + 1 }
    return 0..<UInt64(ProcessInfo.processInfo.environment["SOAK"] != nil ? full : max(1, full / 20))
}

extension SplitMix64 {
    init(seed: UInt64) { self.init(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678) }
}

/// Scenes out of small stocks, so that two of them have much in common.
struct RandomScenes {
    var random: SplitMix64
    let stock: Stock

    init(seed: UInt64, _ stock: Stock = .imagined) {
        random = SplitMix64(seed: seed)
        self.stock = stock
    }

    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[Int.random(in: 0..<list.count, using: &random)] }

    mutating func vector() -> Vector3 {
        Vector3(pick([-3, 0, 0.1, 2]), pick([-1, 0, 0.3]), pick([0, 0, 5]))
    }

    mutating func transform() -> Transform {
        guard chance(0.5) else { return .identity }
        return Transform(
            translation: vector(), rotation: chance(0.3) ? Quaternion(axis: [0, 1, 0], degrees: 90) : .identity,
            scale: chance(0.3) ? [2, 2, 2] : [1, 1, 1])
    }

    mutating func color() -> Color { pick([.white, Color(1, 0, 0), Color(0, 0.5, 1, 0.5)]) }

    mutating func material() -> Material? {
        pick([nil, nil, .phong(opacity: 0.5), .metal(roughness: 0.2), .ghost, .standard])
    }

    mutating func shapes() -> Shapes {
        pick([
            .spheres([Sphere(center: .zero, radius: 1)]),
            .spheres([Sphere(center: .zero, radius: 1), Sphere(center: [2, 0, 0], radius: 0.5)]),
            .boxes([Bounds(min: .zero, max: [1, 2, 3])]),
            .planes([Plane(normal: [0, 1, 0], point: [0, 1, 0])]),
        ])
    }

    mutating func loader() -> (String, LoaderOptions) {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: (stock.mesh, .mesh)
        case 1: (pick(stock.cells), .morphology(pick([.full, MorphologyOptions(soma: true)])))
        case 2:
            (
                stock.volume,
                .rawVolume(RawVolumeOptions(dimensions: [2, 2, 2], spacing: [1, 1, 1], voxelType: .float))
            )
        case 3:
            (
                stock.circuit,
                .sonata([
                    SonataPopulation(
                        name: stock.population, nodes: .init(density: pick(stock.densities)),
                        report: pick([.none, .named(.compartment, name: stock.report)]), edges: stock.edges)
                ])
            )
        default: (stock.points, .xyz)
        }
    }

    mutating func appearance(_ source: ModelSource) -> Appearance {
        var appearance = Appearance(visible: chance(0.85), transform: transform())
        if case .instance = source { return appearance }
        var hasRamp = false
        var hasColors = true
        var hasReport = false
        if case .file(let file) = source {
            switch file.loader {
            case .rawVolume: (hasRamp, hasColors) = (true, false)
            case .sonata(let populations): hasReport = populations[0].report != .none
            default: break
            }
        }
        if hasColors {
            appearance.material = material()
            if chance(0.4) { appearance.coloring = .solid(color()) }
        }
        if hasRamp, chance(0.5) {
            appearance.colorRamp = ColorRamp(lower: 0, upper: pick([1, 100]), colors: [.black, color()])
        }
        if case .file(let file) = source, case .sonata = file.loader, chance(0.3) {
            // Neurons and synapses have different methods, so that only parts can be coloured by value.
            appearance.coloring = nil
        }
        // Only the neurons of a population have the report.
        if hasReport { appearance.simulation = nil }
        return appearance
    }

    mutating func model(_ name: String) -> Model {
        let source: ModelSource
        if chance(0.35) {
            let shapes = shapes()
            let colors = (0..<shapes.count).map { _ in color() }
            source = .shapes(shapes, colors: colors)
        } else {
            let (path, loader) = loader()
            source = .file(FileSource(path: path, loader: loader))
        }
        var model = Model(name: name, source: source, appearance: appearance(source))
        if case .file(let file) = source, case .sonata(let populations) = file.loader, chance(0.6) {
            var part = Appearance(visible: chance(0.8), material: material(), transform: transform())
            if chance(0.5) {
                part.coloring = .byValue(
                    method: "layer", colors: pick([["1": .white], ["1": Color(1, 0, 0), "2": .white]]))
            }
            if populations[0].report != .none { part.simulation = pick([nil, true, false]) }
            model.parts[stock.population] = part
        }
        if chance(0.3) { model.instances = (0..<Int.random(in: 1...2, using: &random)).map { _ in transform() } }
        return model
    }

    mutating func light(_ name: String) -> NamedLight {
        NamedLight(
            name: name,
            light: pick([
                Light(.ambient, intensity: 0.5), Light(.directional(direction: [0, 0, -1]), intensity: pick([1, 3])),
                Light(.quad(position: .zero, edge1: [2, 0, 0], edge2: [0, 2, 0]), intensity: 2),
                Light(.sphere(position: [0, 5, 0], radius: 1), color: SIMD3(1, 0.5, 0)),
            ]), followsCamera: chance(0.2))
    }

    mutating func scene() -> Scene {
        var scene = Scene()
        for index in 0..<Int.random(in: 0...4, using: &random) { scene.models.append(model("m\(index)")) }
        if let first = scene.models.first, chance(0.4) {
            let source = ModelSource.instance(of: first.name)
            scene.models.append(Model(name: "copy", source: source, appearance: appearance(source)))
        }
        for index in 0..<Int.random(in: 0...3, using: &random) { scene.lights.append(light("l\(index)")) }
        for index in 0..<Int.random(in: 0...2, using: &random) {
            scene.clippings.append(Clipping(name: "c\(index)", shapes: shapes(), inverted: chance(0.3)))
        }
        settings(&scene)
        return scene
    }

    mutating func settings(_ scene: inout Scene) {
        scene.camera.framing = pick([
            .view(View(position: [0, 0, 9], target: .zero)), .fit(.init()),
            .fit(.init(target: .scene, direction: [1, 0, 0], margin: 0.1)),
            .fit(.init(target: .bounds(Bounds(min: .zero, max: [1, 1, 1])))),
        ])
        scene.camera.lens = pick([.perspective(), .perspective(fovy: 30), .orthographic(height: nil)])
        scene.renderer = pick([
            .interactive(InteractiveRenderer()), .interactive(InteractiveRenderer(samplesPerPixel: 4)),
            .production(ProductionRenderer()),
        ])
        let simulated = scene.models.contains { model in
            guard case .file(let file) = model.source, case .sonata(let populations) = file.loader else { return false }
            return populations[0].report != .none
        }
        scene.simulation = simulated && chance(0.5) ? .frame(pick([0, 7])) : nil
    }

    /// A scene that an author may have made of another one.
    mutating func edited(_ original: Scene) -> Scene {
        var scene = original
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0 where !scene.models.isEmpty:
                let index = Int.random(in: 0..<scene.models.count, using: &random)
                if case .instance = scene.models[index].source {
                    scene.models[index].appearance.transform = transform()
                } else {
                    scene.models[index].appearance = appearance(scene.models[index].source)
                }
            case 1 where !scene.models.isEmpty:
                let index = Int.random(in: 0..<scene.models.count, using: &random)
                if case .instance = scene.models[index].source {} else {
                    scene.models[index] = model(scene.models[index].name)
                }
            case 2: scene.models.append(model("n\(scene.models.count)"))
            case 3 where !scene.lights.isEmpty: scene.lights.removeLast()
            case 4: scene.lights.append(light("k\(scene.lights.count)"))
            case 5: scene.models.shuffle(using: &random)
            case 6: settings(&scene)
            default:
                guard let last = scene.models.last else { continue }
                if !scene.models.contains(where: { $0.source == .instance(of: last.name) }) {
                    scene.models.removeLast()
                }
            }
        }
        // A name is one model's, and the frame must be one that there is.
        var names = Set<String>()
        scene.models = scene.models.filter { names.insert($0.name).inserted }
        scene.lights = scene.lights.filter { names.insert("l " + $0.name).inserted }
        settings(&scene)
        return scene
    }

    /// What another client may do to a backend.
    mutating func meddle(_ connection: Connection) async throws {
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let models = try await connection.scene().models
            switch Int.random(in: 0..<7, using: &random) {
            case 0 where !models.isEmpty: try await connection.update(pick(models).id, transform: transform())
            case 1 where !models.isEmpty: try await connection.update(pick(models).id, isVisible: chance(0.5))
            case 2 where !models.isEmpty: try await connection.remove([pick(models).id])
            case 3: _ = try await connection.add(light("x").light)
            case 4: _ = try await connection.load(stock.mesh, .mesh)
            case 5: _ = try await connection.add(shapes(), colors: [color(), color()])
            default: try await connection.setRenderer(.production(ProductionRenderer(samplesPerPixel: 2)))
            }
        }
    }
}
