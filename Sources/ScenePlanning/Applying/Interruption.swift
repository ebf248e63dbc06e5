// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

/// An apply that broke off: what it was to reach, and from where it came.
package struct Interruption: Sendable {
    /// The scene that was to be.
    package var desired: DesiredScene
    /// The scene that was, with whose each family is.
    package var before: DesiredScene
    /// What the ledger said before.
    package var ledger: Ledger
    package var options: PlanOptions
    /// Objects that were there and could not be made again once removed, by id.
    package var irreplaceable: [UInt32: String]
    package var events: [JournalEvent]

    /// Starts a journal for a plan.
    /// - Parameter previous: an apply that broke off and that this one finishes or undoes: where that one came from
    ///   is still where a rollback leads.
    package init(_ plan: Plan, after previous: Interruption?) {
        desired = plan.desired
        options = plan.options
        ledger = plan.observation.refreshedLedger
        events = []
        irreplaceable = [:]
        if let previous {
            before = previous.before
            irreplaceable = previous.irreplaceable
            return
        }
        before = DesiredScene(
            families: [], camera: CameraSetting(plan.observation.settings.camera),
            renderer: plan.observation.settings.renderer,
            simulation: plan.observation.settings.simulation.timeStep > 0
                ? .frame(Int(plan.observation.settings.simulation.current)) : nil)
        for (index, live) in plan.observation.families.enumerated() {
            if let family = Family(live, index: index) {
                before.families.append(family)
            } else {
                for id in live.ids { irreplaceable[id] = live.type(of: "0") ?? "object" }
            }
        }
    }

    /// A scene that stands and is changed for a while: whether that is finished or undone, it is the same again.
    init(keeping basis: AppliedScene.Basis) {
        (desired, before, ledger, options) = (basis.desired, basis.desired, basis.ledger, basis.options)
        (irreplaceable, events) = ([:], [])
    }

    package var header: JSONValue {
        var members: [String: JSONValue] = [
            "version": 1, "desired": desired.record, "before": before.record, "ledger": ledger.record,
            "unmanaged": .string(options.unmanaged.rawValue), "replace_first": .boolean(options.replaceFirst),
            "refresh_hidden": .boolean(options.refreshHidden),
            "irreplaceable": .object(
                Dictionary(irreplaceable.map { ("\($0)", .string($1)) }, uniquingKeysWith: { first, _ in first })),
        ]
        members["owner"] = options.owner.map(JSONValue.string)
        return .object(members)
    }

    /// Reads the lines of a journal; nil where there is none.
    package init?(_ lines: [JSONValue]) throws(PlanningError) {
        guard let header = lines.first else { return nil }
        guard header["version"]?.integer == 1, let desired = header["desired"].flatMap(DesiredScene.init(record:)),
            let before = header["before"].flatMap(DesiredScene.init(record:)),
            let ledger = header["ledger"].flatMap(Ledger.init(record:)),
            let policy = header["unmanaged"]?.string.flatMap(UnmanagedPolicy.init)
        else {
            throw PlanningError(
                .unreadableState, "The journal of an interrupted apply cannot be read",
                remedy: "Delete it; the next apply then starts from what can be seen")
        }
        self.desired = desired
        self.before = before
        self.ledger = ledger
        options = PlanOptions(
            unmanaged: policy, replaceFirst: header["replace_first"]?.boolean ?? false,
            refreshHidden: header["refresh_hidden"]?.boolean ?? false, owner: header["owner"]?.string)
        irreplaceable = [:]
        for (id, type) in header["irreplaceable"]?.object ?? [:] {
            if let id = UInt32(id) { irreplaceable[id] = type.string ?? "object" }
        }
        events = lines.dropFirst().compactMap(JournalEvent.init(record:))
    }
}

extension CameraSetting {
    /// A setting that gives just this camera.
    package init(_ camera: Camera) {
        let lens: Lens =
            switch camera.projection {
            case .perspective(let fovy, let apertureRadius, let focusDistance):
                .perspective(fovy: fovy, apertureRadius: apertureRadius, focusDistance: focusDistance)
            case .orthographic(let height): .orthographic(height: height)
            case .cylindric(let fovy): .cylindric(fovy: fovy)
            }
        self.init(lens: lens, framing: .view(camera.view), nearClip: camera.nearClip, region: camera.region)
    }
}

extension Family {
    /// A live family as one that is wanted; nil where it could not be made again.
    package init?(_ live: LiveFamily, index: Int) {
        guard let origin = live.origin, live.isWhole, !live.isAltered else { return nil }
        // In parentheses: no recipe has such a name, and no ledger remembers it.
        address = live.address ?? .model("(found \(index))")
        self.origin = origin
        owner = live.owner
        shapeColors = live.shapeColors
        appearance = Appearance()
        parts = [:]
        copies = []
        for (part, look) in live.looks {
            var appearance = Appearance(
                material: look.material, colorRamp: look.ramp, simulation: look.simulation)
            switch look.paint {
            case nil, .asLoaded: break
            case .solid(let color): appearance.coloring = .solid(color)
            case .byValue(let method, let colors): appearance.coloring = .byValue(method: method, colors: colors)
            case .shapes(let colors): shapeColors = colors
            }
            parts[part] = appearance
        }
        let whole = live.copies.filter { $0.parts.count == live.looks.count }
        for copy in whole {
            copies.append(
                Copy(
                    address: copy.address ?? address, index: copy.index,
                    placements: copy.parts.mapValues {
                        Placement(transform: $0.transform, visible: $0.isVisible)
                    }))
        }
    }
}
