// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import SceneModel

/// Carries out a plan: what is new first, then changes, then removals, then the settings that depend on all of it.
struct Executor: Sendable {
    private let plan: Plan
    private var writer: Writer
    /// The ids of what was removed. New objects may bear them since.
    private var removed: Set<UInt32> = []

    init(
        _ plan: Plan, backend: Connection, journal: (any JournalWriter)?,
        progress: @escaping @Sendable (ApplyProgress) -> Void
    ) {
        self.plan = plan
        writer = Writer(
            backend: backend, owner: plan.options.owner, journal: journal,
            tokens: plan.observation.ledger.lastToken, progress: progress)
        writer.total = plan.changes.count { $0.action != .none && $0.action != .move }
    }

    mutating func run() async throws -> AppliedScene {
        let matching = plan.matching
        let families = plan.desired.families
        let live = plan.observation.families
        if plan.options.replaceFirst { try await remove() }
        for index in (matching.created + matching.replaced.map(\.wanted)).sorted() {
            try await writer.make(families[index])
            writer.finish(families[index].address)
        }
        for kept in matching.kept {
            var (family, difference) = (live[kept.live], kept.difference)
            family.sharing = kept.sharing
            if !difference.foreign.isEmpty, family.token == nil { family.owner = LiveFamily.nobody }
            if plan.options.replaceFirst { difference.forgetRemoved(in: &family) }
            try await writer.adjust(family, to: families[kept.wanted], difference)
            if difference.work > 0 { writer.finish(families[kept.wanted].address) }
        }
        try await writer.flush()
        if !plan.options.replaceFirst { try await remove() }
        return try await writer.set(plan.desired, from: plan.observation.settings)
    }

    /// Removes all that is to go, in one call.
    private mutating func remove() async throws {
        let live = plan.observation.families
        var ids: [UInt32] = []
        var address: Address?
        for replaced in plan.matching.replaced {
            ids += replaced.live.flatMap { live[$0].ids }
            address = address ?? plan.desired.families[replaced.wanted].address
        }
        for kept in plan.matching.kept {
            ids += kept.difference.removed.flatMap { live[kept.live].copies[$0].parts.values.map(\.id) }
            ids += kept.strayCopies.flatMap { live[$0].ids }
        }
        for index in plan.matching.leftOver {
            let family = live[index]
            guard family.belongs(to: plan.options.owner) else { continue }
            ids += family.ids
            address = address ?? family.address
        }
        ids += plan.unmanaged.filter { $0.policy == .remove }.map(\.id)
        removed = Set(ids)
        try await writer.remove(removed.sorted(), for: address ?? plan.desired.families.first?.address ?? .camera)
    }

    /// Writes what each object is for into its name, where the service has names.
    mutating func sign(_ ledger: Ledger, _ applied: inout AppliedScene) async throws {
        guard let hidden = plan.observation.hidden else { return }
        for entry in ledger.entries {
            guard let name = ObjectName(entry, in: ledger) else { continue }
            // An id that was removed may be a new object's, which has no name yet.
            let old = removed.contains(entry.id) ? nil : hidden[entry.id]?.name
            guard old != name.text else { continue }
            writer.sign(entry.id, name)
        }
        try await writer.flush()
        applied.writes = writer.writes
    }

    /// What is to be remembered.
    func ledger(_ applied: AppliedScene) -> Ledger {
        var ledger = Ledger()
        var families = writer.families
        for family in plan.observation.families {
            // What other recipes made stays remembered as theirs.
            guard let token = family.token, families[token] == nil, removed.isDisjoint(with: family.ids) else {
                continue
            }
            families[token] = family
        }
        var entries: [UInt32: Ledger.Entry] = [:]
        for (token, family) in families {
            guard let address = family.address, let origin = family.origin, !address.name.hasPrefix("(") else {
                continue
            }
            ledger.families[token] = Ledger.FamilyRecord(
                owner: family.owner, address: address, origin: origin, looks: family.looks,
                loadedRamps: family.loadedRamps, shapeColors: family.shapeColors,
                sharing: family.sharing)
            for copy in family.copies {
                for (part, instance) in copy.parts {
                    entries[instance.id] = Ledger.Entry(
                        instance, family: token, part: part, address: copy.address ?? address, index: copy.index)
                }
            }
        }
        for instance in applied.instances {
            var entry = entries[instance.id] ?? Ledger.Entry(instance)
            entry.bounds = instance.bounds
            entry.placement = Placement(transform: instance.transform, visible: instance.isVisible)
            ledger.entries.append(entry)
        }
        let used = Set(ledger.entries.compactMap(\.family))
        ledger.families = ledger.families.filter { used.contains($0.key) }
        ledger.camera = applied.camera
        ledger.renderer = plan.desired.renderer
        ledger.frame = applied.simulation.current
        return ledger
    }
}
