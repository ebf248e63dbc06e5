// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

/// What an apply is about to do, or has done, that a later one must know of should this one break off.
///
/// Calls are written down before they are made where their outcome could not be seen afterwards. Moves can be seen,
/// and are not; removals can, but what is made later may bear the ids that they have released.
package enum JournalEvent: Sendable {
    /// A family is about to be made.
    case making(token: String, Ledger.FamilyRecord)
    /// Its first copy stands.
    case made(token: String, parts: [String: ModelInstance])
    /// A family that stood there unrecorded is taken for one of ours; the ids of its copy by part.
    case adopted(token: String, Ledger.FamilyRecord, parts: [String: UInt32])
    /// A part is about to get a colour or to have its report played or stopped.
    case changing(token: String, part: String, attribute: LookGoal.Attribute)
    case changed(token: String, part: String, Look)
    /// Copies of a part are about to be made.
    case copying(token: String, part: String, [Family.Copy])
    case copied(token: String, part: String, [Family.Copy], [ModelInstance])
    /// Objects are gone.
    case removed([UInt32])
}

/// Where events are written, line by line, before the next call is made.
package protocol JournalWriter: Sendable {
    /// Adds a line that is on its way to disk when this returns.
    func write(_ line: JSONValue) throws
}

extension JournalEvent: Recordable {
    package var record: JSONValue {
        switch self {
        case .making(let token, let family): ["making": .string(token), "family": family.record]
        case .made(let token, let parts): ["made": .string(token), "parts": parts.wire]
        case .adopted(let token, let family, let parts):
            [
                "adopted": .string(token), "family": family.record,
                "ids": .object(parts.mapValues { .integer(Int64($0)) }),
            ]
        case .changing(let token, let part, let attribute):
            ["changing": .string(token), "part": .string(part), "attribute": .string(attribute.rawValue)]
        case .changed(let token, let part, let look):
            ["changed": .string(token), "part": .string(part), "look": look.record]
        case .copying(let token, let part, let copies):
            ["copying": .string(token), "part": .string(part), "copies": copies.record]
        case .copied(let token, let part, let copies, let instances):
            [
                "copied": .string(token), "part": .string(part), "copies": copies.record,
                "instances": instances.wire,
            ]
        case .removed(let ids): ["removed": ids.wire]
        }
    }

    package init?(record: JSONValue) {
        let part = record["part"]?.string ?? "0"
        if let token = record["making"]?.string,
            let family = record["family"].flatMap(Ledger.FamilyRecord.init(record:))
        {
            self = .making(token: token, family)
        } else if let token = record["made"]?.string,
            let parts = record["parts"].flatMap({ try? [String: ModelInstance](wire: $0) })
        {
            self = .made(token: token, parts: parts)
        } else if let token = record["adopted"]?.string,
            let family = record["family"].flatMap(Ledger.FamilyRecord.init(record:)), let ids = record["ids"]?.object
        {
            self = .adopted(
                token: token, family,
                parts: ids.compactMapValues { $0.integer.flatMap(UInt32.init(exactly:)) })
        } else if let token = record["changing"]?.string,
            let attribute = record["attribute"]?.string.flatMap(LookGoal.Attribute.init)
        {
            self = .changing(token: token, part: part, attribute: attribute)
        } else if let token = record["changed"]?.string, let look = record["look"].flatMap(Look.init(record:)) {
            self = .changed(token: token, part: part, look)
        } else if let token = record["copying"]?.string, let copies = [Family.Copy](record: record["copies"]) {
            self = .copying(token: token, part: part, copies)
        } else if let token = record["copied"]?.string, let copies = [Family.Copy](record: record["copies"]),
            let instances = record["instances"].flatMap({ try? [ModelInstance](wire: $0) })
        {
            self = .copied(token: token, part: part, copies, instances)
        } else if let ids = record["removed"].flatMap({ try? [UInt32](wire: $0) }) {
            self = .removed(ids)
        } else {
            return nil
        }
    }
}

extension Ledger {
    /// Brings the ledger up to what an apply did that broke off after the last of some events.
    /// - Parameter instances: the objects of the backend now, in order: those that the last call made before the
    ///   apply broke off are among them, at the end, if it was carried out at all.
    package mutating func replay(_ events: [JournalEvent], instances: [ModelInstance]) {
        let places = Dictionary(instances.enumerated().map { ($1.id, $0) }) { first, _ in first }
        for event in events { replay(event, places) }
        let known = Set(entries.map(\.id))
        let fresh = instances.filter { !known.contains($0.id) }
        switch events.last {
        case .making(let token, let family):
            guard let first = fresh.first, family.origin.couldMake(first) else { return }
            let names = family.origin.loader?.partNames(of: fresh) ?? ["0"]
            let expected = family.origin.partNames?.count ?? fresh.count
            guard fresh.count == expected || family.origin.loader == nil else { return }
            replay(.made(token: token, parts: Dictionary(zip(names, fresh)) { first, _ in first }), places)
        case .copying(let token, let part, let copies):
            guard fresh.count >= copies.count else { return }
            replay(.copied(token: token, part: part, copies, Array(fresh.prefix(copies.count))), places)
        default: break
        }
    }

    /// - Parameter places: where each object stands in the backend's list now.
    private mutating func replay(_ event: JournalEvent, _ places: [UInt32: Int]) {
        switch event {
        case .making(let token, let family): families[token] = family
        case .made(let token, let parts):
            guard let family = families[token] else { return }
            // In the backend's order, which is not that of ids: those that were released are used again.
            let ordered = parts.sorted {
                (places[$0.value.id] ?? 0, $0.value.id) < (places[$1.value.id] ?? 0, $1.value.id)
            }
            for (part, instance) in ordered {
                append(instance, Entry(instance, family: token, part: part, address: family.address))
                if families[token]?.looks[part] == nil {
                    families[token]?.looks[part] = family.looks["*"] ?? Look()
                }
            }
            families[token]?.looks["*"] = nil
        case .adopted(let token, let family, let parts):
            families[token] = family
            for (part, id) in parts {
                guard let place = entries.firstIndex(where: { $0.id == id }) else { continue }
                entries[place].family = token
                entries[place].part = part
                entries[place].address = family.address
                entries[place].index = 0
            }
        case .changing(let token, let part, let attribute):
            switch attribute {
            case .paint: families[token]?.looks[part]?.paint = nil
            case .simulation: families[token]?.looks[part]?.simulation = nil
            // These can be read.
            case .material, .ramp: return
            }
            families[token]?.looks[part]?.doubted.insert(attribute)
        case .changed(let token, let part, let look): families[token]?.looks[part] = look
        case .copying: break
        case .removed(let ids):
            let gone = Set(ids)
            entries.removeAll { gone.contains($0.id) }
        case .copied(let token, let part, let copies, let instances):
            for (copy, instance) in zip(copies, instances) {
                append(
                    instance,
                    Entry(instance, family: token, part: part, address: copy.address, index: copy.index))
            }
        }
    }

    /// Adds an object that was made last. Its id may be one that an object had which is gone.
    private mutating func append(_ instance: ModelInstance, _ entry: Entry) {
        entries.removeAll { $0.id == instance.id }
        entries.append(entry)
    }
}

extension Origin {
    /// Whether an object that is seen could be made from this.
    func couldMake(_ instance: ModelInstance) -> Bool {
        switch self {
        case .file(let path, let loader):
            guard let info = instance.info.loadInfo, info.source == .file else { return false }
            return FileSource.normalizedPath(info.path) == path && LoaderOptions(info)?.named == loader.named
        case .upload: return instance.info.loadInfo?.source == .blob
        case .shapes, .light, .clipping:
            return modelTypes?.contains(instance.type) == true
                && fits(instance.bounds, at: .identity, live: instance.transform)
        }
    }
}

extension LoaderOptions {
    /// The options as far as a service echoes them.
    fileprivate var named: LoaderOptions {
        guard case .nrrd(var options) = self else { return self }
        options.show = []
        return .nrrd(options)
    }
}
