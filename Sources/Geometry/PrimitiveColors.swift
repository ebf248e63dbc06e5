// SPDX-License-Identifier: Apache-2.0

/// The colours of the primitives of a geometry: linear RGB and alpha, not clamped.
///
/// A change of colours is a new value; geometry and its acceleration structure stay as they are.
public enum PrimitiveColors: Sendable {
    /// One colour for all.
    case solid(SIMD4<Float>)
    /// A colour for each primitive, 16 bytes each.
    case each(GeometryBuffer<SIMD4<Float>>)
    /// An 8-bit index into at most 256 colours for each primitive, 1 byte each: sections, layers, residues,
    /// and reports through a ramp.
    case palette(GeometryBuffer<SIMD4<Float>>, indices: GeometryBuffer<UInt8>)
    /// A 32-bit index into any number of colours for each primitive, 4 bytes each: cells of a circuit.
    case largePalette(GeometryBuffer<SIMD4<Float>>, indices: GeometryBuffer<UInt32>)

    /// Opaque white for all.
    public static let white = PrimitiveColors.solid(SIMD4(1, 1, 1, 1))

    /// Whether there is a colour for each of `count` primitives. An index beyond
    /// the palette makes this false.
    public func covers(_ count: Int) -> Bool {
        switch self {
        case .solid:
            true
        case .each(let colors):
            colors.count >= count
        case .palette(let colors, let indices):
            indices.count >= count && indices.elements.allSatisfy { Int($0) < colors.count }
        case .largePalette(let colors, let indices):
            indices.count >= count && indices.elements.allSatisfy { Int($0) < colors.count }
        }
    }

    /// The colour of one primitive; white where there is none.
    public func color(of primitive: Int) -> SIMD4<Float> {
        func element(_ colors: GeometryBuffer<SIMD4<Float>>, _ index: Int) -> SIMD4<Float> {
            index >= 0 && index < colors.count ? colors[index] : SIMD4(1, 1, 1, 1)
        }
        switch self {
        case .solid(let color):
            return color
        case .each(let colors):
            return element(colors, primitive)
        case .palette(let colors, let indices):
            guard primitive >= 0, primitive < indices.count else { return SIMD4(1, 1, 1, 1) }
            return element(colors, Int(indices[primitive]))
        case .largePalette(let colors, let indices):
            guard primitive >= 0, primitive < indices.count else { return SIMD4(1, 1, 1, 1) }
            return element(colors, Int(indices[primitive]))
        }
    }

    /// Bytes that the colours take.
    public var byteCount: Int {
        switch self {
        case .solid: MemoryLayout<SIMD4<Float>>.size
        case .each(let colors): colors.byteCount
        case .palette(let colors, let indices): colors.byteCount + indices.byteCount
        case .largePalette(let colors, let indices): colors.byteCount + indices.byteCount
        }
    }
}
