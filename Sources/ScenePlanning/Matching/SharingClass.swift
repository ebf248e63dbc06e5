// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

/// Families of one origin that show the same, so that they may be instances of one model; and how those of them that
/// were accepted are to look.
///
/// Which families may share a model (``LiveFamily/sharing``): one of which nothing is remembered with any other, those
/// of a group with each other.
struct SharingClass {
    /// Members that have something in common, and the looks that are wanted of them.
    private struct Members {
        var count = 0
        var looks = Set<[Look]>()

        func isAlike(_ other: [Look]) -> Bool { looks.isEmpty || looks == [other] }

        mutating func add(_ other: [Look]) {
            count += 1
            looks.insert(other)
        }
    }

    private var all = Members()
    private var anyone = Members()
    private var groups: [String: Members] = [:]

    /// Takes a family in, unless one that it may share a model with is to look otherwise.
    mutating func admit(_ sharing: String?, _ looks: [Look]) -> Bool {
        switch sharing {
        case nil: guard anyone.isAlike(looks) else { return false }
        case LiveFamily.anyone:
            guard all.isAlike(looks) else { return false }
            anyone.add(looks)
        case let group?:
            guard anyone.isAlike(looks), groups[group, default: Members()].isAlike(looks) else { return false }
            groups[group, default: Members()].add(looks)
        }
        all.add(looks)
        return true
    }

    /// Whether a member may share its model with another one.
    func isAmbiguous(_ sharing: String?) -> Bool {
        switch sharing {
        case nil: anyone.count > 0
        case LiveFamily.anyone: all.count > 1
        case let group?: anyone.count > 0 || (groups[group]?.count ?? 0) > 1
        }
    }
}

extension LiveFamily {
    /// What instances of one model show alike, by part.
    struct Shown: Hashable {
        let materials: [String: Material]
        let ramps: [String: ColorRamp]
    }

    var shown: Shown { Shown(materials: looks.compactMapValues(\.material), ramps: looks.compactMapValues(\.ramp)) }

    /// Where its first copy stands.
    var firstPlace: Placement? {
        guard let parts = copies.first?.parts, let first = parts.min(by: { $0.key < $1.key })?.value else { return nil }
        return Placement(transform: first.transform, visible: first.isVisible)
    }
}

extension Family {
    /// Where its first copy is to stand, by the same part as ``LiveFamily/firstPlace`` where the file does not tell.
    var firstPlace: Placement? {
        copies.first.map { placement($0, part: origin.partNames?.min() ?? "0") }
    }
}
