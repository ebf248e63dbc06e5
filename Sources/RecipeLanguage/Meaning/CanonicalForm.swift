// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// The canonical form of a recipe: what it means, as JSON, whatever its spelling.
///
/// Defaults are filled in, short forms written out, references replaced by their values, includes merged; numbers are
/// in single precision, as the service has them; input paths are relative to the recipe's folder, with data roots as
/// `${data.NAME}`, so that the form is the same on every machine. Comments, order and spelling leave no trace. What
/// only helps reading (`include`, `parameters`, `data`) is not part of it.
struct CanonicalForm {
    /// The folder of the recipe.
    let folder: String

    private static let leftOut: [KeyDeclaration] = [
        RecipeKeys.include.declaration, RecipeKeys.parameters.declaration, RecipeKeys.data.declaration,
    ]

    /// The form of a value of a shape.
    func json(_ value: RecipeValue, _ shape: Shape) -> JSONValue {
        switch value.content {
        case .boolean(let value): return .boolean(value)
        case .integer(let value):
            if case .number = shape { return .float(Float(value)) }
            return .integer(Int64(value))
        case .number(let value): return .float(Float(value))
        case .text(let text): return .string(text)
        case .path(let path): return .string(self.path(path))
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
        for key in record.keys where !Self.leftOut.contains(where: { $0 === key }) {
            let written = fields.first { $0.key === key }?.value
            guard let value = written ?? defaultValue(key, fields, record) else { continue }
            members[key.name] = special(key, value) ?? json(value, key.shape)
        }
        return .object(members)
    }

    /// The default of an absent key, unless another alternative of its group is given.
    private func defaultValue(
        _ key: KeyDeclaration, _ fields: [RecipeValue.Field], _ record: Record
    ) -> RecipeValue? {
        guard let value = key.defaultValue else { return nil }
        for group in record.groups {
            guard let own = group.alternative(of: key) else { continue }
            let given = fields.lazy.compactMap { group.alternative(of: $0.key) }.first
            if given != own && !(given == nil && group.needs == .none) { return nil }
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
        if key === CameraKeys.target.declaration, case .text(let name) = value.content {
            return .array([.string(name)])
        }
        return nil
    }

    private func path(_ path: RecipePath) -> String {
        if path.written.hasPrefix("${") { return path.written }
        return PathText.relative(path.resolved, to: folder.isEmpty ? "." : folder)
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
