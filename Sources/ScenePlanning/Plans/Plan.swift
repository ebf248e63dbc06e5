// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Digest
import JSON
import SceneModel

/// What to do with objects on the backend that the recipe does not name.
public enum UnmanagedPolicy: String, CaseIterable, Sendable {
    /// Do nothing at all.
    case fail
    /// Leave them.
    case keep
    /// Remove them.
    case remove
}

/// What would change on a backend, and what follows from it.
public struct Plan: Sendable {
    /// What happens to an address.
    public enum Action: String, CaseIterable, Sendable {
        case create, update, replace, remove, move
        case none = "no-op"
    }

    /// One attribute that differs.
    public struct Attribute: Sendable, Equatable {
        /// Dotted path under the address, in the recipe's words: `color`, `transform.translate`, `parts.NAME.material`.
        public var path: String
        /// null: there was none, or it is not known.
        public var before: JSONValue
        /// null: there will be none, or it is not known yet.
        public var after: JSONValue
        /// Why the value after is not known yet; nil where it is.
        public var unknown: String?

        public init(_ path: String, _ before: JSONValue, _ after: JSONValue, unknown: String? = nil) {
            self.path = path
            self.before = before
            self.after = after
            self.unknown = unknown
        }
    }

    /// What happens to one address.
    public struct Change: Sendable {
        public var address: Address
        public var action: Action
        public var attributes: [Attribute] = []
        /// Why it must be so, where that is not plain.
        public var reason: String?
        public var cost: Cost
        /// What it was called before, for one that was renamed.
        public var previous: Address?
        /// The ids that go.
        public var ids: [UInt32] = []
    }

    /// What somebody else has changed since the last apply.
    public struct Drift: Sendable {
        public var address: Address
        public var attributes: [Attribute]
        /// Whether a picture could look different for it.
        public var affectsPixels: Bool
    }

    /// An object that this recipe does not name.
    public struct Unmanaged: Sendable {
        public var id: UInt32
        public var type: String
        /// The file it was loaded from, where that can be seen.
        public var path: String?
        /// The recipe that made it, where that is remembered.
        public var owner: String?
        /// `keep`, `remove` or `fail`.
        public var policy: UnmanagedPolicy
    }

    /// A picture that will be taken; it is never part of the scene.
    public struct Picture: Sendable {
        public var name: String
        public var file: String
        public var resolution: Resolution
    }

    /// The backend as it was called.
    public var backend: String
    /// The digest of the recipe's meaning, where the caller gave it.
    public var recipeDigest: String?
    /// In the order of the scene: models, clippings, lights, then renderer, simulation, camera.
    public var changes: [Change] = []
    public var drift: [Drift] = []
    public var unmanaged: [Unmanaged] = []
    public var pictures: [Picture] = []
    package var desired: DesiredScene
    package var options: PlanOptions
    package var observation: Observation
    package var matching: Matching

    /// What the next apply starts from: a plan that was saved holds only while this is so. Computed anew each time.
    public var stateDigest: SHA256Digest { observation.digest }

    /// Digests of single objects, to tell which moved. Computed anew each time.
    package var fingerprints: [UInt32: String] {
        observation.fingerprints.mapValues { SHA256Digest(of: $0.bytes()).hexadecimal }
    }

    /// Whether anything on the backend would be different: a new name alone is not.
    public var hasChanges: Bool { changes.contains { $0.action != .none && $0.action != .move } }

    /// Whether it may be applied: objects that the recipe does not name stop it unless it says what becomes of them.
    public var isBlocked: Bool { unmanaged.contains { $0.policy == .fail } }

    /// Whether it removes or replaces what this recipe did not make, so that a person should be asked.
    public var touchesOthers: Bool {
        unmanaged.contains { $0.policy == .remove }
            || matching.replaced.contains { replaced in
                replaced.live.contains { !observation.families[$0].belongs(to: options.owner) }
            }
            || matching.kept.contains {
                !$0.difference.removed.isEmpty && !observation.families[$0.live].belongs(to: options.owner)
            }
    }

    /// The sum of all steps on models, clippings and lights: a property set or an object removed is 1, an object made
    /// 10, a file read 1000.
    package var work: Int {
        let removed = matching.leftOver.filter { observation.families[$0].belongs(to: options.owner) }
        return matching.kept.reduce(0) { $0 + $1.difference.work }
            + (matching.created + matching.replaced.map(\.wanted)).reduce(0) { $0 + desired.families[$1].makingCost }
            + matching.replaced.reduce(0) { $0 + $1.live.count } + removed.count
    }

    /// How many addresses have an action.
    public func count(_ action: Action) -> Int { changes.count { $0.action == action } }
}

/// What a plan is made by, beside scene and backend.
public struct PlanOptions: Sendable, Equatable {
    /// What becomes of objects that the recipe does not name.
    public var unmanaged: UnmanagedPolicy
    /// Remove before anything new is made, to save the service's memory.
    public var replaceFirst: Bool
    /// Make what cannot be read back again, whatever the ledger says.
    public var refreshHidden: Bool
    /// Whether copies that nobody wants go whoever made them, as in undoing an apply that made some.
    package var ownsAllCopies = false
    /// Names the recipe among others that use the same backend, usually by its path. Only what it made is removed
    /// without asking.
    public var owner: String?

    public init(
        unmanaged: UnmanagedPolicy = .fail, replaceFirst: Bool = false, refreshHidden: Bool = false,
        owner: String? = nil
    ) {
        self.unmanaged = unmanaged
        self.replaceFirst = replaceFirst
        self.refreshHidden = refreshHidden
        self.owner = owner
    }
}
