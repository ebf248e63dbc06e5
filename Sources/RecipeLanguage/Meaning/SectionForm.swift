// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// The canonical form of what a recipe says beside its scene, its snapshots and its metadata: the backend, `unmanaged`,
/// movies and checks. (``CanonicalForm`` has the rest.)
///
/// Inside such a section defaults are filled in and short forms written out, so that spelling leaves no trace. A
/// movie's picture and key frames have their whole camera, renderer and instant, whether they are their own or the
/// recipe's. Numbers are in single precision, as the service has them.
struct SectionForm {
    /// How a path of a file is written.
    let path: (String) -> String
    /// What movies merge their own settings over.
    private var camera: RecipeValue?
    private var renderer: RecipeValue?
    private var simulation: RecipeValue?

    /// The sections of a recipe that say something else than their defaults.
    static func sections(of recipe: RecipeValue, path: @escaping (String) -> String) -> [String: JSONValue] {
        let root = RecordView(recipe)
        func value(_ key: KeyDeclaration) -> RecipeValue? { root.field(key)?.value ?? key.defaultValue }
        let form = SectionForm(
            path: path, camera: value(RecipeKeys.camera.declaration),
            renderer: value(RecipeKeys.renderer.declaration),
            simulation: value(RecipeKeys.simulation.declaration))
        var members: [String: JSONValue] = [:]
        for key in told {
            guard let value = root.field(key)?.value else { continue }
            let json = form.json(value, key.shape)
            if json != key.defaultValue.map({ form.json($0, key.shape) }) { members[key.name] = json }
        }
        return members
    }

    private static let told: [KeyDeclaration] = [
        RecipeKeys.backend.declaration, RecipeKeys.unmanaged.declaration, RecipeKeys.movies.declaration,
        RecipeKeys.checks.declaration,
    ]

    /// The form of a value of a shape.
    private func json(_ value: RecipeValue, _ shape: Shape) -> JSONValue {
        switch value.content {
        case .boolean(let value): return .boolean(value)
        case .integer(let value):
            if case .number = shape { return .float(Float(value)) }
            return .integer(Int64(value))
        case .number(let value): return .float(Float(value))
        case .text(let text): return .string(text)
        case .path(let path): return .string(self.path(path.resolved))
        case .numbers(let values): return .floats(values.map(Float.init))
        case .list(let items):
            guard let element = shape.element else { return .array([]) }
            return .array(items.map { json($0, element) })
        case .map(let members):
            guard let element = shape.element else { return .object([:]) }
            return .object(
                Dictionary(members.map { ($0.name, json($0.value, element)) }) { first, _ in first })
        case .kind(let kind, let options, _): return [kind.name: json(options, .record(kind.record))]
        case .record(let fields):
            guard let record = shape.record else { return .object([:]) }
            return self.record(fields, record)
        }
    }

    private func record(_ fields: [RecipeValue.Field], _ record: Record) -> JSONValue {
        var members: [String: JSONValue] = [:]
        if record === MovieKeys.record, camera != nil {
            // Key frames stand over the movie's own camera.
            let snapshot = fields.first { $0.key === MovieKeys.snapshot.declaration }?.value
            let own = snapshot.map(RecordView.init)?.field(PictureKeys.camera.declaration)?.value
            var inner = self
            inner.camera = merged(camera, under: own, CameraKeys.record)
            return inner.plain(fields, record, into: &members)
        }
        return plain(fields, record, into: &members)
    }

    private func plain(
        _ fields: [RecipeValue.Field], _ record: Record, into members: inout [String: JSONValue]
    ) -> JSONValue {
        for key in record.keys {
            let written = fields.first { $0.key === key }?.value
            guard let value = inherited(key, written) ?? written ?? defaultValue(key, fields, record) else { continue }
            members[key.name] = special(key, value) ?? json(value, key.shape)
        }
        return .object(members)
    }

    /// A snapshot's or key frame's setting over that of the recipe.
    private func inherited(_ key: KeyDeclaration, _ written: RecipeValue?) -> RecipeValue? {
        if key === PictureKeys.camera.declaration || key === MovieKeys.keyframeCamera.declaration {
            return merged(camera, under: written, CameraKeys.record)
        }
        if key === PictureKeys.renderer.declaration {
            guard let written else { return renderer }
            return renderer?.merged(under: written, key.shape) ?? written
        }
        if key === PictureKeys.simulation.declaration { return written ?? simulation }
        return nil
    }

    private func merged(_ lower: RecipeValue?, under upper: RecipeValue?, _ record: Record) -> RecipeValue? {
        guard let upper else { return lower }
        return lower?.merged(under: upper, .record(record)) ?? upper
    }

    /// The default of an absent key, unless another alternative of its group is given.
    private func defaultValue(
        _ key: KeyDeclaration, _ fields: [RecipeValue.Field], _ record: Record
    ) -> RecipeValue? {
        guard let value = key.defaultValue else { return nil }
        for group in record.groups {
            guard let own = group.alternative(of: key) else { continue }
            let given = fields.lazy.compactMap { group.alternative(of: $0.key) }.first
            if given != own && !(given == nil && (own == 0 || group.needs == .none)) { return nil }
        }
        return value
    }

    /// Keys whose values have several spellings of one meaning.
    private func special(_ key: KeyDeclaration, _ value: RecipeValue) -> JSONValue? {
        if key === PictureKeys.resolution.declaration {
            let (size, dots) = PictureKeys.resolution(value)
            let pixels: JSONValue = [.integer(Int64(size.width)), .integer(Int64(size.height))]
            return dots.map { ["pixels": pixels, "dpi": .float(Float($0))] } ?? pixels
        }
        if key === CameraKeys.from.declaration, case .text(let word) = value.content {
            guard let direction = CameraKeys.Side(rawValue: word)?.direction else { return nil }
            return .floats([direction.x, direction.y, direction.z])
        }
        if key === InstantKeys.time.declaration { return .number(value.double) }
        if key === CameraKeys.target.declaration, case .text(let name) = value.content {
            return .array([.string(name)])
        }
        return nil
    }
}

extension Shape {
    /// The shape of the entries of a list or map.
    var element: Shape? {
        switch self {
        case .list(let element, _, _, _), .map(_, let element, _): element
        case .either(_, let list, let map): list?.element ?? map?.element
        default: nil
        }
    }
}
