// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

/// Values in the words of a recipe, for the attributes of a plan.
enum Words {
    static func color(_ color: Color) -> JSONValue {
        let bytes = color.components * 255
        let rounded = bytes.rounded(.toNearestOrEven)
        // A colour that came from hexadecimal digits goes back to them.
        if rounded / 255 == color.components, rounded.min() >= 0, rounded.max() <= 255 {
            let digits = (0..<(color.alpha == 1 ? 3 : 4)).map { index in
                let text = String(UInt8(rounded[index]), radix: 16)
                return text.count == 1 ? "0" + text : text
            }
            return .string("#" + digits.joined())
        }
        let c = color.components
        return .floats(c.w == 1 ? [c.x, c.y, c.z] : [c.x, c.y, c.z, c.w])
    }

    static func paint(_ paint: Look.Paint?) -> JSONValue {
        switch paint {
        case nil: .null
        case .asLoaded: "as loaded"
        case .solid(let color): self.color(color)
        case .byValue(let method, let colors): ["by": .string(method), "values": .object(colors.mapValues(color))]
        case .shapes(let colors) where colors.count > 8: .string("\(colors.count) colours, one a shape")
        case .shapes(let colors): .array(colors.map(color))
        }
    }

    static func material(_ material: Material?) -> JSONValue {
        guard let material else { return .null }
        return CanonicalForm.material(material)
    }

    static func ramp(_ ramp: ColorRamp?) -> JSONValue {
        guard let ramp else { return .null }
        let colors: JSONValue =
            ramp.colors.count > 8 ? .string("\(ramp.colors.count) colours") : .array(ramp.colors.map(color))
        return ["range": .floats([ramp.lower, ramp.upper]), "colors": colors]
    }

    static func look(_ attribute: LookGoal.Attribute, of look: Look) -> JSONValue {
        switch attribute {
        case .simulation: look.simulation.map(JSONValue.boolean) ?? .null
        case .material: material(look.material)
        case .ramp: ramp(look.ramp)
        case .paint: paint(look.paint)
        }
    }

    /// The leaves of a placement that differ from another one; of all that are not fresh where there is none.
    static func placement(_ before: Placement?, _ after: Placement, prefix: String) -> [Plan.Attribute] {
        var attributes: [Plan.Attribute] = []
        let old = before ?? .fresh
        func leaf<Value: Equatable & WireValue>(_ path: String, _ a: Value, _ b: Value) {
            guard a != b else { return }
            attributes.append(Plan.Attribute(prefix + path, before == nil ? .null : a.wire, b.wire))
        }
        leaf("transform.translate", old.transform.translation, after.transform.translation)
        var turned = old.transform
        turned.rotation = after.transform.rotation
        if !turned.isSame(as: old.transform) {
            leaf("transform.rotate", old.transform.rotation, after.transform.rotation)
        }
        leaf("transform.scale", old.transform.scale, after.transform.scale)
        leaf("visible", old.visible, after.visible)
        return attributes
    }

    /// What an origin is made of, as leaves.
    static func origin(_ origin: Origin?) -> [String: JSONValue] {
        switch origin {
        case nil: return [:]
        case .file(let path, let loader), .upload(let path, let loader, _):
            let (key, options) = CanonicalForm.loader(loader)
            var leaves: [String: JSONValue] = ["\(key).path": .string(path)]
            flatten(.object(options), key, into: &leaves)
            if case .upload = origin { leaves["\(key).upload"] = true }
            return leaves
        case .light(let light):
            var leaves: [String: JSONValue] = [:]
            flatten(light.record, "", into: &leaves)
            if let color = leaves["color"], let rgb = try? Vector3(wire: color) {
                leaves["color"] = self.color(Color(rgb.x, rgb.y, rgb.z))
            }
            return leaves
        case .shapes(let shapes):
            let (key, list) = CanonicalForm.shapes(shapes)
            return [key: summary(list)]
        case .clipping(let shapes, let inverted):
            let (key, list) = CanonicalForm.shapes(shapes)
            return [key: summary(list), "invert": .boolean(inverted)]
        }
    }

    private static func summary(_ list: [JSONValue]) -> JSONValue {
        list.count > 8 ? .string("\(list.count) shapes") : .array(list)
    }

    private static func flatten(_ value: JSONValue, _ path: String, into leaves: inout [String: JSONValue]) {
        guard case .object(let members) = value else {
            leaves[path] = value
            return
        }
        for (key, member) in members { flatten(member, path.isEmpty ? key : "\(path).\(key)", into: &leaves) }
    }

    /// The leaves of two origins that differ.
    static func origins(_ before: Origin?, _ after: Origin?) -> [Plan.Attribute] {
        let (old, new) = (origin(before), origin(after))
        var attributes = Set(old.keys).union(new.keys).sorted().compactMap { key -> Plan.Attribute? in
            guard old[key] != new[key] else { return nil }
            return Plan.Attribute(key, old[key] ?? .null, new[key] ?? .null)
        }
        if attributes.isEmpty, let before, let after, before != after {
            attributes = [Plan.Attribute("source", "other content", "new content")]
        }
        return attributes
    }

    static func camera(_ before: Camera, _ after: Camera?, unknown: String?, lens: CameraSetting) -> [Plan.Attribute] {
        var attributes: [Plan.Attribute] = []
        func leaf<Value: Equatable>(_ path: String, _ a: Value, _ b: Value?, _ word: (Value) -> JSONValue) {
            if let b {
                if a != b { attributes.append(Plan.Attribute(path, word(a), word(b))) }
            } else {
                attributes.append(Plan.Attribute(path, word(a), .null, unknown: unknown))
            }
        }
        let projection: Projection? =
            after?.projection
            ?? {
                switch lens.lens {
                case .perspective(let fovy, let apertureRadius, let focusDistance):
                    .perspective(fovy: fovy, apertureRadius: apertureRadius, focusDistance: focusDistance)
                case .orthographic(let height): height.map { .orthographic(height: $0) }
                case .cylindric(let fovy): .cylindric(fovy: fovy)
                }
            }()
        leaf("projection", before.projection, projection) { $0.record }
        leaf("view.position", before.view.position, after?.view.position) { $0.wire }
        leaf("view.target", before.view.target, after?.view.target) { $0.wire }
        leaf("view.up", before.view.up, after?.view.up) { $0.wire }
        leaf("near_clip", before.nearClip, lens.nearClip) { .float($0) }
        leaf("region", before.region, lens.region) { $0.wire }
        return attributes
    }

    static func renderer(_ before: Renderer, _ after: Renderer) -> [Plan.Attribute] {
        guard before != after else { return [] }
        guard before.wireName == after.wireName else {
            return [Plan.Attribute("kind", .string(before.wireName), .string(after.wireName))]
                + leaves([:], after.wireParams.object ?? [:])
        }
        return leaves(before.wireParams.object ?? [:], after.wireParams.object ?? [:])
    }

    private static func leaves(_ before: [String: JSONValue], _ after: [String: JSONValue]) -> [Plan.Attribute] {
        let words = [
            "samples_per_pixel": "samples", "max_ray_bounces": "bounces", "background_color": "background",
            "enable_shadows": "shadows", "ao_samples": "ambient_occlusion",
        ]
        func word(_ key: String, _ value: JSONValue?) -> JSONValue {
            guard let value else { return .null }
            return key == "background_color" ? (try? Color(wire: value)).map(color) ?? value : value
        }
        return after.keys.sorted().compactMap { key in
            guard before[key] != after[key] else { return nil }
            return Plan.Attribute(words[key] ?? key, word(key, before[key]), word(key, after[key]))
        }
    }
}
