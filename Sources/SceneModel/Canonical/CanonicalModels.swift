// SPDX-License-Identifier: Apache-2.0
import JSON

extension CanonicalForm {
    /// A model: its source and whatever of its appearance is not as loaded.
    func model(_ model: Model) -> JSONValue {
        var members = Self.appearance(model.appearance, over: Appearance())
        switch model.source {
        case .file(let source):
            let (kind, value) = file(source)
            members[kind] = value
        case .shapes(let shapes, let colors):
            let (kind, list) = Self.shapes(shapes)
            members[kind] = .array(
                list.enumerated().map { index, shape in
                    let color = colors.indices.contains(index) ? colors[index] : .white
                    guard color != .white, case .object(var shape) = shape else { return shape }
                    shape["color"] = Self.color(color)
                    return .object(shape)
                })
        case .instance(let name):
            members["instance_of"] = .string(name)
        }
        let parts = model.parts.mapValues { JSONValue.object(Self.appearance($0, over: model.appearance)) }
        members.set("parts", .object(parts))
        if !model.instances.isEmpty { members["instances"] = .array(model.instances.map(Self.transform)) }
        return .object(members)
    }

    /// What of an appearance differs from another one.
    static func appearance(_ appearance: Appearance, over base: Appearance) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        members.set("visible", appearance.visible, unless: base.visible) { .boolean($0) }
        members.set("transform", appearance.transform, unless: base.transform, transform)
        if let coloring = appearance.coloring, coloring != base.coloring {
            switch coloring {
            case .solid(let color): members["color"] = ["solid": Self.color(color)]
            case .byValue(let method, let colors):
                members["color"] = ["by": .string(method), "values": .object(colors.mapValues(Self.color))]
            }
        }
        if let material = appearance.material, material != base.material { members["material"] = Self.material(material) }
        if let ramp = appearance.colorRamp, ramp != base.colorRamp {
            members["color_ramp"] = [
                "range": .floats([ramp.lower, ramp.upper]), "colors": .array(ramp.colors.map(color)),
            ]
        }
        if let plays = appearance.simulation, plays != base.simulation { members["simulation"] = .boolean(plays) }
        return members
    }

    /// Shapes with the key that lists them.
    package static func shapes(_ shapes: Shapes) -> (key: String, list: [JSONValue]) {
        switch shapes {
        case .spheres(let list):
            ("spheres", list.map { ["center": vector($0.center), "radius": .float($0.radius)] })
        case .capsules(let list):
            (
                "capsules",
                list.map {
                    [
                        "p0": vector($0.start), "r0": .float($0.startRadius), "p1": vector($0.end),
                        "r1": .float($0.endRadius),
                    ]
                }
            )
        case .boxes(let list): ("boxes", list.map(box))
        case .planes(let list): ("planes", list.map { ["coefficients": coefficients($0)] })
        case .boundedPlanes(let list):
            ("bounded_planes", list.map { ["coefficients": coefficients($0.plane), "bounds": box($0.bounds)] })
        }
    }

    private static func coefficients(_ plane: Plane) -> JSONValue {
        let c = plane.coefficients
        return .floats([c.x, c.y, c.z, c.w])
    }

    /// A file and its loader: the bare path where no option is left to say.
    private func file(_ source: FileSource) -> (kind: String, value: JSONValue) {
        let (kind, options) = Self.loader(source.loader)
        var members = options
        if source.upload { members["upload"] = true }
        guard !members.isEmpty else { return (kind, .string(path(source.path))) }
        members["path"] = .string(path(source.path))
        return (kind, .object(members))
    }

    /// A material.
    package static func material(_ material: Material) -> JSONValue {
        var options: [String: JSONValue] = [:]
        switch material {
        case .phong(let opacity):
            options.set("opacity", opacity, unless: 1) { .float($0) }
            return choice("phong", options)
        case .matte(let opacity):
            options.set("opacity", opacity, unless: 1) { .float($0) }
            return choice("matte", options)
        case .plastic(let opacity):
            options.set("opacity", opacity, unless: 1) { .float($0) }
            return choice("plastic", options)
        case .metal(let roughness):
            options.set("roughness", roughness, unless: 0.1) { .float($0) }
            return choice("metal", options)
        case .glass(let index):
            options.set("index_of_refraction", index, unless: 1.5) { .float($0) }
            return choice("glass", options)
        case .ghost: return choice("ghost", options)
        case .emissive(let color, let intensity):
            options.set("color", color, unless: SIMD3(1, 1, 1), vector)
            options.set("intensity", intensity, unless: 1) { .float($0) }
            return choice("emissive", options)
        case .carpaint(let density):
            options.set("flake_density", density, unless: 0) { .float($0) }
            return choice("carpaint", options)
        case .principled(let given): return choice("principled", principled(given))
        }
    }

    private static func principled(_ material: PrincipledMaterial) -> [String: JSONValue] {
        let standard = PrincipledMaterial()
        var options: [String: JSONValue] = [:]
        for (key, field) in principledNumbers {
            options.set(key, material[keyPath: field], unless: standard[keyPath: field]) { .float($0) }
        }
        for (key, field) in principledColors {
            options.set(key, material[keyPath: field], unless: standard[keyPath: field], vector)
        }
        if material.thin { options["thin"] = true }
        return options
    }

    private static var principledNumbers: [(String, KeyPath<PrincipledMaterial, Float>)] {
        [
            ("metallic", \.metallic), ("diffuse", \.diffuse), ("specular", \.specular), ("ior", \.indexOfRefraction),
            ("transmission", \.transmission), ("transmission_depth", \.transmissionDepth), ("roughness", \.roughness),
            ("anisotropy", \.anisotropy), ("anisotropy_rotation", \.anisotropyRotation), ("thickness", \.thickness),
            ("back_light", \.backLight), ("coat", \.coat), ("coat_ior", \.coatIndexOfRefraction),
            ("coat_thickness", \.coatThickness), ("coat_roughness", \.coatRoughness), ("sheen", \.sheen),
            ("sheen_tint", \.sheenTint), ("sheen_roughness", \.sheenRoughness),
        ]
    }

    private static var principledColors: [(String, KeyPath<PrincipledMaterial, SIMD3<Float>>)] {
        [
            ("edge_color", \.edgeColor), ("transmission_color", \.transmissionColor), ("coat_color", \.coatColor),
            ("sheen_color", \.sheenColor),
        ]
    }
}
