// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

/// What an object was made for, as the extension plugin `sceneRecipe` carries it in the object's name: with it a
/// scene is known to every client, and no ledger is needed.
struct ObjectName: Equatable {
    var token: String
    var owner: String?
    /// The family's own address.
    var family: Address
    var part: String
    /// What the copy was made for.
    var address: Address
    var index: Int
    /// Where the service cannot tell it.
    var origin: Origin?

    /// The name as the service holds it.
    var text: String {
        var members: [String: JSONValue] = [
            "recipe": 1, "token": .string(token), "family": family.record, "part": .string(part),
            "address": address.record, "index": .integer(Int64(index)),
        ]
        members["owner"] = owner.map(JSONValue.string)
        members["origin"] = origin?.record
        return JSONValue.object(members).text()
    }

    /// nil for a name that somebody else gave.
    init?(_ text: String?) {
        guard let text, text.hasPrefix("{"), let json = try? JSONValue(parsing: text), json["recipe"]?.integer == 1,
            let token = json["token"]?.string, let part = json["part"]?.string,
            let family = json["family"].flatMap(Address.init(record:)),
            let address = json["address"].flatMap(Address.init(record:)),
            let index = json["index"]?.integer.flatMap(Int.init(exactly:))
        else { return nil }
        self.token = token
        self.family = family
        self.part = part
        self.address = address
        self.index = index
        owner = json["owner"]?.string
        origin = json["origin"].flatMap(Origin.init(record:))
    }

    /// The name of an object that a ledger remembers.
    init?(_ entry: Ledger.Entry, in ledger: Ledger) {
        guard let token = entry.family, let record = ledger.families[token] else { return nil }
        self.token = token
        family = record.address
        owner = record.owner
        part = entry.part
        address = entry.address ?? record.address
        index = entry.index
        switch record.origin {
        case .upload: origin = record.origin
        case .file(_, .nrrd(let options)) where !options.show.isEmpty: origin = record.origin
        default: origin = nil
        }
    }
}

extension HiddenModel {
    /// What the object is made of, where that is hidden; nil for what a loader made.
    var origin: Origin? {
        if let light = light?.light { return .light(light) }
        guard let shapes = shapes?.shapes else { return nil }
        return clippingInverted.map { .clipping(shapes, inverted: $0) } ?? .shapes(shapes)
    }

    /// The colours that shapes were made with, one each.
    var shapeColors: [Color] {
        guard clippingInverted == nil, let state = shapes, let count = state.shapes?.count else { return [] }
        if state.colors.count == count { return state.colors }
        return Array(repeating: state.colors.first ?? .white, count: count)
    }

    /// The colours as a whole; nil where colourings were laid over each other in a way that no recipe says.
    func paint(loaded: Color?) -> Look.Paint? {
        let colors = shapeColors
        var base: Look.Paint? = loaded.map(Look.Paint.solid)
        var present: Look.Paint? = .asLoaded
        if let first = colors.first {
            base = colors.allSatisfy { $0 == first } ? .solid(first) : .shapes(colors)
            present = base
        }
        for coloring in colorings {
            if coloring.method == "solid", let color = coloring.values["color"] {
                present = .solid(color)
            } else if coloring.method == "primitive", let list = Self.expanded(coloring.values, count: colors.count) {
                present = .shapes(list)
            } else if present == .asLoaded || (present != nil && present == base) {
                present = .byValue(method: coloring.method, colors: coloring.values)
            } else if case .byValue(coloring.method, let old) = present {
                present = .byValue(
                    method: coloring.method, colors: old.merging(coloring.values) { _, new in new })
            } else {
                present = nil
            }
        }
        if case .shapes(let list) = present, let first = list.first, list.allSatisfy({ $0 == first }) {
            return .solid(first)
        }
        return present
    }

    /// Colours by index ranges as a list, where they name every shape.
    private static func expanded(_ values: [String: Color], count: Int) -> [Color]? {
        guard count > 0 else { return nil }
        var list = [Color?](repeating: nil, count: count)
        for (key, color) in values {
            for range in key.split(separator: ",") {
                let ends = range.split(separator: "-").compactMap { Int($0) }
                guard let first = ends.first, let last = ends.last, first >= 0, last < count, first <= last else {
                    return nil
                }
                for index in first...last { list[index] = color }
            }
        }
        let colors = list.compactMap(\.self)
        return colors.count == count ? colors : nil
    }
}

extension Ledger {
    /// The ledger as the extension tells it: every object with its family, whoever's ledger that is in. What was
    /// recorded here is kept where it fits, to tell drift by.
    func informed(by hidden: [UInt32: HiddenModel], instances: [ModelInstance]) -> Ledger {
        var result = Ledger()
        result.camera = camera
        result.renderer = renderer
        result.frame = frame
        let believed = Dictionary(
            Grouping.believed(entries, instances).recorded.map { ($0.instance.id, $0.entry) }
        ) { first, _ in first }
        for instance in instances {
            var entry = believed[instance.id] ?? Entry(instance)
            if let name = ObjectName(hidden[instance.id]?.name) {
                entry.family = name.token
                entry.part = name.part
                entry.address = name.address
                entry.index = name.index
                let known = families[name.token]
                let origin =
                    name.origin ?? hidden[instance.id]?.origin
                    ?? instance.info.loadInfo.flatMap { info in
                        LoaderOptions(info).map {
                            .file(path: FileSource.normalizedPath(info.path), loader: $0)
                        }
                    }
                if let origin {
                    var record =
                        result.families[name.token]
                        ?? FamilyRecord(
                            owner: name.owner, address: name.family, origin: origin, looks: [:],
                            loadedRamps: known?.loadedRamps ?? [:],
                            shapeColors: hidden[instance.id]?.shapeColors ?? [])
                    record.looks[name.part] = known?.looks[name.part] ?? Look()
                    result.families[name.token] = record
                } else {
                    entry.family = nil
                }
            } else if let token = entry.family, result.families[token] == nil {
                result.families[token] = families[token]
            }
            result.entries.append(entry)
        }
        return result
    }
}
