// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// What a part of a live family is to become, with everything settled that a recipe leaves to the loader.
package struct LookGoal: Sendable {
    /// What differs, in the order in which it is set.
    package enum Attribute: String, CaseIterable, Sendable {
        case simulation, material
        case ramp = "color_ramp"
        case paint = "color"
    }

    /// The look to be reached; nil members are left as they are.
    package var look: Look
    package var differs: [Attribute] = []
    /// Whether a colouring must be taken back that the service cannot undo.
    package var isOutOfReach = false

    /// - Parameters:
    ///   - wanted: what the recipe says.
    ///   - live: what is seen or remembered.
    ///   - base: the colours before any colouring; nil where they are not known.
    ///   - loadedRamp: the ramp before anyone set it; nil where it is not known.
    ///   - isDoubted: whether colours are to be set again although nothing speaks against them.
    package init(
        wanted: Look, live: Look, base: Look.Paint?, loadedRamp: ColorRamp?, isDoubted: Bool = false
    ) {
        look = wanted
        // As loaded, a report plays.
        if wanted.simulation == nil, live.simulation == false { look.simulation = true }
        if live.doubted.contains(.simulation) { look.simulation = wanted.simulation ?? true }
        if let simulation = look.simulation, simulation != live.simulation { differs.append(.simulation) }
        if wanted.material == nil, live.material != nil { look.material = .standard }
        if let material = look.material, material != live.material { differs.append(.material) }
        if wanted.ramp == nil, live.ramp != nil { look.ramp = loadedRamp }
        if let ramp = look.ramp, ramp != live.ramp { differs.append(.ramp) }
        let way = Self.way(
            from: live.paint, to: wanted.paint ?? .asLoaded, base: base, isOpen: live.doubted.contains(.paint))
        switch way {
        case .there where isDoubted && base != nil: differs.append(.paint)
        case .there: break
        case .reachable: differs.append(.paint)
        case .unreachable:
            differs.append(.paint)
            isOutOfReach = true
        }
    }

    private enum Way {
        case there, reachable, unreachable
    }

    /// - Parameter isOpen: whether it may be coloured in a way that is not remembered.
    private static func way(
        from live: Look.Paint?, to wanted: Look.Paint, base: Look.Paint?, isOpen: Bool
    ) -> Way {
        if live == wanted { return .there }
        switch wanted {
        case .asLoaded:
            // What nobody remembers to have coloured is taken to be as loaded.
            guard live != nil || isOpen else { return .there }
            guard let base else { return .unreachable }
            return live == base ? .there : .reachable
        case .solid, .shapes:
            return live == .asLoaded && base == wanted ? .there : .reachable
        case .byValue(let method, let colors):
            switch live {
            case nil where !isOpen: return .reachable
            case .asLoaded: return .reachable
            case .byValue(method, let old) where old.keys.allSatisfy({ colors[$0] != nil }): return .reachable
            default: return base == nil ? .unreachable : .reachable
            }
        }
    }

    /// The colourings that lead from what is there to what is wanted. A colouring by value leaves what it does not
    /// name as it was, so that what an earlier one named must be put back first.
    package static func strokes(
        from live: Look.Paint?, to wanted: Look.Paint, base: Look.Paint?
    ) -> [Look.Paint] {
        switch wanted {
        case .solid, .shapes: return [wanted]
        case .asLoaded: return base.map { [$0] } ?? []
        case .byValue(let method, let colors):
            switch live {
            case .asLoaded: return [wanted]
            case .byValue(method, let old) where old.keys.allSatisfy({ colors[$0] != nil }): return [wanted]
            case let live where live == base: return [wanted]
            default: return (base.map { [$0] } ?? []) + [wanted]
            }
        }
    }
}

extension Family {
    /// The colours of a part before any colouring: those of the shapes, or what the loader gives to a type.
    package func base(type: String?) -> Look.Paint? {
        if let first = shapeColors.first {
            return shapeColors.allSatisfy { $0 == first } ? .solid(first) : .shapes(shapeColors)
        }
        return type.flatMap { loadedColors[$0] }.map(Look.Paint.solid)
    }
}

extension LiveFamily {
    /// The ramp of a part before anyone set it; nil where it is not known.
    package func loadedRamp(_ part: String) -> ColorRamp? {
        loadedRamps[part] ?? (type(of: part) == "Volume" ? loadedVolumeRamp : nil)
    }
}
