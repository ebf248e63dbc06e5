// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

/// Finds out which objects of a backend belong together: by the ledger where it fits, else by what they say of their
/// load.
struct Grouping {
    private(set) var families: [LiveFamily] = []
    private let observation: Observation

    init(_ observation: Observation) {
        self.observation = observation
        let (recorded, others) = Self.believed(observation.ledger.entries, observation.instances)
        groupRecorded(recorded)
        groupOthers(others)
        if let hidden = observation.hidden { reveal(hidden) }
    }

    /// Tells which objects are those of the ledger.
    ///
    /// Objects are only ever appended, so what was recorded stands first and in the recorded order. From the first
    /// object on that does not fit, all are new, whatever ids they have: an id that was released is used again.
    static func believed(
        _ entries: [Ledger.Entry], _ instances: [ModelInstance]
    ) -> (
        recorded: [(instance: ModelInstance, entry: Ledger.Entry, isAltered: Bool)], others: [ModelInstance]
    ) {
        var recorded: [(ModelInstance, Ledger.Entry, Bool)] = []
        var next = 0
        for (position, instance) in instances.enumerated() {
            var place = next
            while place < entries.count, entries[place].id != instance.id { place += 1 }
            let fit = place < entries.count ? entries[place].fit(instance) : .other
            guard fit != .other else {
                return (recorded, Array(instances[position...]))
            }
            recorded.append((instance, entries[place], fit == .altered))
            next = place + 1
        }
        return (recorded, [])
    }

    /// Puts in what the extension tells: origins and colours that are hidden otherwise, and which objects share a
    /// model.
    private mutating func reveal(_ hidden: [UInt32: HiddenModel]) {
        var byModels: [[String: UInt64]: Int] = [:]
        var merged: [LiveFamily] = []
        for var family in families {
            family.sharing = nil
            let parts = family.copies.first?.parts ?? [:]
            for (part, instance) in parts {
                guard let state = hidden[instance.id] else { continue }
                if family.origin == nil, family.address == nil { family.origin = state.origin }
                if family.shapeColors.isEmpty { family.shapeColors = state.shapeColors }
                family.looks[part]?.paint = state.paint(loaded: loadedColors[instance.type])
                family.looks[part]?.simulation = state.followsSimulation
                let isKnown = family.looks[part]?.paint != nil
                family.looks[part]?.doubted = isKnown ? [] : [.paint]
                if let factor = state.radiusMultiplier, factor != 1 { family.isAltered = true }
            }
            // Unrecorded copies of one model are one family.
            let models = parts.mapValues { hidden[$0.id]?.model ?? UInt64.max }
            if family.token == nil, !models.values.contains(.max), let place = byModels[models] {
                merged[place].copies += family.copies
            } else {
                if family.token == nil { byModels[models] = merged.count }
                merged.append(family)
            }
        }
        families = merged
    }

    /// How a part looks: what is seen, and what is remembered of the rest.
    private func look(_ instance: ModelInstance, remembered: Look?) -> Look {
        var look = Look(
            paint: remembered?.paint, material: observation.materials[instance.id],
            ramp: observation.ramps[instance.id], simulation: remembered?.simulation)
        look.doubted = remembered?.doubted ?? []
        return look
    }

    private mutating func groupRecorded(
        _ recorded: [(instance: ModelInstance, entry: Ledger.Entry, isAltered: Bool)]
    ) {
        struct Copy: Hashable {
            let token: String
            let address: Address?
            let index: Int
        }
        var places: [String: Int] = [:]
        var copies: [Copy: Int] = [:]
        var altered: Set<String> = []
        for (instance, entry, isAltered) in recorded {
            guard let token = entry.family, let record = observation.ledger.families[token] else {
                groupOthers([instance])
                continue
            }
            if isAltered { altered.insert(token) }
            let place: Int
            if let known = places[token] {
                place = known
            } else {
                place = families.count
                places[token] = place
                var family = LiveFamily()
                family.token = token
                family.owner = record.owner
                family.address = record.address
                family.origin = record.origin
                family.loadedRamps = record.loadedRamps
                family.shapeColors = record.shapeColors
                family.sharing = record.sharing
                families.append(family)
            }
            let key = Copy(token: token, address: entry.address, index: entry.index)
            // Two copies may go by one name while an apply is not finished: the old one, and the one that takes its place.
            if let copy = copies[key], families[place].copies[copy].parts[entry.part] == nil {
                families[place].copies[copy].parts[entry.part] = instance
            } else {
                copies[key] = families[place].copies.count
                families[place].copies.append(
                    LiveFamily.Copy(parts: [entry.part: instance], address: entry.address, index: entry.index))
            }
            if families[place].looks[entry.part] == nil {
                families[place].looks[entry.part] = look(instance, remembered: record.looks[entry.part])
            }
        }
        for place in families.indices {
            guard let token = families[place].token, places[token] != nil else { continue }
            let parts = Set(observation.ledger.families[token]?.looks.keys.map(\.self) ?? [])
            families[place].isWhole = families[place].copies.contains { Set($0.parts.keys) == parts }
            families[place].isAltered = altered.contains(token)
        }
    }

    private mutating func groupOthers(_ instances: [ModelInstance]) {
        /// Copies of loads that are not complete yet, by what was loaded.
        var open: [Origin: [Int]] = [:]
        var loaded: [Int] = []
        for instance in instances {
            guard let info = instance.info.loadInfo, info.source == .file, let options = LoaderOptions(info) else {
                var family = LiveFamily()
                family.copies = [LiveFamily.Copy(parts: ["0": instance])]
                family.looks["0"] = look(instance, remembered: nil)
                families.append(family)
                continue
            }
            let origin = Origin.file(path: FileSource.normalizedPath(info.path), loader: options)
            // A part that a copy lacks completes it; else another copy begins. Which copies share a model is hidden,
            // so that each is a family of its own.
            let candidates = open[origin] ?? []
            if let place = candidates.first(where: { partName(instance, options, in: families[$0]) != nil }),
                let part = partName(instance, options, in: families[place])
            {
                families[place].copies[0].parts[part] = instance
                families[place].looks[part] = look(instance, remembered: nil)
                if families[place].copies[0].parts.count == options.partNames?.count {
                    open[origin]?.removeAll { $0 == place }
                }
            } else {
                var family = LiveFamily()
                family.origin = origin
                family.sharing = LiveFamily.anyone
                family.copies = [LiveFamily.Copy(parts: [:])]
                let part = partName(instance, options, in: family) ?? "0"
                family.copies[0].parts[part] = instance
                family.looks[part] = look(instance, remembered: nil)
                if family.copies[0].parts.count != options.partNames?.count {
                    open[origin, default: []].append(families.count)
                }
                loaded.append(families.count)
                families.append(family)
            }
        }
        for place in loaded {
            let names = families[place].origin?.partNames
            families[place].isWhole = names.map { Set($0) == Set(families[place].copies[0].parts.keys) } ?? true
        }
    }

    /// Which part of a load an object is, among those that a family lacks; nil where it can be none of them.
    private func partName(_ instance: ModelInstance, _ options: LoaderOptions, in family: LiveFamily) -> String? {
        let present = family.copies.first?.parts ?? [:]
        guard let names = options.partNames else {
            let name = instance.info.metadata?["population_name"] ?? String(present.count)
            return present[name] == nil ? name : nil
        }
        let missing = names.filter { present[$0] == nil }
        guard names.count > 1 else { return missing.first }
        return missing.first { fits(instance, part: $0) }
    }

    /// Whether an object can be a part, judged by its type and by the population that it tells.
    private func fits(_ instance: ModelInstance, part: String) -> Bool {
        let type = instance.type
        if part == type { return true }
        let population = instance.info.metadata?["population_name"]
        switch type {
        case "afferent_synapses", "endfeet": return part.hasSuffix(".afferent") && named(population, part.dropLast(9))
        case "efferent_synapses": return part.hasSuffix(".efferent") && named(population, part.dropLast(9))
        default:
            let isEdge = part.hasSuffix(".afferent") || part.hasSuffix(".efferent") || part.hasSuffix("_synapses")
            return !isEdge && named(population, part[...])
        }
    }

    private func named(_ population: String?, _ name: Substring) -> Bool {
        population.map { $0 == name } ?? true
    }
}
