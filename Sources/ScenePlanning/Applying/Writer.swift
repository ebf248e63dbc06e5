// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import JSON
import SceneModel

/// News of an apply that is under way.
public struct ApplyProgress: Sendable {
    /// What is worked on.
    public var address: Address
    /// What is being done, in the service's words where it tells.
    public var operation: String
    /// How far this piece of work has come, 0…1.
    public var amount: Double
    /// How many pieces of work are done, and how many there are.
    public var done: Int
    public var total: Int
}

/// Makes the calls that change a backend, one place for all of them: each is written down before and after.
struct Writer: Sendable {
    let backend: Connection
    let progress: @Sendable (ApplyProgress) -> Void
    /// The families as they stand after what was done so far, by token.
    private(set) var families: [String: LiveFamily] = [:]
    /// How many calls were made.
    private(set) var writes = 0
    var done = 0
    var total = 0
    private var tokens = 0

    init(backend: Connection, progress: @escaping @Sendable (ApplyProgress) -> Void) {
        self.backend = backend
        self.progress = progress
    }

    /// Takes over a family that stands already.
    mutating func adopt(_ family: LiveFamily) -> String {
        var family = family
        let token = family.token ?? newToken()
        family.token = token
        families[token] = family
        return token
    }

    private mutating func newToken() -> String {
        tokens += 1
        return "f\(tokens)"
    }

    private mutating func write<Value>(
        _ address: Address, _ path: String? = nil, _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        try Task.checkCancellation()
        let value = try await located(address, path) { try await body(backend) }
        writes += 1
        return value
    }

    private func report(_ address: Address, _ operation: String, _ amount: Double = 0) {
        progress(ApplyProgress(address: address, operation: operation, amount: amount, done: done, total: total))
    }
}

extension Writer {
    /// Makes a family that is not there: loads or adds it, gives it its looks and places, then makes its copies.
    mutating func make(_ family: Family) async throws {
        let address = family.address
        let token = newToken()
        let replies = try await create(family)
        let names = family.origin.loader?.partNames(of: replies) ?? ["0"]
        if let unknown = family.parts.keys.sorted().first(where: { !names.contains($0) }) {
            throw PlanningError(
                .unknownPart, "What was loaded has no part '\(unknown)'; its parts are \(names.joined(separator: ", "))",
                at: address, path: "parts.\(unknown)")
        }
        var live = LiveFamily()
        live.token = token
        live.address = address
        live.origin = family.origin
        live.copies = [
            LiveFamily.Copy(
                parts: Dictionary(zip(names, replies)) { first, _ in first }, address: address, index: 0)
        ]
        for name in names { live.looks[name] = Self.freshLook(family, part: name) }
        families[token] = live
        for name in names { try await look(token, part: name, family.look(name), multiple: names.count > 1) }
        try await place(token, family, copy: 0)
        try await addCopies(token, family, Array(family.copies.indices.dropFirst()))
        done += 1
        report(address, "done", 1)
    }

    /// The calls that make a family's first copy.
    private mutating func create(_ family: Family) async throws -> [ModelInstance] {
        let address = family.address
        let (progress, done, total) = (progress, done, total)
        let tell: @Sendable (Progress) -> Void = {
            progress(
                ApplyProgress(
                    address: address, operation: $0.operation, amount: $0.amount, done: done, total: total))
        }
        switch family.origin {
        case .file(let path, let loader):
            report(address, "Loading \(path)")
            var replies = try await write(address, "source") {
                try await $0.answer(Methods.Models.add, AddModel(path: path, loader), progress: tell).result
            }
            try await addUseCases(of: loader, address, to: &replies)
            return replies
        case .upload(let path, let loader, _):
            report(address, "Uploading \(path)")
            let bytes = try contents(of: path, for: address)
            let format = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
            return try await write(address, "source") {
                try await $0.answer(
                    Methods.Models.upload, UploadModel(type: format, loader), payload: bytes, progress: tell
                ).result
            }
        case .shapes(let shapes):
            let colors = Self.colorsAtBirth(family, count: shapes.count)
            return [try await write(address, "source") { try await $0.add(shapes, colors: colors) }]
        case .light(let light):
            return [try await write(address) { try await $0.add(light) }]
        case .clipping(let shapes, let inverted):
            return [try await write(address) { try await $0.addClipping(shapes, inverted: inverted) }]
        }
    }

    /// The further models that an atlas is to be shown by.
    private mutating func addUseCases(
        of loader: LoaderOptions, _ address: Address, to replies: inout [ModelInstance]
    ) async throws {
        guard case .nrrd(let options) = loader, let atlas = replies.first else { return }
        for useCase in options.show {
            let message = VisualizeAtlas(
                atlas.id, useCase: useCase.name, params: (try? .init(parsing: useCase.parameters)) ?? [:])
            replies.append(
                try await write(address, "source.show.\(useCase.name)") { try await $0.showAtlas(message) })
        }
    }

    /// The colours that shapes are made with, so that a solid colour costs no call of its own.
    private static func colorsAtBirth(_ family: Family, count: Int) -> [Color] {
        if case .solid(let color) = family.look("0").paint { return Array(repeating: color, count: count) }
        return family.shapeColors
    }

    /// How a part looks that was made just now.
    private static func freshLook(_ family: Family, part: String) -> Look {
        switch family.origin {
        case .shapes:
            switch family.look(part).paint {
            case .solid(let color): Look(paint: .solid(color))
            default: Look(paint: .shapes(family.shapeColors))
            }
        default: Look()
        }
    }
}

extension Writer {
    /// Gives a part its look. What is already so is not touched.
    mutating func look(_ token: String, part: String, _ wanted: Look, multiple: Bool) async throws {
        guard let family = families[token], let address = family.address,
            let instance = family.copies.first?.parts[part], let present = family.looks[part]
        else { return }
        let prefix = multiple ? "parts.\(part)." : ""
        let id = instance.id
        if let enabled = wanted.simulation, enabled != present.simulation {
            try await write(address, prefix + "simulation") { try await $0.enableSimulation(id, enabled) }
            families[token]?.looks[part]?.simulation = enabled
        }
        if let material = wanted.material, material != (present.material ?? .standard) {
            try await write(address, prefix + "material") { try await $0.setMaterial(id, material) }
            families[token]?.looks[part]?.material = material
        }
        if let ramp = wanted.ramp, ramp != present.ramp {
            if family.loadedRamps[part] == nil, present.ramp == nil {
                let loaded = try await located(address, prefix + "color_ramp") { try await backend.colorRamp(id) }
                families[token]?.loadedRamps[part] = loaded
            }
            try await write(address, prefix + "color_ramp") { try await $0.setColorRamp(id, ramp) }
            families[token]?.looks[part]?.ramp = ramp
        }
        if let paint = wanted.paint, paint != present.paint {
            for step in Self.strokes(from: present.paint, to: paint, loaded: loadedColors[instance.type]) {
                try await write(address, prefix + "color") { try await $0.paint(id, step) }
            }
            families[token]?.looks[part]?.paint = paint
        }
    }

    /// The calls that lead from one colouring to another. A colouring by value leaves what it does not name as it
    /// was, so that what an earlier one named must be put back first.
    static func strokes(from present: Look.Paint?, to wanted: Look.Paint, loaded: Color?) -> [Look.Paint] {
        switch wanted {
        case .solid, .shapes: return [wanted]
        case .asLoaded: return loaded.map { [.solid($0)] } ?? []
        case .byValue(let method, let colors):
            switch present {
            case .asLoaded: return [wanted]
            case .byValue(method, let old) where old.keys.allSatisfy({ colors[$0] != nil }): return [wanted]
            default: return (loaded.map { [.solid($0)] } ?? []) + [wanted]
            }
        }
    }

    /// Puts a copy where it belongs.
    mutating func place(_ token: String, _ family: Family, copy index: Int) async throws {
        guard let live = families[token], live.copies.indices.contains(index) else { return }
        let copy = family.copies[index]
        for (part, instance) in live.copies[index].parts.sorted(by: { $0.value.id < $1.value.id }) {
            let wanted = family.placement(copy, part: part)
            let transform = wanted.transform == instance.transform ? nil : wanted.transform
            let visible = wanted.visible == instance.isVisible ? nil : wanted.visible
            guard transform != nil || visible != nil else { continue }
            let moved = try await write(copy.address, "transform") {
                try await $0.update(instance.id, transform: transform, isVisible: visible)
            }
            families[token]?.copies[index].parts[part] = moved
        }
    }

    /// Makes further copies, given by their indices in the family, of the first one that stands.
    mutating func addCopies(_ token: String, _ family: Family, _ indices: [Int]) async throws {
        guard !indices.isEmpty, let source = families[token]?.copies.first else { return }
        var copies = indices.map { index in
            LiveFamily.Copy(parts: [:], address: family.copies[index].address, index: family.copies[index].index)
        }
        for (part, instance) in source.parts.sorted(by: { $0.value.id < $1.value.id }) {
            let transforms = indices.map { family.placement(family.copies[$0], part: part).transform }
            let replies = try await write(family.copies[indices[0]].address, "transform") {
                try await $0.instantiate(instance.id, transforms)
            }
            for (position, reply) in replies.enumerated() where copies.indices.contains(position) {
                copies[position].parts[part] = reply
            }
        }
        let first = families[token]?.copies.count ?? 0
        families[token]?.copies += copies
        for (offset, index) in indices.enumerated() {
            for (part, instance) in copies[offset].parts.sorted(by: { $0.value.id < $1.value.id })
            where !family.placement(family.copies[index], part: part).visible {
                let hidden = try await write(family.copies[index].address, "visible") {
                    try await $0.update(instance.id, isVisible: false)
                }
                families[token]?.copies[first + offset].parts[part] = hidden
            }
        }
    }

    /// Removes objects in one call.
    mutating func remove(_ ids: [UInt32], for address: Address) async throws {
        guard !ids.isEmpty else { return }
        try await write(address) { try await $0.remove(ids) }
    }
}

extension Writer {
    /// Sets renderer, frame and camera; what is so already is not touched.
    mutating func set(_ scene: DesiredScene, _ settings: SceneSettings) async throws -> AppliedScene {
        let (contents, simulation) = try await located(nil) {
            async let contents = backend.scene()
            async let simulation = backend.simulation()
            return (try await contents, try await simulation)
        }
        var applied = AppliedScene()
        applied.simulation = simulation
        applied.objects = objects(in: contents)
        if scene.renderer != settings.renderer {
            try await write(.renderer) { try await $0.setRenderer(scene.renderer) }
        }
        let frame = try simulation.frame(for: scene.simulation)
        if frame != simulation.current {
            try await write(.simulation) { try await $0.setSimulationFrame(frame) }
            applied.simulation.current = frame
        }
        if let camera = try scene.camera(in: applied, aspectRatio: settings.aspectRatio) {
            let calls = try await write(.camera) { try await $0.setCamera(camera, from: settings.camera) }
            writes += calls - 1
        }
        applied.writes = writes
        return applied
    }

    /// Tells which objects of the backend belong to what.
    private func objects(in contents: SceneContents) -> [AppliedScene.Object] {
        var owners: [UInt32: (Address, String, Int)] = [:]
        for family in families.values {
            for copy in family.copies {
                for (part, instance) in copy.parts {
                    guard let address = copy.address ?? family.address else { continue }
                    owners[instance.id] = (address, part, copy.index)
                }
            }
        }
        return contents.models.compactMap { instance in
            guard let (address, part, copy) = owners[instance.id] else { return nil }
            return AppliedScene.Object(
                address: address, part: part, copy: copy, id: instance.id, type: instance.type,
                bounds: instance.bounds, isVisible: instance.isVisible, metadata: instance.info.metadata ?? [:])
        }
    }
}

extension DesiredScene {
    /// The backend's own camera for its viewport; nil where the recipe's is a fit and nothing has bounds, which is
    /// an error only for a picture.
    func camera(in applied: AppliedScene, aspectRatio: Float) throws -> Camera? {
        try? applied.camera(camera, aspectRatio: aspectRatio)
    }
}
