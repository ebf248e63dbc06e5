// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import JSON
import SceneModel

/// A live scene as a recipe.
public struct Capture: Sendable {
    /// What could be read, as a recipe would say it.
    public var scene: Scene
    /// What could not, one sentence each.
    public var hidden: [String]
    /// The backend as it was called.
    public var backend: String
    /// `keep` where there are objects that the recipe cannot name.
    public var unmanaged: UnmanagedPolicy

    /// The recipe: no key at its default, a comment for each thing that cannot be read back.
    public var recipe: String {
        var members = CanonicalForm().recipe(scene)
        members["recipe"] = nil
        if unmanaged == .keep { members["unmanaged"] = "keep" }
        if backend != "embedded" { members["backend"] = .string(backend) }
        var page = RecipePage()
        page.comment("Captured from \(backend).")
        for sentence in hidden { page.comment(sentence) }
        page.write(["recipe": 1], order: ["recipe"])
        page.write(
            members,
            order: ["backend", "unmanaged", "models", "clipping", "lights", "camera", "renderer", "simulation"])
        return page.text
    }
}

extension Planner {
    /// Reads the live scene: reading calls only.
    public func capture() async throws -> Capture {
        Capturing(try await observe(), backend: name).capture
    }
}

/// Finds the scene that a plan would find to be there already.
private struct Capturing {
    private(set) var capture: Capture
    private let observation: Observation
    private var names: Set<String> = ["scene"]

    init(_ observation: Observation, backend: String) {
        self.observation = observation
        capture = Capture(scene: Scene(), hidden: [], backend: backend, unmanaged: .fail)
        for family in observation.families where family.address != nil { add(recorded: family) }
        for family in observation.families where family.address == nil { add(unrecorded: family) }
        settings()
    }

    private mutating func hide(_ sentence: String) {
        capture.hidden.append(sentence)
    }

    /// A name that a recipe allows and nothing else has.
    private mutating func unique(_ wish: String) -> String {
        var name = String(wish.unicodeScalars.map { isNamed($0) ? Character($0) : "_" })
        if name.isEmpty || !(name.first?.isLetter == true || name.first == "_") { name = "_" + name }
        var result = name
        var number = 2
        while !names.insert(result).inserted {
            result = "\(name)_\(number)"
            number += 1
        }
        return result
    }

    /// `[A-Za-z0-9_-]` (RECIPE §1.4).
    private func isNamed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }

    private mutating func add(recorded family: LiveFamily) {
        guard let address = family.address, let origin = family.origin, family.isWhole, !family.isAltered else {
            unknown(family)
            return
        }
        switch (origin, address) {
        case (.light(let light), .light):
            guard isFresh(family) else { return unknown(family) }
            capture.scene.lights.append(NamedLight(name: unique(address.name), light: light))
        case (.clipping(let shapes, let inverted), .clipping):
            guard isFresh(family) else { return unknown(family) }
            capture.scene.clippings.append(Clipping(name: unique(address.name), shapes: shapes, inverted: inverted))
        case (_, .model): addModel(family, origin, name: unique(address.name))
        default: unknown(family)
        }
    }

    /// Whether it stands where a light or clipping of a recipe does.
    private func isFresh(_ family: LiveFamily) -> Bool {
        family.copies.count == 1
            && family.copies[0].parts.values.allSatisfy { $0.transform.isSame(as: .identity) && $0.isVisible }
    }

    private mutating func add(unrecorded family: LiveFamily) {
        guard let origin = family.origin, family.isWhole, !family.isAltered else {
            unknown(family)
            return
        }
        var wish = "model"
        switch origin {
        case .light(let light):
            guard isFresh(family) else { return unknown(family) }
            capture.scene.lights.append(NamedLight(name: unique("light"), light: light))
            return
        case .clipping(let shapes, let inverted):
            guard isFresh(family) else { return unknown(family) }
            capture.scene.clippings.append(Clipping(name: unique("cut"), shapes: shapes, inverted: inverted))
            return
        case .shapes(let shapes): wish = CanonicalForm.shapes(shapes).key
        case .file(let path, _), .upload(let path, _, _):
            let file = path.split(separator: "/").last.map(String.init) ?? path
            wish = file.split(separator: ".").first.map(String.init) ?? file
        }
        let name = unique(wish)
        addModel(family, origin, name: name)
        if observation.hidden == nil, family.looks.keys.contains(where: { family.type(of: $0) != "Volume" }) {
            hide("models.\(name): colours that were applied, and with which others it shares a model, cannot be read.")
        }
    }

    private mutating func unknown(_ family: LiveFamily) {
        capture.unmanaged = .keep
        for copy in family.copies {
            for instance in copy.parts.values.sorted(by: { $0.id < $1.id }) {
                hide("Object \(instance.id) (\(instance.type)) stays: what it is made of cannot be read.")
            }
        }
    }

    /// The appearance of a part of the first copy.
    private func appearance(_ family: LiveFamily, _ part: String, _ origin: Origin) -> Appearance {
        let look = family.looks[part] ?? Look()
        let instance = family.copies[0].parts[part]
        var appearance = Appearance(
            visible: instance?.isVisible ?? true, simulation: look.simulation == false ? false : nil,
            transform: instance?.transform.scaledToUnit ?? .identity)
        if let material = look.material, material != .standard { appearance.material = material }
        if let ramp = look.ramp, ramp != family.loadedRamp(part), !isReportRamp(ramp) { appearance.colorRamp = ramp }
        let base: Look.Paint? = family.type(of: part).flatMap { loadedColors[$0] }.map(Look.Paint.solid)
        switch look.paint {
        case nil, .asLoaded, .shapes: break
        case .solid(let color):
            if case .shapes = origin { break }
            if base != .solid(color) { appearance.coloring = .solid(color) }
        case .byValue(let method, let colors): appearance.coloring = .byValue(method: method, colors: colors)
        }
        return appearance
    }

    /// Whether a ramp is the one that reports begin with, told by its size, range and ends (128 colours from black to
    /// white over −80…−10).
    private func isReportRamp(_ ramp: ColorRamp) -> Bool {
        ramp.lower == -80 && ramp.upper == -10 && ramp.colors.count == 128 && ramp.colors.first == .black
            && ramp.colors.last == .white
    }

    private mutating func addModel(_ family: LiveFamily, _ origin: Origin, name: String) {
        let parts = (origin.partNames ?? family.looks.keys.sorted()).filter { family.looks[$0] != nil }
        guard let first = parts.first else { return }
        var family = family
        // Only the source itself can have parts that stand apart from each other.
        family.copies = family.copies.filter { $0.parts.count == parts.count }
        let candidates = family.copies.indices.filter { $0 == 0 || !isUniform(family.copies[$0]) }.prefix(8)
        let best = candidates.first { place in family.copies.allSatisfy { canFollow($0, family.copies[place]) } }
        family.copies.swapAt(0, best ?? 0)
        var model = Model(name: name, source: source(origin, family))
        if parts.count == 1 {
            model.appearance = appearance(family, first, origin)
        } else {
            for part in parts {
                let own = appearance(family, part, origin)
                if own != model.appearance { model.parts[part] = own }
            }
        }
        for part in parts where family.looks[part]?.paint == nil && observation.hidden != nil {
            hide("models.\(name): it was coloured in several ways over each other, which a recipe cannot say.")
        }
        var followers: [Model] = []
        for copy in family.copies.dropFirst() {
            guard let instance = copy.parts[first] else { continue }
            guard canFollow(copy, family.copies[0]) else {
                capture.unmanaged = .keep
                hide("A copy of models.\(name) (id \(instance.id)) stays: its parts stand apart from each other.")
                continue
            }
            if isShown(copy, as: family.copies[0]), copy.address == family.address || !isUniform(copy) {
                model.instances.append(instance.transform.scaledToUnit)
            } else {
                followers.append(
                    Model(
                        name: unique(copy.address?.name ?? name), source: .instance(of: name),
                        appearance: Appearance(
                            visible: instance.isVisible, transform: instance.transform.scaledToUnit)))
            }
        }
        capture.scene.models.append(model)
        capture.scene.models += followers
    }

    /// Whether a recipe can say where a copy stands, given the one that is the source: all parts in one place, and all
    /// shown, all hidden, or shown and hidden as the source's are.
    private func canFollow(_ copy: LiveFamily.Copy, _ source: LiveFamily.Copy) -> Bool {
        guard copy.parts.mapValues(\.id) != source.parts.mapValues(\.id), let first = copy.parts.values.first else {
            return true
        }
        return copy.parts.values.allSatisfy { $0.transform.isSame(as: first.transform) }
            && (isUniform(copy) || isShown(copy, as: source))
    }

    private func isShown(_ copy: LiveFamily.Copy, as source: LiveFamily.Copy) -> Bool {
        copy.parts.allSatisfy { $1.isVisible == source.parts[$0]?.isVisible }
    }

    /// Whether all parts are shown, or none.
    private func isUniform(_ copy: LiveFamily.Copy) -> Bool {
        Set(copy.parts.values.map(\.isVisible)).count < 2
            && copy.parts.values.allSatisfy { part in
                copy.parts.values.first.map { part.transform.isSame(as: $0.transform) } ?? true
            }
    }

    private func source(_ origin: Origin, _ family: LiveFamily) -> ModelSource {
        switch origin {
        case .file(let path, let loader): return .file(FileSource(path: path, loader: loader))
        case .upload(let path, let loader, _): return .file(FileSource(path: path, loader: loader, upload: true))
        case .shapes(let shapes):
            switch family.looks["0"]?.paint {
            case .solid(let color): return .shapes(shapes, colors: Array(repeating: color, count: shapes.count))
            case .shapes(let colors): return .shapes(shapes, colors: colors)
            default: return .shapes(shapes, colors: family.shapeColors)
            }
        // Lights and clippings have lists of their own.
        case .light, .clipping: return .shapes(.spheres([]), colors: [])
        }
    }

    private mutating func settings() {
        let settings = observation.settings
        capture.scene.renderer = settings.renderer
        let simulation = settings.simulation
        if simulation.timeStep > 0, simulation.current != simulation.startFrame {
            capture.scene.simulation = .frame(Int(simulation.current))
        }
        // The default camera is a fit of the scene; anything else is told outright.
        var framed = Bounds.empty
        let drawn = observation.instances.filter { $0.isVisible && !$0.bounds.isEmpty && $0.type != "light" }
        if capture.unmanaged == .fail { for instance in drawn { framed.formUnion(instance.bounds) } }
        var setting = CameraSetting(settings.camera)
        setting.framing = .fit(.init())
        let fitted = setting.camera(bounds: framed, aspectRatio: settings.aspectRatio)
        if fitted != settings.camera { setting = CameraSetting(settings.camera) }
        capture.scene.camera = setting
    }
}

extension Transform {
    /// The same with a rotation of length 1, as a recipe has it.
    fileprivate var scaledToUnit: Transform {
        Transform(translation: translation, rotation: rotation.scaledToUnit, scale: scale)
    }
}
