// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

/// What was applied to one backend, for what a service does not show again: what lights, shapes and clippings are
/// made of, colours, which instances share a model, and what each thing was made for.
///
/// It is a help, not the truth: entries that do not fit what is seen are not believed, and without a ledger all is
/// planned from what can be seen.
package struct Ledger: Sendable, Equatable {
    /// An object as it was seen when the ledger was written.
    package struct Entry: Sendable, Equatable {
        package var id: UInt32
        package var type: String
        package var bounds: Bounds
        package var placement: Placement
        package var loadInfo: LoadInfo?
        /// The family it belongs to; nil for an object that is not ours.
        package var family: String?
        package var part: String
        /// What its copy was made for.
        package var address: Address?
        package var index: Int
    }

    /// What the objects of a family have in common.
    package struct FamilyRecord: Sendable, Equatable {
        /// The recipe that made it.
        package var owner: String?
        package var address: Address
        package var origin: Origin
        /// By part; nil members are not known.
        package var looks: [String: Look]
        /// The ramps that the loader gave, by part.
        package var loadedRamps: [String: ColorRamp]
        /// The colours that shapes were made with.
        package var shapeColors: [Color] = []
        /// Families of one origin with the same word here may share a model.
        package var sharing: String?

        package init(
            owner: String?, address: Address, origin: Origin, looks: [String: Look], loadedRamps: [String: ColorRamp],
            shapeColors: [Color] = [], sharing: String? = nil
        ) {
            self.owner = owner
            self.address = address
            self.origin = origin
            self.looks = looks
            self.loadedRamps = loadedRamps
            self.shapeColors = shapeColors
            self.sharing = sharing
        }
    }

    /// All objects of the backend in their order.
    package var entries: [Entry] = []
    /// By token.
    package var families: [String: FamilyRecord] = [:]
    /// Camera, renderer and frame as they were set.
    package var camera: Camera?
    package var renderer: Renderer?
    package var frame: UInt32?

    package init() {}
}

extension Ledger.Entry {
    /// An object as it is seen.
    package init(
        _ instance: ModelInstance, family: String? = nil, part: String = "0", address: Address? = nil, index: Int = 0
    ) {
        self.init(
            id: instance.id, type: instance.type, bounds: instance.bounds,
            placement: Placement(transform: instance.transform, visible: instance.isVisible),
            loadInfo: instance.info.loadInfo, family: family, part: part, address: address, index: index)
    }

    /// How well an object that is seen fits the entry.
    enum Fit {
        case same
        /// It is the same, but for something that changed its bounds and cannot be read back.
        case altered
        case other
    }

    func fit(_ instance: ModelInstance) -> Fit {
        guard id == instance.id, type == instance.type, hasLoadInfo(of: instance) else { return .other }
        // Bounds follow the transform; where that is as it was, so must they be.
        guard placement.transform.isSame(as: instance.transform), bounds != instance.bounds else { return .same }
        return loadInfo == nil ? .other : .altered
    }
}

extension Ledger.Entry {
    /// Whether an object says the same of its load; numbers are compared as the wire carries them.
    private func hasLoadInfo(of instance: ModelInstance) -> Bool {
        let found = instance.info.loadInfo
        return loadInfo == found || loadInfo?.wire.bytes() == found?.wire.bytes()
    }
}

extension Transform {
    /// Whether both move every point to the same place: a quaternion and its opposite are one rotation.
    package func isSame(as other: Transform) -> Bool {
        translation == other.translation && scale == other.scale
            && (rotation == other.rotation || rotation.components == -other.rotation.components
                || rotation.isSameUnscaled(as: other.rotation))
    }
}

extension Ledger.Entry: Recordable {
    package var record: JSONValue {
        var members: [String: JSONValue] = [
            "id": .integer(Int64(id)), "type": .string(type), "bounds": bounds.wire, "placement": placement.record,
        ]
        members["load_info"] = loadInfo?.wire
        if let family {
            members["family"] = .string(family)
            members["part"] = .string(part)
            members["address"] = address?.record
            members["index"] = .integer(Int64(index))
        }
        return .object(members)
    }

    package init?(record: JSONValue) {
        guard let id = record["id"]?.integer.flatMap(UInt32.init(exactly:)), let type = record["type"]?.string,
            let bounds = record["bounds"].flatMap({ try? Bounds(wire: $0) }),
            let placement = record["placement"].flatMap(Placement.init(record:))
        else { return nil }
        self.init(
            id: id, type: type, bounds: bounds, placement: placement,
            loadInfo: record["load_info"].flatMap { try? LoadInfo(wire: $0) }, family: record["family"]?.string,
            part: record["part"]?.string ?? "0", address: record["address"].flatMap(Address.init(record:)),
            index: record["index"]?.integer.flatMap(Int.init(exactly:)) ?? 0)
    }
}

extension Ledger.FamilyRecord: Recordable {
    package var record: JSONValue {
        var members: [String: JSONValue] = [
            "address": address.record, "origin": origin.record, "looks": looks.record,
        ]
        members["owner"] = owner.map(JSONValue.string)
        if !loadedRamps.isEmpty { members["loaded_ramps"] = loadedRamps.record }
        if !shapeColors.isEmpty { members["colors"] = shapeColors.wire }
        members["sharing"] = sharing.map(JSONValue.string)
        return .object(members)
    }

    package init?(record: JSONValue) {
        guard let address = record["address"].flatMap(Address.init(record:)),
            let origin = record["origin"].flatMap(Origin.init(record:)),
            let looks = [String: Look](record: record["looks"])
        else { return nil }
        self.init(
            owner: record["owner"]?.string, address: address, origin: origin, looks: looks,
            loadedRamps: [String: ColorRamp](record: record["loaded_ramps"]) ?? [:],
            shapeColors: record["colors"].flatMap { try? [Color](wire: $0) } ?? [],
            sharing: record["sharing"]?.string)
    }
}

extension Ledger: Recordable {
    package var record: JSONValue {
        var members: [String: JSONValue] = [
            "version": .integer(Self.version), "objects": entries.record, "families": families.record,
        ]
        members["camera"] = camera?.record
        members["renderer"] = renderer?.record
        members["frame"] = frame.map { .integer(Int64($0)) }
        return .object(members)
    }

    package init?(record: JSONValue) {
        guard record["version"]?.integer == Self.version, let entries = [Entry](record: record["objects"]),
            let families = [String: FamilyRecord](record: record["families"])
        else { return nil }
        self.entries = entries
        self.families = families
        camera = record["camera"].flatMap(Camera.init(record:))
        renderer = record["renderer"].flatMap(Renderer.init(record:))
        frame = record["frame"]?.integer.flatMap(UInt32.init(exactly:))
    }

    /// The version of the form; another one is read as no ledger.
    private static let version: Int64 = 1
}

extension Quaternion {
    /// A service takes quaternions of any length, a recipe has those of length 1: whether both are one rotation once
    /// they are scaled, where one of them was not.
    fileprivate func isSameUnscaled(as other: Quaternion) -> Bool {
        func square(_ q: SIMD4<Float>) -> Float { (q * q).sum() }
        let (a, b) = (square(components), square(other.components))
        guard a > 0, b > 0, abs(a - 1) > 1e-6 || abs(b - 1) > 1e-6 else { return false }
        let (one, two) = (components / a.squareRoot(), other.components / b.squareRoot())
        return min(square(one - two), square(one + two)) < 1e-12
    }

    /// The same rotation at length 1; itself where it is so already, or has no length.
    var scaledToUnit: Quaternion {
        let square = (components * components).sum()
        guard square > 0, square.isFinite, abs(square - 1) > 1e-6 else { return self }
        return Quaternion(components / square.squareRoot())
    }
}
