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

/// Makes the calls that change a backend, one place for all of them: what could not be seen afterwards is written
/// down before and after.
struct Writer: Sendable {
    let backend: Connection
    let owner: String?
    let journal: (any JournalWriter)?
    let progress: @Sendable (ApplyProgress) -> Void
    /// The families as they stand after what was done so far, by token.
    private(set) var families: [String: LiveFamily] = [:]
    /// How many calls were made.
    private(set) var writes = 0
    var done = 0
    var total = 0
    private var tokens: Int
    /// What is to be done yet, in any order.
    private var waiting: [CallChain] = []

    /// - Parameter tokens: tokens of families up to this number are taken.
    init(
        backend: Connection, owner: String?, journal: (any JournalWriter)?, tokens: Int,
        progress: @escaping @Sendable (ApplyProgress) -> Void
    ) {
        self.backend = backend
        self.owner = owner
        self.journal = journal
        self.tokens = tokens
        self.progress = progress
    }

    private mutating func newToken() -> String {
        tokens += 1
        return "f\(tokens)"
    }

    private func record(_ event: JournalEvent) throws {
        try journal?.write(event.record)
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

    /// Says that a piece of work is done.
    mutating func finish(_ address: Address) {
        done += 1
        report(address, "done", 1)
    }
}

extension Writer {
    /// Makes a family that is not there: loads or adds it, gives it its looks and places, then makes its copies.
    mutating func make(_ family: Family) async throws {
        let address = family.address
        let token = newToken()
        let birth = family.lookAtBirth
        try record(
            .making(
                token: token,
                Ledger.FamilyRecord(
                    owner: family.owner ?? owner, address: address, origin: family.origin, looks: ["*": birth],
                    loadedRamps: [:], shapeColors: family.shapeColors)))
        let replies = try await create(family)
        let names = family.origin.loader?.partNames(of: replies) ?? ["0"]
        let parts = Dictionary(zip(names, replies)) { first, _ in first }
        try record(.made(token: token, parts: parts))
        var live = LiveFamily()
        live.token = token
        live.owner = family.owner ?? owner
        live.address = address
        live.origin = family.origin
        live.shapeColors = family.shapeColors
        live.copies = [LiveFamily.Copy(parts: parts, address: family.copies.first?.address ?? address)]
        for (name, instance) in parts {
            live.looks[name] = birth
            if !typesWithoutMaterial.contains(instance.type) { live.looks[name]?.material = .standard }
            guard !typesWithoutRamp.contains(instance.type) else { continue }
            let ramp = try await located(address) { try await backend.rampIfAny(instance.id) }
            live.looks[name]?.ramp = ramp
            live.loadedRamps[name] = ramp
        }
        families[token] = live
        if let unknown = family.parts.keys.sorted().first(where: { !names.contains($0) }) {
            throw PlanningError(
                .unknownPart,
                "What was loaded has no part '\(unknown)'; its parts are \(names.joined(separator: ", "))",
                at: address, path: "parts.\(unknown)")
        }
        for name in names {
            guard let look = families[token]?.looks[name], let instance = parts[name] else { continue }
            let goal = LookGoal(
                wanted: family.look(name), live: look, base: family.base(type: instance.type),
                loadedRamp: live.loadedRamp(name))
            setLook(token, part: name, goal, base: family.base(type: instance.type), isFresh: true)
        }
        place(token, family, wanted: 0, live: 0)
        try await addCopies(token, family, Array(family.copies.indices.dropFirst()))
    }

    /// Changes a family that stands into the wanted one, but for copies that are to go.
    mutating func adjust(_ live: LiveFamily, to family: Family, _ difference: FamilyDifference) async throws {
        let isUnrecorded = live.token == nil
        let token = live.token ?? newToken()
        var live = live
        live.token = token
        // Whose copies stay in it that the recipe does not name, his it stays.
        if difference.foreign.isEmpty { live.owner = family.owner ?? owner }
        live.address = family.address
        live.origin = family.origin
        live.shapeColors = family.shapeColors
        for (wanted, index) in difference.pairs {
            live.copies[index].address = family.copies[wanted].address
            live.copies[index].index = family.copies[wanted].index
        }
        families[token] = live
        if isUnrecorded {
            let record = Ledger.FamilyRecord(
                owner: live.owner, address: family.address, origin: family.origin, looks: live.looks,
                loadedRamps: live.loadedRamps, shapeColors: family.shapeColors)
            for copy in live.copies {
                try self.record(.adopted(token: token, record, parts: copy.parts.mapValues(\.id)))
            }
        }
        for (part, goal) in difference.looks.sorted(by: { $0.key < $1.key }) {
            setLook(token, part: part, goal, base: family.base(type: live.type(of: part)), isFresh: false)
        }
        for (wanted, index) in difference.pairs { place(token, family, wanted: wanted, live: index) }
        try await addCopies(token, family, difference.added)
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
            let colors = family.colorsAtBirth
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
                atlas.id, useCase: useCase.name, params: (try? JSONValue(parsing: useCase.parameters)) ?? [:])
            replies.append(
                try await write(address, "source.show.\(useCase.name)") { try await $0.showAtlas(message) })
        }
    }
}

extension Family {
    /// The colours that shapes are made with, so that a solid colour costs no call of its own.
    fileprivate var colorsAtBirth: [Color] {
        if case .solid(let color) = look("0").paint {
            return Array(repeating: color, count: shapeColors.count)
        }
        return shapeColors
    }

    /// How a part looks that was made just now, as far as it could not be read back.
    fileprivate var lookAtBirth: Look {
        guard case .shapes = origin else { return Look() }
        if case .solid(let color) = look("0").paint { return Look(paint: .solid(color)) }
        return Look(paint: base(type: nil))
    }
}

extension Writer {
    /// Gives a part its look, later.
    private mutating func setLook(
        _ token: String, part: String, _ goal: LookGoal, base: Look.Paint?, isFresh: Bool
    ) {
        guard let family = families[token], let address = family.address,
            let instance = family.copies.first(where: { $0.parts[part] != nil })?.parts[part],
            var present = family.looks[part]
        else { return }
        let prefix = family.looks.count > 1 ? "parts.\(part)." : ""
        let id = instance.id
        var chain = CallChain(address: address)
        for attribute in goal.differs {
            var step = CallChain.Step(path: prefix + attribute.rawValue)
            switch attribute {
            case .simulation:
                guard let enabled = goal.look.simulation else { continue }
                step.calls.append { try await $0.enableSimulation(id, enabled) }
                present.simulation = enabled
                // A circuit whose report stops keeps the colours of the frame that it showed last.
                if !enabled, !isFresh, !goal.differs.contains(.paint), let base, present.paint == .asLoaded {
                    step.calls.append { try await $0.paint(id, base) }
                }
            case .material:
                guard let material = goal.look.material else { continue }
                step.calls.append { try await $0.setMaterial(id, material) }
                present.material = material
            case .ramp:
                guard let ramp = goal.look.ramp else { continue }
                step.calls.append { try await $0.setColorRamp(id, ramp) }
                present.ramp = ramp
            case .paint:
                guard let paint = goal.look.paint else { continue }
                for stroke in LookGoal.strokes(from: present.paint, to: paint, base: base) where stroke != .asLoaded {
                    step.calls.append { try await $0.paint(id, stroke) }
                }
                present.paint = paint
            }
            present.doubted.remove(attribute)
            step.before = .changing(token: token, part: part, attribute: attribute)
            step.after = .changed(token: token, part: part, present)
            chain.steps.append(step)
        }
        // What it will be, once all that waits is done.
        families[token]?.looks[part] = present
        if !chain.steps.isEmpty { waiting.append(chain) }
    }

    /// Puts a copy where it belongs, later.
    private mutating func place(_ token: String, _ family: Family, wanted: Int, live index: Int) {
        guard let live = families[token] else { return }
        let copy = family.copies[wanted]
        for (part, instance) in live.copies[index].parts.sorted(by: { $0.value.id < $1.value.id }) {
            let place = family.placement(copy, part: part)
            let transform = place.transform.isSame(as: instance.transform) ? nil : place.transform
            let visible = place.visible == instance.isVisible ? nil : place.visible
            guard transform != nil || visible != nil else { continue }
            let id = instance.id
            var step = CallChain.Step(path: transform == nil ? "visible" : "transform")
            step.calls.append { _ = try await $0.update(id, transform: transform, isVisible: visible) }
            waiting.append(CallChain(address: copy.address, steps: [step]))
        }
    }

    /// Does all that waits, many calls at once.
    mutating func flush() async throws {
        let chains = waiting
        waiting = []
        guard !chains.isEmpty else { return }
        let (backend, journal, progress, begun, total) = (backend, journal, progress, done, total)
        let counter = Counter()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                var next = chains.makeIterator()
                func start() {
                    guard let chain = next.next() else { return }
                    group.addTask { try await chain.run(backend, journal, counter) }
                }
                // Enough under way to hide the way there and back, few enough for the service's queue.
                for _ in 0..<64 { start() }
                var finished = 0
                while try await group.next() != nil {
                    finished += 1
                    progress(
                        ApplyProgress(
                            address: chains[0].address, operation: "setting colours and places",
                            amount: Double(finished) / Double(chains.count), done: begun, total: total))
                    start()
                }
            }
        } catch {
            writes += counter.value
            throw error
        }
        writes += counter.value
    }

    /// Makes further copies, given by their indices in the family, of one that stands.
    private mutating func addCopies(_ token: String, _ family: Family, _ indices: [Int]) async throws {
        guard !indices.isEmpty, let live = families[token],
            let source = live.copies.first(where: { $0.parts.count == live.looks.count })
        else { return }
        let wanted = indices.map { family.copies[$0] }
        var copies = wanted.map { LiveFamily.Copy(parts: [:], address: $0.address, index: $0.index) }
        for (part, instance) in source.parts.sorted(by: { $0.value.id < $1.value.id }) {
            let transforms = wanted.map { family.placement($0, part: part).transform }
            try record(.copying(token: token, part: part, wanted))
            let replies = try await write(wanted[0].address, "transform") {
                try await $0.instantiate(instance.id, transforms)
            }
            try record(.copied(token: token, part: part, wanted, replies))
            for (position, reply) in replies.enumerated() where copies.indices.contains(position) {
                copies[position].parts[part] = reply
            }
        }
        let first = live.copies.count
        families[token]?.copies += copies
        for (offset, index) in indices.enumerated() {
            place(token, family, wanted: index, live: first + offset)
        }
    }

    /// Writes into an object's name what it is for, later.
    mutating func sign(_ id: UInt32, _ name: ObjectName) {
        var step = CallChain.Step(path: nil)
        step.calls.append { _ = try await $0.call(Methods.Extension.nameModel, NameModel(id, name: name.text)) }
        waiting.append(CallChain(address: name.address, steps: [step]))
    }

    /// Removes objects in one call.
    mutating func remove(_ ids: [UInt32], for address: Address) async throws {
        guard !ids.isEmpty else { return }
        try await write(address) { try await $0.remove(ids) }
        try record(.removed(ids))
        let gone = Set(ids)
        for token in families.keys {
            families[token]?.copies.removeAll { copy in copy.parts.values.contains { gone.contains($0.id) } }
            if families[token]?.copies.isEmpty == true { families[token] = nil }
        }
    }
}

extension Writer {
    /// Sets renderer, frame and camera; what is so already is not touched.
    mutating func set(_ scene: DesiredScene, from settings: SceneSettings) async throws -> AppliedScene {
        let (contents, simulation) = try await located(nil) {
            async let contents = backend.scene()
            async let simulation = backend.simulation()
            return (try await contents, try await simulation)
        }
        var applied = AppliedScene()
        applied.simulation = simulation
        applied.camera = settings.camera
        applied.objects = objects(in: contents.models)
        if scene.renderer != settings.renderer {
            try await write(.renderer) { try await $0.setRenderer(scene.renderer) }
            finish(.renderer)
        }
        let frame = try simulation.frame(for: scene.simulation)
        if frame != simulation.current {
            try await write(.simulation) { try await $0.setSimulationFrame(frame) }
            applied.simulation.current = frame
            finish(.simulation)
        }
        // A camera that has nothing to be fitted to stays as it is; a picture with it is an error.
        if let camera = try? applied.camera(scene.camera, aspectRatio: settings.aspectRatio) {
            let calls = try await write(.camera) { try await $0.setCamera(camera, from: settings.camera) }
            writes += calls - 1
            applied.camera = camera
            if calls > 0 { finish(.camera) }
        }
        applied.writes = writes
        applied.instances = contents.models
        return applied
    }

    /// Tells which objects of the backend belong to what.
    private func objects(in instances: [ModelInstance]) -> [AppliedScene.Object] {
        var owners: [UInt32: (Address, String, Int)] = [:]
        for family in families.values {
            for copy in family.copies {
                for (part, instance) in copy.parts {
                    guard let address = copy.address ?? family.address else { continue }
                    owners[instance.id] = (address, part, copy.index)
                }
            }
        }
        return instances.compactMap { instance in
            guard let (address, part, copy) = owners[instance.id] else { return nil }
            return AppliedScene.Object(
                address: address, part: part, copy: copy, id: instance.id, type: instance.type,
                bounds: instance.bounds, isVisible: instance.isVisible, metadata: instance.info.metadata ?? [:])
        }
    }
}
