// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

/// Makes plans: the difference of a wanted scene and an observed one. Pure.
package struct Planning {
    private let desired: DesiredScene
    private let observation: Observation
    private let options: PlanOptions
    private let matching: Matching
    private var changes: [Address: Plan.Change] = [:]
    private var order: [Address] = []

    /// The plan for a scene.
    package static func plan(
        _ desired: DesiredScene, _ observation: Observation, _ options: PlanOptions, backend: String
    ) throws(PlanningError) -> Plan {
        var planning = Planning(desired, observation, options)
        return try planning.make(backend)
    }

    private init(_ desired: DesiredScene, _ observation: Observation, _ options: PlanOptions) {
        self.desired = desired
        var observation = observation
        if options.refreshHidden {
            // What cannot be read back is not believed.
            for place in observation.families.indices {
                observation.families[place].isDoubted = true
                for part in observation.families[place].looks.keys {
                    observation.families[place].looks[part]?.paint = nil
                    observation.families[place].looks[part]?.simulation = nil
                }
            }
        }
        self.observation = observation
        self.options = options
        matching = Matching(
            desired.families, observation.families, owner: options.owner, refreshHidden: options.refreshHidden,
            keepsForeignCopies: options.unmanaged != .remove && !options.ownsAllCopies)
    }

    private mutating func make(_ backend: String) throws(PlanningError) -> Plan {
        for kept in matching.kept { keep(kept) }
        for replaced in matching.replaced { replace(replaced) }
        for index in matching.created { create(desired.families[index], action: .create, reason: nil) }
        let (removals, unmanaged) = leftOvers()
        for removal in removals where changes[removal.address] != nil {
            add(removal.address, .remove, [], .property, reason: "what had this name is removed", ids: removal.ids)
        }
        let settings = try self.settings()
        let places = Dictionary(
            desired.families.flatMap { family in family.copies.map(\.address) }.enumerated().map { ($1, $0) }
        ) { first, _ in first }
        let ranks = order.map { (place: places[$0] ?? Int.max, name: $0.description, address: $0) }
        let wanted = ranks.sorted { ($0.place, $0.name) < ($1.place, $1.name) }.compactMap { changes[$0.address] }
        return Plan(
            backend: backend, changes: wanted + removals.filter { changes[$0.address] == nil } + settings,
            drift: observation.drift, unmanaged: unmanaged, desired: desired, options: options,
            observation: observation, matching: matching)
    }

    private mutating func add(
        _ address: Address, _ action: Plan.Action, _ attributes: [Plan.Attribute], _ cost: Cost, reason: String? = nil,
        previous: Address? = nil, ids: [UInt32] = []
    ) {
        if var change = changes[address] {
            change.attributes += attributes
            change.cost = max(change.cost, cost)
            change.reason = change.reason ?? reason
            change.previous = change.previous ?? previous
            change.ids += ids
            change.action = change.action.joined(with: action)
            changes[address] = change
        } else {
            order.append(address)
            changes[address] = Plan.Change(
                address: address, action: action, attributes: attributes, reason: reason, cost: cost,
                previous: previous, ids: ids)
        }
    }

    private mutating func keep(_ kept: Matching.Kept) {
        let family = desired.families[kept.wanted]
        let live = observation.families[kept.live]
        let difference = kept.difference
        var attributes: [Plan.Attribute] = []
        for (part, goal) in difference.looks.sorted(by: { $0.key < $1.key }) {
            let prefix = live.looks.count > 1 ? "parts.\(part)." : ""
            attributes += goal.differs.map { attribute in
                Plan.Attribute(
                    prefix + attribute.rawValue, Words.look(attribute, of: live.looks[part] ?? Look(paint: nil)),
                    Words.look(attribute, of: goal.look))
            }
        }
        let renamed = live.address.flatMap { $0 == family.address ? nil : $0 }
        add(
            family.address, attributes.isEmpty ? (renamed == nil ? .none : .move) : .update, attributes,
            attributes.isEmpty ? .none : .property, previous: renamed)
        for (wanted, index) in difference.pairs {
            let copy = family.copies[wanted]
            let found = live.copies[index]
            var moved: [Plan.Attribute] = []
            for (part, instance) in found.parts.sorted(by: { $0.value.id < $1.value.id }) {
                moved += Words.placement(
                    Placement(transform: instance.transform, visible: instance.isVisible),
                    family.placement(copy, part: part), prefix: prefix(copy, part, of: live))
            }
            let renamed = found.address.flatMap { $0 == copy.address ? nil : $0 }
            add(
                copy.address, moved.isEmpty ? (renamed == nil ? .none : .move) : .update, moved,
                moved.isEmpty ? .none : .property, previous: renamed)
        }
        for index in difference.added {
            let copy = family.copies[index]
            let isWholeModel = copy.index == 0 && copy.address != family.address
            var leaves = Words.placement(nil, family.placement(copy, part: "0"), prefix: "")
            if isWholeModel {
                leaves.insert(Plan.Attribute("instance_of", .null, .string(family.address.name)), at: 0)
            } else {
                leaves = [Plan.Attribute(place(copy.index), .null, copy.transform?.wire ?? "made again")]
            }
            add(
                copy.address, isWholeModel ? .create : .update, leaves, .object,
                reason: kept.strayCopies.isEmpty
                    ? nil : "which copies share a model cannot be read back and is not recorded",
                ids: kept.strayCopies.flatMap { observation.families[$0].ids })
        }
        for index in difference.removed {
            let copy = live.copies[index]
            let address = copy.address ?? family.address
            let isWanted = family.copies.contains { $0.address == address }
            let leaf = Plan.Attribute(place(copy.index), "a copy", .null)
            add(
                address, isWanted ? .update : .remove, isWanted ? [leaf] : [], .property,
                ids: copy.parts.values.map(\.id).sorted())
        }
    }

    private func prefix(_ copy: Family.Copy, _ part: String, of live: LiveFamily) -> String {
        let place = copy.index > 0 ? place(copy.index) + "." : ""
        return live.looks.count > 1 ? "\(place)parts.\(part)." : place
    }

    /// The path of a copy under its model.
    private func place(_ index: Int) -> String { index > 0 ? "instances[\(index - 1)]" : "model" }

    private mutating func replace(_ replaced: Matching.Replaced) {
        let family = desired.families[replaced.wanted]
        let live = observation.families[replaced.live[0]]
        let leaves = Words.origins(live.origin, family.origin)
        let ids = replaced.live.flatMap { observation.families[$0].ids }
        let reason =
            replaced.reason == .originChanged
            ? leaves.map(\.path).joined(separator: ", ") + " " + replaced.reason.rawValue : replaced.reason.rawValue
        add(
            family.address, .replace, leaves + looks(of: family), family.origin.loader == nil ? .object : .load,
            reason: reason, ids: ids)
        followers(of: family, .replace, reason: "the model it is an instance of is replaced")
    }

    private mutating func create(_ family: Family, action: Plan.Action, reason: String?) {
        add(
            family.address, action, Words.origins(nil, family.origin) + looks(of: family),
            family.origin.loader == nil ? .object : .load, reason: reason)
        followers(of: family, action, reason: nil)
    }

    /// Models that are copies of a family that is made.
    private mutating func followers(of family: Family, _ action: Plan.Action, reason: String?) {
        for copy in family.copies.dropFirst() {
            if copy.address == family.address {
                add(
                    copy.address, action,
                    [Plan.Attribute("instances[\(copy.index - 1)]", .null, copy.transform?.wire ?? .null)], .object)
            } else {
                add(
                    copy.address, action,
                    [Plan.Attribute("instance_of", .null, .string(family.address.name))]
                        + Words.placement(nil, family.placement(copy, part: "0"), prefix: ""),
                    .object, reason: reason)
            }
        }
    }

    /// What is said of the looks of a family that is made.
    private func looks(of family: Family) -> [Plan.Attribute] {
        func leaves(_ appearance: Appearance, _ prefix: String) -> [Plan.Attribute] {
            var attributes: [Plan.Attribute] = []
            if let coloring = appearance.coloring {
                let paint: Look.Paint =
                    switch coloring {
                    case .solid(let color): .solid(color)
                    case .byValue(let method, let colors): .byValue(method: method, colors: colors)
                    }
                attributes.append(Plan.Attribute(prefix + "color", .null, Words.paint(paint)))
            }
            if let material = appearance.material {
                attributes.append(Plan.Attribute(prefix + "material", .null, Words.material(material)))
            }
            if let ramp = appearance.colorRamp {
                attributes.append(Plan.Attribute(prefix + "color_ramp", .null, Words.ramp(ramp)))
            }
            if let simulation = appearance.simulation {
                attributes.append(Plan.Attribute(prefix + "simulation", .null, .boolean(simulation)))
            }
            return attributes
                + Words.placement(
                    nil, Placement(transform: appearance.transform, visible: appearance.visible), prefix: prefix)
        }
        return leaves(family.appearance, "")
            + family.parts.sorted { $0.key < $1.key }.flatMap { leaves($1, "parts.\($0).") }
    }

    /// Live families that belong to nothing wanted: ours go, others' are handled as the recipe says.
    private mutating func leftOvers() -> ([Plan.Change], [Plan.Unmanaged]) {
        var removals: [Plan.Change] = []
        var unmanaged: [Plan.Unmanaged] = []
        func leave(_ live: LiveFamily, _ copies: [LiveFamily.Copy]) {
            unmanaged += copies.flatMap { copy in
                copy.parts.values.sorted { $0.id < $1.id }.map { instance in
                    Plan.Unmanaged(
                        id: instance.id, type: instance.type,
                        path: instance.info.loadInfo.flatMap { $0.path.isEmpty ? nil : $0.path },
                        owner: live.owner == LiveFamily.nobody ? nil : live.owner, policy: options.unmanaged)
                }
            }
        }
        for index in matching.leftOver {
            let live = observation.families[index]
            if live.belongs(to: options.owner), let address = live.address {
                removals.append(
                    Plan.Change(
                        address: address, action: .remove, reason: "the recipe does not name it any more",
                        cost: .property, ids: live.ids))
            } else {
                leave(live, live.copies)
            }
        }
        for kept in matching.kept {
            let live = observation.families[kept.live]
            leave(live, kept.difference.foreign.map { live.copies[$0] })
        }
        return (removals.sorted { $0.address.description < $1.address.description }, unmanaged)
    }
}

extension Planning {
    /// Changes of renderer, simulation and camera.
    private func settings() throws(PlanningError) -> [Plan.Change] {
        var result: [Plan.Change] = []
        func add(_ address: Address, _ attributes: [Plan.Attribute]) {
            result.append(
                Plan.Change(
                    address: address, action: attributes.isEmpty ? .none : .update, attributes: attributes,
                    cost: attributes.isEmpty ? .none : .property))
        }
        let settings = observation.settings
        add(.renderer, Words.renderer(settings.renderer, desired.renderer))
        add(.simulation, try simulation())
        let (camera, unknown) = foreseenCamera()
        if camera == nil, unknown == nil {
            add(.camera, [])
        } else {
            add(.camera, Words.camera(settings.camera, camera, unknown: unknown, lens: desired.camera))
        }
        return result
    }

    private func simulation() throws(PlanningError) -> [Plan.Attribute] {
        let present = observation.settings.simulation
        let isSettled = (matching.created + matching.replaced.map(\.wanted)).allSatisfy {
            desired.families[$0].origin.loader?.hasReport != true
        }
        guard isSettled else {
            switch desired.simulation {
            case .frame(let frame):
                let now = JSONValue.integer(Int64(present.current))
                return Int(present.current) == frame
                    ? [] : [Plan.Attribute("frame", now, .integer(Int64(frame)))]
            case .time, nil:
                return [
                    Plan.Attribute(
                        "frame", .integer(Int64(present.current)), .null, unknown: "known after load")
                ]
            }
        }
        let frame = try present.frame(for: desired.simulation)
        return frame == present.current
            ? [] : [Plan.Attribute("frame", .integer(Int64(present.current)), .integer(Int64(frame)))]
    }

    /// The camera after the apply, where it can be foreseen; else why not. Neither where it stays as it is.
    private func foreseenCamera() -> (Camera?, unknown: String?) {
        let aspectRatio = observation.settings.aspectRatio
        let setting = desired.camera
        guard setting.needsBounds else {
            let target: Bounds = if case .bounds(let box) = setting.target { box } else { .empty }
            return (setting.camera(bounds: target, aspectRatio: aspectRatio), nil)
        }
        var foreseen = AppliedScene()
        let names: Set<String>? = if case .models(let names) = setting.target { Set(names) } else { nil }
        func isFramed(_ address: Address, visible: Bool) -> Bool {
            guard case .model(let name) = address else { return false }
            return names.map { $0.contains(name) } ?? visible
        }
        for index in matching.created + matching.replaced.map(\.wanted) {
            let family = desired.families[index]
            let isSeen = family.copies.contains {
                isFramed($0.address, visible: family.placement($0, part: "0").visible)
            }
            if isSeen { return (nil, "known after load") }
        }
        for kept in matching.kept {
            let family = desired.families[kept.wanted]
            let isSeen = kept.difference.added.map { family.copies[$0] }.contains {
                isFramed($0.address, visible: family.placement($0, part: "0").visible)
            }
            if isSeen { return (nil, "known after load") }
            for (wanted, index) in kept.difference.pairs {
                let copy = family.copies[wanted]
                for (part, instance) in observation.families[kept.live].copies[index].parts {
                    let place = family.placement(copy, part: part)
                    if !place.transform.isSame(as: instance.transform), isFramed(copy.address, visible: place.visible) {
                        return (nil, "known after the move")
                    }
                    foreseen.objects.append(
                        AppliedScene.Object(
                            address: copy.address, part: part, copy: copy.index, id: instance.id,
                            type: instance.type, bounds: instance.bounds, isVisible: place.visible, metadata: [:]))
                }
            }
        }
        return (try? foreseen.camera(setting, aspectRatio: aspectRatio), nil)
    }
}

extension Plan.Action {
    /// What two things that happen to one address are together.
    fileprivate func joined(with other: Plan.Action) -> Plan.Action {
        switch (self, other) {
        case (.none, let action), (let action, .none): action
        case (.create, .remove), (.remove, .create), (.replace, _), (_, .replace): .replace
        case (.move, let action), (let action, .move): action
        case (.create, _), (_, .create): .create
        case (.update, .remove), (.remove, .update): .update
        default: self
        }
    }
}

extension LoaderOptions {
    /// Whether a load brings something that changes over time.
    var hasReport: Bool {
        switch self {
        case .bbp(let options): options.report != .none
        case .sonata(let populations):
            populations.contains { $0.report != .none || $0.edges.contains { $0.report != nil } }
        case .dti: true
        default: false
        }
    }
}
