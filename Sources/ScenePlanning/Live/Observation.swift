// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Digest
import JSON
import SceneModel

/// The scene of a backend as it was found, by reading calls only.
package struct Observation: Sendable {
    /// Every object in the backend's order.
    package var instances: [ModelInstance]
    package var settings: SceneSettings
    /// The same objects, by what they have in common.
    package var families: [LiveFamily]
    /// What the ledger says, for telling drift.
    package var ledger: Ledger
    /// What the objects look like, by id, for those that have a material or ramp.
    package var materials: [UInt32: Material]
    package var ramps: [UInt32: ColorRamp]
    /// What a service with the extension `sceneRecipe` tells of each object; nil for one without.
    package var hidden: [UInt32: HiddenModel]?
    /// What was remembered when it was made; nil where nobody asks.
    package var stamp: StoreStamp?

    /// Finds out which objects belong together.
    package init(
        instances: [ModelInstance], settings: SceneSettings, ledger: Ledger, materials: [UInt32: Material],
        ramps: [UInt32: ColorRamp], hidden: [UInt32: HiddenModel]? = nil
    ) {
        self.instances = instances
        self.settings = settings
        self.ledger = hidden.map { ledger.informed(by: $0, instances: instances) } ?? ledger
        self.materials = materials
        self.ramps = ramps
        self.hidden = hidden
        families = []
        families = Grouping(self).families
    }
}

/// Types that no call gives a material to.
let typesWithoutMaterial: Set<String> = ["light", "clip_geometry", "clipping_geometry", "Volume"]
/// Types that never have a colour ramp.
let typesWithoutRamp: Set<String> = [
    "light", "clip_geometry", "clipping_geometry", "geometry", "mesh", "morphology", "protein", "xyz",
]

extension Connection {
    /// Camera, renderer, simulation and viewport.
    func settings() async throws -> SceneSettings {
        async let projection = projection()
        async let view = call(Methods.Cameras.view)
        async let nearClip = call(Methods.Cameras.nearClip)
        async let region = call(Methods.Cameras.region)
        async let renderer = renderer()
        async let simulation = simulation()
        async let application = application()
        let camera = Camera(
            projection: try await projection, view: try await view, nearClip: try await nearClip.distance,
            region: try await region)
        return SceneSettings(
            camera: camera, renderer: try await renderer, simulation: try await simulation,
            viewport: try await application.viewport)
    }

    /// Reads the whole scene. Calls do not wait for each other but where one names the other's method.
    func observe(_ ledger: Ledger) async throws -> Observation {
        async let settingsNow = settings()
        async let methods = methods()
        let instances = try await scene().models
        var hidden: [UInt32: HiddenModel]?
        if try await methods.contains(Methods.Extension.hiddenState.name) {
            let state = try await call(Methods.Extension.hiddenState)
            hidden = Dictionary(state.models.map { ($0.id, $0) }) { first, _ in first }
        }
        var materials: [UInt32: Material] = [:]
        var ramps: [UInt32: ColorRamp] = [:]
        if let hidden {
            for (id, model) in hidden {
                materials[id] = model.material?.material
                ramps[id] = model.ramp?.ramp
            }
        } else {
            async let every = read(instances.filter { !typesWithoutMaterial.contains($0.type) }) {
                try await $0.material($1)
            }
            async let shades = read(instances.filter { !typesWithoutRamp.contains($0.type) }) {
                try await $0.colorRamp($1)
            }
            (materials, ramps) = (try await every, try await shades)
        }
        return Observation(
            instances: instances, settings: try await settingsNow, ledger: ledger, materials: materials, ramps: ramps,
            hidden: hidden)
    }

    /// The ramp of the model behind an instance; nil where it has none.
    func rampIfAny(_ id: UInt32) async throws -> ColorRamp? {
        do {
            return try await colorRamp(id)
        } catch let error as RPCError where Self.meansNone(error) {
            return nil
        }
    }

    /// Reads something of many objects; those that have none are left out.
    private func read<Value: Sendable>(
        _ instances: [ModelInstance], _ body: @escaping @Sendable (Connection, UInt32) async throws -> Value
    ) async throws -> [UInt32: Value] {
        try await withThrowingTaskGroup(of: (UInt32, Value?).self) { group in
            var waiting = instances.makeIterator()
            func start() {
                guard let instance = waiting.next() else { return }
                group.addTask {
                    do {
                        return (instance.id, try await body(self, instance.id))
                    } catch let error as RPCError where Self.meansNone(error) {
                        return (instance.id, nil)
                    }
                }
            }
            // Enough in flight to hide the way there and back, few enough for the service's queue.
            for _ in 0..<256 { start() }
            var values: [UInt32: Value] = [:]
            while let (id, value) = try await group.next() {
                values[id] = value
                start()
            }
            return values
        }
    }

    /// The answers that say that a model has no material or ramp.
    private static func meansNone(_ error: RPCError) -> Bool {
        error.code == .application || error.code == .invalidRequest
    }
}

extension Observation {
    /// The ledger with an entry for every object that is there, in order, and without what is gone.
    package var refreshedLedger: Ledger {
        var believed = Set<UInt32>()
        var tokens = Set<String>()
        for family in families {
            guard let token = family.token else { continue }
            tokens.insert(token)
            believed.formUnion(family.ids)
        }
        var result = ledger
        let known = Dictionary(ledger.entries.map { ($0.id, $0) }) { _, last in last }
        result.entries = instances.map { instance in
            (believed.contains(instance.id) ? known[instance.id] : nil) ?? Ledger.Entry(instance)
        }
        result.families = ledger.families.filter { tokens.contains($0.key) }
        return result
    }

    /// The state of each object as one line of canonical JSON, by id.
    package var fingerprints: [UInt32: JSONValue] {
        var prints: [UInt32: JSONValue] = [:]
        for instance in instances {
            var members: [String: JSONValue] = ["instance": instance.wire]
            members["material"] = materials[instance.id]?.record
            members["ramp"] = ramps[instance.id]?.record
            members["hidden"] = hidden?[instance.id]?.wire
            prints[instance.id] = .object(members)
        }
        return prints
    }

    /// What the observed state is told apart by: all that was read, in the backend's order.
    package var digest: SHA256Digest {
        let prints = fingerprints
        let objects = instances.map { prints[$0.id] ?? .null }
        let simulation = settings.simulation
        let state: JSONValue = [
            "objects": .array(objects), "camera": settings.camera.record, "renderer": settings.renderer.record,
            "frame": .integer(Int64(simulation.current)), "viewport": settings.viewport.wire,
            "ledger": ledger.record,
        ]
        return SHA256Digest(of: state.bytes())
    }
}
