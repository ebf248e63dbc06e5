// SPDX-License-Identifier: Apache-2.0

/// A colour with opacity: red, green, blue and alpha, linear as the service takes them, usually in 0…1.
@frozen
public struct Color: Hashable, Sendable {
    /// (red, green, blue, alpha).
    public var components: SIMD4<Float>

    public static let white = Color(1, 1, 1)
    public static let black = Color(0, 0, 0)

    @inlinable
    public init(_ red: Float, _ green: Float, _ blue: Float, _ alpha: Float = 1) {
        components = SIMD4(red, green, blue, alpha)
    }

    @inlinable
    public init(_ components: SIMD4<Float>) {
        self.components = components
    }

    /// Red, green and blue.
    @inlinable public var rgb: SIMD3<Float> { SIMD3(components.x, components.y, components.z) }

    /// Opacity, 0 to 1.
    @inlinable public var alpha: Float { components.w }
}

/// How a model is coloured.
public enum Coloring: Hashable, Sendable {
    /// One colour for all of it.
    case solid(Color)
    /// A colour for each value of a method that the model offers (`layer`, `morphology section`, …).
    case byValue(method: String, colors: [String: Color])
}

/// Colours over a range of values: a transfer function for volumes, the colours of a report for circuits.
public struct ColorRamp: Hashable, Sendable {
    /// The value that the first colour stands for.
    public var lower: Float
    /// The value that the last colour stands for; greater than `lower`.
    public var upper: Float
    /// 1 to 256 colours, equally spaced over the range.
    public var colors: [Color]

    public init(lower: Float, upper: Float, colors: [Color]) {
        self.lower = lower
        self.upper = upper
        self.colors = colors
    }
}

extension ColorRamp {
    /// A ramp over a named map, its opacities interpolated linearly between equally spaced values.
    /// - Parameter opacities: 0…1 each, for the lower end first; empty means opaque.
    public init(lower: Float, upper: Float, map: ColorMap, opacities: [Float] = []) {
        let colors = map.colors
        self.init(
            lower: lower, upper: upper,
            colors: colors.enumerated().map { index, color in
                guard opacities.count > 1 else {
                    return Color(SIMD4(color.rgb, opacities.first ?? 1))
                }
                let place = Float(index) / Float(colors.count - 1) * Float(opacities.count - 1)
                let left = min(Int(place), opacities.count - 2)
                let share = place - Float(left)
                return Color(SIMD4(color.rgb, opacities[left] * (1 - share) + opacities[left + 1] * share))
            })
    }
}
