// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

/// A value that plan files, ledgers and journals hold.
package protocol Recordable: Sendable {
    /// The value as JSON.
    var record: JSONValue { get }
    /// Reads the value; nil where the JSON is not one.
    init?(record: JSONValue)
}

extension Shapes: Recordable {
    package var record: JSONValue {
        switch self {
        case .spheres(let list): ["spheres": list.wire]
        case .capsules(let list): ["capsules": list.wire]
        case .boxes(let list): ["boxes": list.wire]
        case .planes(let list): ["planes": list.wire]
        case .boundedPlanes(let list): ["bounded_planes": list.wire]
        }
    }

    package init?(record: JSONValue) {
        guard let (kind, list) = record.object?.first, record.object?.count == 1 else { return nil }
        switch kind {
        case "spheres": self.init([Sphere].self, list) { .spheres($0) }
        case "capsules": self.init([Capsule].self, list) { .capsules($0) }
        case "boxes": self.init([Bounds].self, list) { .boxes($0) }
        case "planes": self.init([Plane].self, list) { .planes($0) }
        case "bounded_planes": self.init([BoundedPlane].self, list) { .boundedPlanes($0) }
        default: return nil
        }
    }

    private init?<List: WireValue>(_ type: List.Type, _ json: JSONValue, _ make: (List) -> Shapes) {
        guard let list = try? List(wire: json) else { return nil }
        self = make(list)
    }
}

extension Light: Recordable {
    package var record: JSONValue {
        var members: [String: JSONValue] = ["intensity": .float(intensity), "color": color.wire]
        switch kind {
        case .ambient: members["kind"] = "ambient"
        case .directional(let direction):
            members["kind"] = "directional"
            members["direction"] = direction.wire
        case .quad(let position, let edge1, let edge2):
            members["kind"] = "quad"
            members["position"] = position.wire
            members["edge1"] = edge1.wire
            members["edge2"] = edge2.wire
        case .sphere(let position, let radius):
            members["kind"] = "sphere"
            members["position"] = position.wire
            members["radius"] = .float(radius)
        }
        return .object(members)
    }

    package init?(record: JSONValue) {
        func vector(_ key: String) -> Vector3? { record[key].flatMap { try? Vector3(wire: $0) } }
        guard let intensity = record["intensity"]?.double, let color = vector("color") else { return nil }
        let kind: Kind
        switch record["kind"]?.string {
        case "ambient": kind = .ambient
        case "directional":
            guard let direction = vector("direction") else { return nil }
            kind = .directional(direction: direction)
        case "quad":
            guard let position = vector("position"), let edge1 = vector("edge1"), let edge2 = vector("edge2") else {
                return nil
            }
            kind = .quad(position: position, edge1: edge1, edge2: edge2)
        case "sphere":
            guard let position = vector("position"), let radius = record["radius"]?.double else { return nil }
            kind = .sphere(position: position, radius: Float(radius))
        default: return nil
        }
        self.init(kind, intensity: Float(intensity), color: color)
    }
}

extension LoaderOptions: Recordable {
    package var record: JSONValue {
        let (name, properties) = LoaderDeclaration.wire(self) ?? ("", [:])
        var members: [String: JSONValue] = ["loader": .string(name), "properties": properties]
        if case .nrrd(let options) = self, !options.show.isEmpty {
            members["show"] = .array(
                options.show.map { ["name": .string($0.name), "parameters": .string($0.parameters)] })
        }
        return .object(members)
    }

    package init?(record: JSONValue) {
        guard let name = record["loader"]?.string, let loader = LoaderDeclaration.named(name),
            var options = try? loader.options(record["properties"] ?? [:])
        else { return nil }
        if case .nrrd(var atlas) = options, let show = record["show"]?.array {
            atlas.show = show.compactMap { useCase in
                guard let name = useCase["name"]?.string, let text = useCase["parameters"]?.string,
                    let parameters = try? JSONValue(parsing: text)
                else { return nil }
                return NRRDOptions.UseCase(name: name, parameters: parameters)
            }
            options = .nrrd(atlas)
        }
        self = options.normalized
    }
}

extension Origin: Recordable {
    package var record: JSONValue {
        switch self {
        case .file(let path, let loader): ["path": .string(path), "file": loader.record]
        case .upload(let path, let loader, let digest):
            ["path": .string(path), "upload": loader.record, "digest": .string(digest)]
        case .shapes(let shapes): ["shapes": shapes.record]
        case .light(let light): ["light": light.record]
        case .clipping(let shapes, let inverted): ["clipping": shapes.record, "inverted": .boolean(inverted)]
        }
    }

    package init?(record: JSONValue) {
        if let loader = record["file"].flatMap(LoaderOptions.init(record:)), let path = record["path"]?.string {
            self = .file(path: path, loader: loader)
        } else if let loader = record["upload"].flatMap(LoaderOptions.init(record:)),
            let path = record["path"]?.string, let digest = record["digest"]?.string
        {
            self = .upload(path: path, loader: loader, digest: digest)
        } else if let shapes = record["shapes"].flatMap(Shapes.init(record:)) {
            self = .shapes(shapes)
        } else if let light = record["light"].flatMap(Light.init(record:)) {
            self = .light(light)
        } else if let shapes = record["clipping"].flatMap(Shapes.init(record:)),
            let inverted = record["inverted"]?.boolean
        {
            self = .clipping(shapes, inverted: inverted)
        } else {
            return nil
        }
    }
}
