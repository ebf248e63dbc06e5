// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

extension Look.Paint: Recordable {
    package var record: JSONValue {
        switch self {
        case .asLoaded: "as loaded"
        case .solid(let color): ["solid": color.wire]
        case .byValue(let method, let colors): ["by": .string(method), "values": colors.wire]
        case .shapes(let colors): ["shapes": colors.wire]
        }
    }

    package init?(record: JSONValue) {
        if record.string == "as loaded" {
            self = .asLoaded
        } else if let color = record["solid"].flatMap({ try? Color(wire: $0) }) {
            self = .solid(color)
        } else if let method = record["by"]?.string,
            let colors = record["values"].flatMap({ try? [String: Color](wire: $0) })
        {
            self = .byValue(method: method, colors: colors)
        } else if let colors = record["shapes"].flatMap({ try? [Color](wire: $0) }) {
            self = .shapes(colors)
        } else {
            return nil
        }
    }
}

/// Reads and writes one kind of material by its name on the wire.
private struct MaterialRecord: Sendable {
    let kind: String
    let read: @Sendable (JSONValue) -> Material?
    let write: @Sendable (Material) -> JSONValue?

    init<Message: MaterialMessage>(_ type: Message.Type) {
        kind = type.kind
        read = { try? Message(wire: $0).material }
        write = { Message($0)?.wire }
    }

    static let all = [
        MaterialRecord(PhongMaterial.self), MaterialRecord(MatteMaterial.self), MaterialRecord(PlasticMaterial.self),
        MaterialRecord(MetalMaterial.self), MaterialRecord(GlassMaterial.self), MaterialRecord(GhostMaterial.self),
        MaterialRecord(EmissiveMaterial.self), MaterialRecord(CarPaintMaterial.self),
        MaterialRecord(PrincipledMaterial.self),
    ]
}

extension Material: Recordable {
    package var record: JSONValue {
        for kind in MaterialRecord.all {
            if let parameters = kind.write(self) { return [kind.kind: parameters] }
        }
        return .null
    }

    package init?(record: JSONValue) {
        guard let (name, parameters) = record.object?.first,
            let material = MaterialRecord.all.first(where: { $0.kind == name })?.read(parameters)
        else { return nil }
        self = material
    }
}

extension ColorRamp: Recordable {
    package var record: JSONValue { ColorRampMessage(self).wire }

    package init?(record: JSONValue) {
        guard let ramp = try? ColorRampMessage(wire: record).ramp else { return nil }
        self = ramp
    }
}

extension Look: Recordable {
    package var record: JSONValue {
        var members: [String: JSONValue] = [:]
        members["paint"] = paint?.record
        members["material"] = material?.record
        members["ramp"] = ramp?.record
        members["simulation"] = simulation.map(JSONValue.boolean)
        if !doubted.isEmpty { members["doubted"] = .array(doubted.map(\.rawValue).sorted().map(JSONValue.string)) }
        return .object(members)
    }

    package init?(record: JSONValue) {
        guard record.object != nil else { return nil }
        self.init(
            paint: record["paint"].flatMap(Paint.init(record:)),
            material: record["material"].flatMap(Material.init(record:)),
            ramp: record["ramp"].flatMap(ColorRamp.init(record:)), simulation: record["simulation"]?.boolean)
        doubted = Set((record["doubted"]?.array ?? []).compactMap { $0.string.flatMap(LookGoal.Attribute.init) })
    }
}

extension Placement: Recordable {
    package var record: JSONValue { ["transform": transform.wire, "visible": .boolean(visible)] }

    package init?(record: JSONValue) {
        guard let transform = record["transform"].flatMap({ try? Transform(wire: $0) }),
            let visible = record["visible"]?.boolean
        else { return nil }
        self.init(transform: transform, visible: visible)
    }
}

extension Address: Recordable {
    package var record: JSONValue { .string(description) }

    package init?(record: JSONValue) {
        guard let text = record.string, let address = Address(text) else { return nil }
        self = address
    }
}

extension Array where Element: Recordable {
    /// The elements as a JSON array.
    var record: JSONValue { .array(map(\.record)) }

    /// Reads an array; nil where one element is malformed.
    init?(record: JSONValue?) {
        guard let array = record?.array else { return nil }
        let elements = array.compactMap(Element.init(record:))
        guard elements.count == array.count else { return nil }
        self = elements
    }
}

extension Dictionary where Key == String, Value: Recordable {
    /// The members as a JSON object.
    var record: JSONValue { .object(mapValues(\.record)) }

    /// Reads an object; nil where one member is malformed.
    init?(record: JSONValue?) {
        guard let object = record?.object else { return nil }
        let members = object.compactMapValues(Value.init(record:))
        guard members.count == object.count else { return nil }
        self = members
    }
}
