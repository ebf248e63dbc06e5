// SPDX-License-Identifier: Apache-2.0
import Diagnostics

extension RecipeValue {
    /// This value under another one of the same shape: maps merge by key, lists and scalars are replaced, a choice of
    /// another kind replaces the old one whole while the same kind merges its options, and of keys that exclude each
    /// other the upper one wins.
    func merged(under upper: RecipeValue, _ shape: Shape) -> RecipeValue {
        guard !upper.isDamaged || upper.hasEntries else { return upper }
        switch (content, upper.content) {
        case (.record(let lower), .record(let fields)):
            guard let record = shape.record else { return upper }
            return RecipeValue(
                .record(Self.merged(lower, under: fields, record)), upper.span,
                isDamaged: isDamaged || upper.isDamaged, guesses: guesses + upper.guesses)
        case (.map(let lower), .map(let members)):
            guard case .map(_, let element, _) = shape else { return upper }
            var merged = lower
            let places = Dictionary(lower.enumerated().map { ($1.name, $0) }) { first, _ in first }
            for member in members {
                if let index = places[member.name] {
                    merged[index] = Member(
                        name: member.name, nameSpan: member.nameSpan,
                        value: merged[index].value.merged(under: member.value, element))
                } else {
                    merged.append(member)
                }
            }
            return RecipeValue(.map(merged), upper.span, isDamaged: isDamaged || upper.isDamaged)
        case (.kind(let lowerKind, let lower, _), .kind(let kind, let options, let span)):
            guard lowerKind === kind else { return upper }
            return RecipeValue(
                .kind(kind, lower.merged(under: options, .record(kind.record)), span: span), upper.span,
                isDamaged: isDamaged || upper.isDamaged)
        default: return upper
        }
    }

    private static func merged(_ lower: [Field], under upper: [Field], _ record: Record) -> [Field] {
        var merged = lower
        for field in upper {
            if let index = merged.firstIndex(where: { $0.key === field.key }) {
                merged[index] = Field(
                    key: field.key, keySpan: field.keySpan,
                    value: merged[index].value.merged(under: field.value, field.key.shape))
                continue
            }
            for group in record.groups {
                guard let chosen = group.alternative(of: field.key) else { continue }
                merged.removeAll { other in
                    guard let alternative = group.alternative(of: other.key) else { return false }
                    return alternative != chosen && !upper.contains { $0.key === other.key }
                }
            }
            merged.append(field)
        }
        return merged
    }

    private var hasEntries: Bool {
        switch content {
        case .record(let fields): !fields.isEmpty
        case .map(let members): !members.isEmpty
        default: false
        }
    }
}

extension Shape {
    /// The record of a shape that holds one.
    var record: Record? {
        switch self {
        case .record(let record): record
        case .either(_, _, let map): map?.record
        default: nil
        }
    }
}
