// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Digest
import JSON
import SceneModel

extension Plan {
    /// The version of the JSON form: a new key raises nothing, any other change the first number.
    public static let formatVersion = "1.0"

    /// The plan for programs (`schemas/plan.schema.json`).
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "format_version": .string(Self.formatVersion), "backend": .string(backend),
            "recipe_digest": recipeDigest.map(JSONValue.string) ?? .null,
            "changes": .array(changes.map(\.json)), "drift": .array(drift.map(\.json)),
            "unmanaged": .array(unmanaged.map(\.json)), "pictures": .array(pictures.map(\.json)),
            "state_digest": .string(stateDigest.description),
        ]
        members["has_changes"] = .boolean(hasChanges)
        return .object(members)
    }

    /// The plan as a file that can be applied later: the same, with the scene that is wanted and what each object
    /// was like when the plan was made.
    public var file: JSONValue {
        var members = json.object ?? [:]
        members["desired"] = desired.record
        var settings: [String: JSONValue] = [
            "unmanaged": .string(options.unmanaged.rawValue), "replace_first": .boolean(options.replaceFirst),
            "refresh_hidden": .boolean(options.refreshHidden),
        ]
        settings["owner"] = options.owner.map(JSONValue.string)
        members["options"] = .object(settings)
        members["state"] = .object(
            Dictionary(fingerprints.map { ("\($0)", .string($1)) }, uniquingKeysWith: { first, _ in first }))
        return .object(members)
    }
}

extension Plan.Attribute {
    var json: JSONValue {
        [
            "path": .string(path), "before": before, "after": after, "after_unknown": .boolean(unknown != nil),
        ]
    }
}

extension Plan.Change {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "address": .string(address.description), "actions": [.string(action.rawValue)],
            "attributes": .array(attributes.map(\.json)), "cost": .string(cost.word),
            "reason": reason.map(JSONValue.string) ?? .null,
        ]
        members["previous_address"] = previous.map { .string($0.description) }
        return .object(members)
    }
}

extension Plan.Drift {
    var json: JSONValue {
        [
            "address": .string(address.description), "attributes": .array(attributes.map(\.json)),
            "affects_pixels": .boolean(affectsPixels),
        ]
    }
}

extension Plan.Unmanaged {
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "id": .integer(Int64(id)), "type": .string(type), "policy": .string(policy.rawValue),
        ]
        members["path"] = path.map(JSONValue.string)
        members["owner"] = owner.map(JSONValue.string)
        return .object(members)
    }
}

extension Plan.Picture {
    var json: JSONValue {
        [
            "name": .string(name), "file": .string(file),
            "resolution": [.integer(Int64(resolution.width)), .integer(Int64(resolution.height))],
        ]
    }
}

/// A plan that was written to a file.
public struct SavedPlan: Sendable {
    /// The backend that it was made for, as it was called.
    public let backend: String
    public let recipeDigest: String?
    let desired: DesiredScene
    let options: PlanOptions
    let stateDigest: String
    let fingerprints: [UInt32: String]

    /// Reads a plan file.
    /// - Throws: ``PlanningError`` `unreadable-state` where it is none, or one of a version that is not known here.
    public init(_ json: JSONValue) throws(PlanningError) {
        let version = json["format_version"]?.string ?? ""
        guard version.hasPrefix("1.") else {
            throw PlanningError(
                .unreadableState, "This is no plan of a version that is known here (format_version '\(version)')",
                remedy: "Make it again with `recipe plan --out`")
        }
        guard let backend = json["backend"]?.string, let desired = json["desired"].flatMap(DesiredScene.init(record:)),
            let digest = json["state_digest"]?.string, let state = json["state"]?.object,
            let policy = json["options"]?["unmanaged"]?.string.flatMap(UnmanagedPolicy.init)
        else {
            throw PlanningError(
                .unreadableState, "The plan lacks what an apply needs",
                remedy: "Write it with `recipe plan --out`; the output of --format json cannot be applied")
        }
        self.backend = backend
        self.desired = desired
        recipeDigest = json["recipe_digest"]?.string
        stateDigest = digest
        options = PlanOptions(
            unmanaged: policy, replaceFirst: json["options"]?["replace_first"]?.boolean ?? false,
            refreshHidden: json["options"]?["refresh_hidden"]?.boolean ?? false,
            owner: json["options"]?["owner"]?.string)
        var prints: [UInt32: String] = [:]
        for (id, print) in state {
            if let id = UInt32(id) { prints[id] = print.string }
        }
        fingerprints = prints
    }
}

extension Planner {
    /// The plan of a file, if the backend is still as it was when the plan was made.
    /// - Throws: ``PlanningError`` `stale-plan`, naming what moved.
    public func plan(_ saved: SavedPlan) async throws -> Plan {
        var plan = try Planning.plan(saved.desired, try await observe(), saved.options, backend: name)
        plan.recipeDigest = saved.recipeDigest
        guard plan.stateDigest.description != saved.stateDigest else { return plan }
        let prints = plan.fingerprints
        var moved: [String] = []
        let types = Dictionary(plan.observation.instances.map { ($0.id, $0.type) }) { first, _ in first }
        for id in Set(saved.fingerprints.keys).union(prints.keys).sorted() {
            switch (saved.fingerprints[id], prints[id]) {
            case (nil, _?): moved.append("\(types[id] ?? "object") \(id) is new")
            case (_?, nil): moved.append("object \(id) is gone")
            case (let old?, let new?) where old != new: moved.append("\(types[id] ?? "object") \(id) has changed")
            default: break
            }
        }
        if moved.isEmpty { moved = ["camera, renderer, frame, viewport or what is remembered of it"] }
        let list = moved.prefix(8).joined(separator: ", ") + (moved.count > 8 ? " and \(moved.count - 8) more" : "")
        throw PlanningError(
            .stalePlan, "The backend has changed since the plan was made: \(list)", remedy: "Make the plan again")
    }
}
