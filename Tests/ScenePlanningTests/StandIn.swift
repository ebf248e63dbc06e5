// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import JSON
import SceneModel

/// A service without pictures that hides exactly what Brayns 3.10.1 hides (semantics §14), tells the test everything,
/// and fails on command at any call.
actor StandIn: Transport {
    /// What goes wrong at a call.
    enum Failure: Sendable {
        /// The service never gets the request.
        case lostRequest
        /// The service does it, and the answer is lost.
        case lostReply
        /// The service refuses.
        case refusal
    }

    /// A model, which instances share.
    struct Shared {
        var type: String
        /// What made it: method and params, or `file` and what was loaded.
        var origin: JSONValue
        var loadInfo: LoadInfo?
        var metadata: [String: String]?
        var box: Bounds
        var material: Material?
        var ramp: ColorRamp?
        /// nil: it has no simulation.
        var simulates: Bool?
        /// The colour of everything that no method has coloured.
        var color = Color.white
        /// Colours by method and value.
        var colors: [String: [String: Color]] = [:]
        var methods: [String] = []
    }

    struct Instance {
        var id: UInt32
        var shared: Int
        var transform = Transform.identity
        var isVisible = true
    }

    private(set) var models: [Int: Shared] = [:]
    private(set) var instances: [Instance] = []
    private(set) var camera = Camera()
    private(set) var renderer = Renderer.interactive(InteractiveRenderer())
    private(set) var interactive = InteractiveRenderer()
    private(set) var simulation = SimulationParameters()
    private(set) var calls: [String] = []
    private var nextModel = 0
    private var nextID: UInt32 = 0
    private var freeIDs: [UInt32] = []
    /// Calls that write, from now, until the failure.
    private var countdown: Int?
    private var failure = Failure.refusal
    private var isDead = false

    func close() async {}

    /// Has the n-th writing call from now fail (0 is the next).
    func fail(at call: Int?, _ failure: Failure = .refusal) {
        countdown = call
        self.failure = failure
        isDead = false
    }

    /// Forgets which calls were made.
    func forgetCalls() { calls = [] }

    /// The calls that the table marks as writes, or does not know.
    var writes: [String] { calls.filter { Methods.traits(of: $0)?.access != .reads } }

    func call<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, payload: [UInt8],
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<Result> {
        let answer = try await call(
            named: method.name, params: method.traits.params == nil ? nil : params.wire, payload: payload,
            progress: progress)
        return Answer(try Result(wire: answer.result))
    }

    func call(
        named method: String, params: JSONValue?, payload: [UInt8], progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<JSONValue> {
        guard !isDead else { throw ConnectionError(.closed, "the test closed the connection") }
        calls.append(method)
        guard let traits = Methods.traits(of: method) else { throw RPCError.methodNotFound(method) }
        let errors = traits.params?.errors(in: params ?? .null) ?? []
        guard errors.isEmpty else { throw RPCError.invalidParams(errors) }
        var isReplyLost = false
        if traits.access == .writes, let left = countdown {
            countdown = left - 1
            if left == 0 {
                countdown = nil
                switch failure {
                case .refusal: throw RPCError.failed("the test refuses")
                case .lostRequest:
                    isDead = true
                    throw ConnectionError(.closed, "the test closed the connection")
                case .lostReply: isReplyLost = true
                }
            }
        }
        let result = try handle(method, params ?? .null, payload)
        if isReplyLost {
            isDead = true
            throw ConnectionError(.closed, "the test closed the connection")
        }
        return Answer(result)
    }
}

extension StandIn {
    private func handle(_ method: String, _ params: JSONValue, _ payload: [UInt8]) throws -> JSONValue {
        switch method {
        case "get-version": return Version(3, 10, 1, revision: "test").wire
        case "registry": return Methods.table.filter { !$0.plugin.isOurs }.map(\.name).wire
        case "get-loaders": return []
        case "get-application-parameters": return ApplicationParameters().wire
        case "get-scene":
            var contents = SceneContents()
            contents.models = instances.map(described)
            for instance in contents.models where !instance.bounds.isEmpty {
                contents.bounds.formUnion(instance.bounds)
            }
            return contents.wire
        case "get-model": return described(try instance(try InstanceID(wire: params).id)).wire
        case "add-model":
            let request = try AddModel(wire: params)
            return try load(
                request.path, request.loaderName, request.loaderProperties.wire, source: .file, content: nil)
        case "upload-model":
            let request = try UploadModel(wire: params)
            return try load(
                "", request.loaderName, request.loaderProperties.wire, source: .blob,
                content: String(decoding: payload, as: UTF8.self))
        case "update-model":
            let request = try ModelUpdate(wire: params)
            guard let place = instances.firstIndex(where: { $0.id == request.id }) else {
                throw RPCError.noModel(request.id)
            }
            if let transform = request.changes.transform { instances[place].transform = transform }
            if let visible = request.changes.isVisible { instances[place].isVisible = visible }
            return described(instances[place]).wire
        case "remove-model":
            let ids = try RemoveModels(wire: params).ids
            for id in ids where !instances.contains(where: { $0.id == id }) { throw RPCError.noInstance(id) }
            remove(Set(ids))
            scanSimulation()
            return .null
        case "clear-models":
            (models, instances, freeIDs, nextID) = ([:], [], [], 0)
            scanSimulation()
            return .null
        case "clear-lights":
            remove(Set(instances.filter { models[$0.shared]?.type == "light" }.map(\.id)))
            return .null
        case "instantiate-model":
            let request = try InstantiateModel(wire: params)
            let source = try instance(request.id)
            return request.transforms.map { transform in
                described(add(Instance(id: 0, shared: source.shared, transform: transform)))
            }.wire
        default: return try handleDetails(method, params)
        }
    }

    private func handleDetails(_ method: String, _ params: JSONValue) throws -> JSONValue {
        switch method {
        case "get-material-type":
            guard let material = try model(params["id"]).material else {
                throw RPCError(.application, "The model does not have material")
            }
            return .string(material.kind)
        case "color-model":
            let request = try ColorModel(wire: params)
            return try change(params["id"]) { model in
                if model.methods.isEmpty { return }
                guard model.methods.contains(request.method) else {
                    throw RPCError.failed("Color method '\(request.method)' not found")
                }
                if request.method == "solid" {
                    model.color = request.values["color"] ?? .white
                    model.colors = [:]
                } else {
                    model.colors[request.method, default: [:]].merge(request.values.expanded) { _, new in new }
                }
            }
        case "get-color-methods": return try model(params["id"]).methods.wire
        case "get-color-ramp":
            guard let ramp = try model(params["id"]).ramp else {
                throw RPCError(.application, "The requested model does not have a color ramp")
            }
            return ColorRampMessage(ramp).wire
        case "set-color-ramp":
            let ramp = try SetColorRamp(wire: params).ramp.ramp
            return try change(params["id"]) { model in
                guard model.ramp != nil else {
                    throw RPCError(.invalidRequest, "The requested model does not have a color ramp")
                }
                model.ramp = ramp
            }
        case "enable-simulation":
            let request = try EnableSimulation(wire: params)
            return try change(params["model_id"]) { model in
                guard model.simulates != nil else {
                    throw RPCError(.application, "The model does not have simulation")
                }
                model.simulates = request.isEnabled
            }
        case "get-simulation-parameters": return simulation.wire
        case "set-simulation-parameters":
            if let current = try SetSimulation(wire: params).current {
                guard (simulation.startFrame...simulation.endFrame).contains(current) else {
                    throw RPCError.failed("Simulation frame out of range")
                }
                simulation.current = current
            }
            return .null
        case "get-camera-type": return .string(camera.projection.wireName)
        case "get-camera-perspective", "get-camera-orthographic", "get-camera-cylindric":
            guard method == "get-camera-" + camera.projection.wireName else {
                throw RPCError(.invalidRequest, "Invalid camera type (should be '\(camera.projection.wireName)')")
            }
            return camera.projection.wireParams
        case "set-camera-perspective":
            let message = try PerspectiveMessage(wire: params)
            camera.projection = .perspective(
                fovy: message.fovy ?? 45, apertureRadius: message.apertureRadius ?? 0,
                focusDistance: message.focusDistance ?? 1)
            return .null
        case "set-camera-orthographic":
            camera.projection = .orthographic(height: try OrthographicMessage(wire: params).height)
            return .null
        case "get-camera-view": return camera.view.wire
        case "set-camera-view":
            let view = try View(wire: params)
            if let fault = view.fault { throw RPCError.failed(fault) }
            camera.view = view
            return .null
        case "get-camera-near-clip": return NearClip(distance: camera.nearClip).wire
        case "set-camera-near-clip":
            camera.nearClip = try NearClip(wire: params).distance
            return .null
        case "get-camera-region": return camera.region.wire
        case "set-camera-region":
            camera.region = try ImageRegion(wire: params)
            return .null
        case "get-renderer-type": return .string(renderer.wireName)
        case "get-renderer-interactive", "get-renderer-production":
            guard method == "get-renderer-" + renderer.wireName else {
                throw RPCError(.invalidRequest, "Invalid renderer type (should be '\(renderer.wireName)')")
            }
            return renderer.wireParams
        case "set-renderer-interactive":
            renderer = .interactive(try InteractiveMessage(wire: params).applied(to: InteractiveRenderer()))
            return .null
        case "set-renderer-production":
            renderer = .production(try ProductionMessage(wire: params).applied(to: ProductionRenderer()))
            return .null
        default:
            if method.hasPrefix("add-") { return try addHidden(method, params) }
            return try handleMaterial(method, params)
        }
    }

    private func handleMaterial(_ method: String, _ params: JSONValue) throws -> JSONValue {
        func pair<P: MaterialMessage>(_ type: P.Type) throws -> JSONValue? {
            if method == "get-material-" + P.kind {
                guard let present = try model(params["id"]).material, let message = P(present) else {
                    throw RPCError(.invalidRequest, "Invalid material type")
                }
                return message.wire
            }
            if method == "set-material-" + P.kind {
                let material = try SetMaterial<P>(wire: params).material.material
                return try change(params["model_id"]) { model in
                    guard model.material != nil else {
                        throw RPCError(.application, "The model does not have material")
                    }
                    model.material = material
                }
            }
            return nil
        }
        let answers = [
            try pair(PhongMaterial.self), try pair(MatteMaterial.self), try pair(PlasticMaterial.self),
            try pair(MetalMaterial.self), try pair(GlassMaterial.self), try pair(GhostMaterial.self),
            try pair(EmissiveMaterial.self), try pair(CarPaintMaterial.self), try pair(PrincipledMaterial.self),
        ]
        guard let answer = answers.compactMap(\.self).first else { throw RPCError.methodNotFound(method) }
        return answer
    }
}

extension StandIn {
    private func model(_ id: JSONValue?) throws -> Shared {
        let instance = try instance(UInt32(id?.integer ?? 0))
        return models[instance.shared] ?? Shared(type: "", origin: .null, box: .empty)
    }

    private func change(_ id: JSONValue?, _ body: (inout Shared) throws -> Void) throws -> JSONValue {
        let instance = try instance(UInt32(id?.integer ?? 0))
        if var model = models[instance.shared] {
            try body(&model)
            models[instance.shared] = model
        }
        return .null
    }

    private func instance(_ id: UInt32) throws -> Instance {
        guard let instance = instances.first(where: { $0.id == id }) else { throw RPCError.noModel(id) }
        return instance
    }

    private func add(_ instance: Instance) -> Instance {
        var instance = instance
        if let free = freeIDs.popLast() {
            instance.id = free
        } else {
            instance.id = nextID
            nextID += 1
        }
        instances.append(instance)
        return instance
    }

    private func add(_ model: Shared) -> Instance {
        models[nextModel] = model
        nextModel += 1
        return add(Instance(id: 0, shared: nextModel - 1))
    }

    private func remove(_ ids: Set<UInt32>) {
        for instance in instances where ids.contains(instance.id) { freeIDs.append(instance.id) }
        instances.removeAll { ids.contains($0.id) }
    }

    private func scanSimulation() {
        let simulated = instances.contains { models[$0.shared]?.simulates != nil }
        simulation.endFrame = simulated ? 100 : 0
        simulation.timeStep = simulated ? (1.0).nextUp : 0
        simulation.current = min(simulation.current, simulation.endFrame)
    }

    private func described(_ instance: Instance) -> ModelInstance {
        guard let model = models[instance.shared] else { return ModelInstance() }
        var message = ModelInstance()
        message.id = instance.id
        message.type = model.type
        message.bounds = model.box.isEmpty ? .empty : instance.transform.affine.apply(model.box)
        message.info.loadInfo = model.loadInfo
        message.info.metadata = model.metadata
        message.transform = instance.transform
        message.isVisible = instance.isVisible
        return message
    }

    /// A box that depends on a text, the same in every run.
    private func box(_ text: String) -> Bounds {
        let hash = text.utf8.reduce(UInt32(17)) { ($0 &* 31 &+ UInt32($1)) & 0xffff }
        let size = Vector3(Float(1 + hash % 7), Float(1 + hash % 5), Float(1 + hash % 3))
        return Bounds(min: [0, 0, 0], max: size)
    }

    private func load(
        _ path: String, _ loader: String, _ properties: JSONValue, source: LoadInfo.Source, content: String?
    ) throws -> JSONValue {
        guard !path.contains("missing") else { throw RPCError.failed("File \(path) does not exists") }
        guard let declaration = LoaderDeclaration.named(loader) else {
            throw RPCError(.invalidParams, "Invalid loader name: '\(loader)'")
        }
        let options = try declaration.options(properties)
        let info = LoadInfo(source: source, path: path, loaderName: loader, loadParameters: properties)
        let replies = parts(of: options).map { type, population, reports in
            var model = Shared(
                type: type, origin: ["loader": .string(loader), "properties": properties, "path": .string(path)],
                loadInfo: info, box: box(path + (content ?? "") + (population ?? "")))
            if let content { model.origin = ["content": .string(content), "properties": properties] }
            if let population { model.metadata = ["population_name": population] }
            model.material = type == "Volume" ? nil : .standard
            if type == "Volume" || reports {
                model.ramp = ColorRamp(lower: 0, upper: 255, colors: [Color(0, 0, 0, 0), .white])
            }
            model.simulates = reports ? true : nil
            model.color = type == "neurons" ? Color(1, 1, 0) : .white
            model.methods =
                switch type {
                case "Volume", "dti", "protein", "atlas": []
                case "neurons": ["id", "layer", "solid"]
                case "mesh": ["solid", "triangle"]
                default: ["solid", "vertex"]
                }
            return described(add(model))
        }
        scanSimulation()
        return replies.wire
    }

    private func parts(of options: LoaderOptions) -> [(type: String, population: String?, reports: Bool)] {
        switch options {
        case .rawVolume, .mhdVolume: [("Volume", nil, false)]
        case .sonata(let populations):
            populations.flatMap { population in
                [("neurons", Optional(population.name), population.report != .none)]
                    + population.edges.map {
                        ($0.afferent ? "afferent_synapses" : "efferent_synapses", Optional($0.population), false)
                    }
            }
        case .bbp(let circuit): [("neurons", nil, circuit.report != .none)]
        case .morphology: [("morphology", nil, false)]
        case .xyz: [("xyz", nil, false)]
        case .protein: [("protein", nil, false)]
        case .dti: [("dti", nil, false)]
        case .nrrd: [("atlas", nil, false)]
        case .cellPlacement: [("neurons", "a", false), ("neurons", "b", false)]
        case .mesh: [("mesh", nil, false)]
        }
    }

    private func addHidden(_ method: String, _ params: JSONValue) throws -> JSONValue {
        var model = Shared(type: "geometry", origin: ["method": .string(method)], box: .empty)
        if method.hasPrefix("add-light") {
            model.type = "light"
            model.origin = ["method": .string(method), "params": params]
            if method == "add-light-quad" {
                let light = try QuadLightMessage(wire: params)
                model.box = Bounds(of: [
                    light.position, light.position + light.edge1, light.position + light.edge2,
                    light.position + light.edge1 + light.edge2,
                ])
            }
        } else if method.hasPrefix("add-clip") {
            model.type = "clip_geometry"
            model.origin = ["method": .string(method), "params": params]
        } else {
            let shapes = params.array ?? []
            guard !shapes.isEmpty else { throw RPCError(.invalidParams, "empty list") }
            model.origin = ["method": .string(method), "shapes": .array(shapes.compactMap { $0["geometry"] })]
            model.methods = ["primitive", "solid"]
            model.material = .standard
            let colors = try shapes.map { try Color(wire: $0["color"] ?? .null) }
            model.color = .white
            model.colors = [
                "primitive": Dictionary(
                    colors.enumerated().map { ("\($0)", $1) }, uniquingKeysWith: { first, _ in first })
            ]
            for shape in shapes {
                guard let geometry = shape["geometry"] else { continue }
                if geometry["center"] != nil, let sphere = try? Sphere(wire: geometry) {
                    model.box.formUnion(
                        Bounds(
                            min: sphere.center - Vector3(repeating: sphere.radius),
                            max: sphere.center + Vector3(repeating: sphere.radius)))
                } else if let box = try? Bounds(wire: geometry) {
                    model.box.formUnion(box)
                }
            }
        }
        return described(add(model)).wire
    }
}

extension [String: Color] {
    /// `0-2` as its three indices.
    var expanded: [String: Color] {
        var result: [String: Color] = [:]
        for (key, color) in self {
            let ends = key.split(separator: "-").compactMap { Int($0) }
            if ends.count == 2, key.contains("-"), ends[0] <= ends[1] {
                for index in ends[0]...ends[1] { result["\(index)"] = color }
            } else {
                result[key] = color
            }
        }
        return result
    }
}
