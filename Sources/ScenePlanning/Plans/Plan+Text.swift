// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

extension Plan {
    /// The plan for people: what changes, changed leaves only, one line each.
    /// - Parameters:
    ///   - isColored: whether ANSI colours mark actions.
    ///   - width: longest value in characters; longer ones are cut with an ellipsis.
    public func text(isColored: Bool = false, width: Int = 60) -> String {
        var page = PlanPage(isColored: isColored, width: width)
        page.summary(self)
        page.drift(drift)
        page.changes(changes)
        page.unmanaged(unmanaged)
        page.pictures(pictures)
        return page.text
    }

    /// What is on the backend that the recipe does not name, and what becomes of it; nil where nothing is.
    public var othersText: String? {
        guard !unmanaged.isEmpty else { return nil }
        var page = PlanPage(isColored: false, width: 60)
        page.unmanaged(unmanaged)
        return page.text.trimmingPrefix("\n") + ""
    }

    /// `1 to create, 2 to update`, or that there is nothing to do.
    public var summary: String {
        let words: [(Action, String)] = [
            (.create, "create"), (.update, "update"), (.replace, "replace"), (.remove, "remove"), (.move, "rename"),
        ]
        let counts = words.compactMap { action, word in count(action) > 0 ? "\(count(action)) to \(word)" : nil }
        let removals = unmanaged.count { $0.policy == .remove }
        let others = removals > 0 ? ["\(removals) of others to remove"] : []
        return counts.isEmpty && others.isEmpty ? "nothing to change" : (counts + others).joined(separator: ", ")
    }
}

/// Lines of a plan as they are put together.
private struct PlanPage {
    private(set) var text = ""
    let isColored: Bool
    let width: Int

    init(isColored: Bool, width: Int) {
        self.isColored = isColored
        self.width = width
    }

    /// ANSI colours of the actions (ECMA-48 SGR).
    private static let colors: [Plan.Action: Int] = [
        .create: 32, .update: 33, .replace: 35, .remove: 31, .move: 36, .none: 0,
    ]
    private static let signs: [Plan.Action: String] = [
        .create: "+", .update: "~", .replace: "±", .remove: "-", .move: ">", .none: " ",
    ]

    private func paint(_ text: String, _ code: Int) -> String {
        isColored && code > 0 ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    mutating func summary(_ plan: Plan) {
        text += "Plan for \(plan.backend): \(plan.summary).\n"
    }

    mutating func changes(_ changes: [Plan.Change]) {
        let shown = changes.filter { $0.action != .none }
        guard !shown.isEmpty else { return }
        text += "\n"
        for change in shown {
            let color = Self.colors[change.action] ?? 0
            var line = paint("\(Self.signs[change.action] ?? " ") \(change.address)", color)
            if let previous = change.previous { line += "  (was \(previous))" }
            if change.cost == .load { line += change.action == .replace ? "  loads again" : "  loads" }
            if let reason = change.reason { line += "  # \(reason)" }
            text += "  \(line)\n"
            attributes(change.attributes, isNew: change.action == .create)
        }
    }

    private mutating func attributes(_ attributes: [Plan.Attribute], isNew: Bool) {
        let column = min(attributes.map(\.path.count).max() ?? 0, 32)
        for attribute in attributes {
            let path = attribute.path + String(repeating: " ", count: max(0, column - attribute.path.count))
            let after = attribute.unknown.map { "(\($0))" } ?? value(attribute.after)
            text += isNew || (attribute.before.isNull && !attribute.after.isNull)
                ? "      \(path)  \(after)\n" : "      \(path)  \(value(attribute.before)) → \(after)\n"
        }
    }

    private func value(_ value: JSONValue) -> String {
        let text: String =
            switch value {
            case .null: "(none)"
            case .string(let text): text
            default: value.text().split(separator: ",").joined(separator: ", ")
            }
        return text.count > width ? text.prefix(width - 1) + "…" : text
    }

    mutating func drift(_ drift: [Plan.Drift]) {
        guard !drift.isEmpty else { return }
        text += "\nChanged on the backend since the last apply, by someone else:\n"
        for item in drift {
            text += "  \(item.address)\(item.affectsPixels ? "" : "  # changes no picture")\n"
            attributes(item.attributes, isNew: false)
        }
    }

    mutating func unmanaged(_ unmanaged: [Plan.Unmanaged]) {
        guard !unmanaged.isEmpty else { return }
        text += "\nOn the backend, but not in the recipe:\n"
        for object in unmanaged {
            var line = "  \(object.type) \(object.id)"
            if let path = object.path { line += "  \(path)" }
            if let owner = object.owner { line += "  made by \(owner)" }
            let fate: String =
                switch object.policy {
                case .keep: "kept"
                case .remove: paint("removed", 31)
                case .fail: paint("stops the apply", 31)
                }
            text += line + "  # \(fate)\n"
        }
        if unmanaged.contains(where: { $0.policy == .fail }) {
            text += "  Say `unmanaged: keep` or `unmanaged: remove` in the recipe.\n"
        }
    }

    mutating func pictures(_ pictures: [Plan.Picture]) {
        guard !pictures.isEmpty else { return }
        text += "\nPictures:\n"
        for picture in pictures {
            let size = picture.resolution
            text += "  \(picture.name)  \(size.width)×\(size.height)  \(picture.file)\n"
        }
    }
}
