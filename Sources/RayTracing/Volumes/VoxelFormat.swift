// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// How voxels of one type lie in memory.
protocol VoxelFormat {
    /// Bytes of a voxel.
    static var size: Int { get }

    /// Whether every voxel is a finite number.
    static var isFinite: Bool { get }

    /// The voxel at a place in memory.
    static func read(_ place: UnsafeRawPointer) -> Float

    /// The voxels at four places and those that follow them in memory. After the last voxel of a grid there are spare
    /// bytes, for which anything may be returned.
    static func readPairs(
        _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeRawPointer, _ d: UnsafeRawPointer
    ) -> (first: SIMD4<Float>, second: SIMD4<Float>)
}

/// The types of voxels as a plain number, for records that loops read.
enum VoxelCode: UInt8 {
    case unsignedChar, short, unsignedShort, halfFloat, float, double

    init(_ type: VoxelType) {
        self = switch type {
        case .unsignedChar: .unsignedChar
        case .short: .short
        case .unsignedShort: .unsignedShort
        case .halfFloat: .halfFloat
        case .float: .float
        case .double: .double
        }
    }
}

enum UnsignedCharVoxel: VoxelFormat {
    static let size = 1
    static let isFinite = true

    @inline(__always)
    static func read(_ place: UnsafeRawPointer) -> Float { Float(place.load(as: UInt8.self)) }

    @inline(__always)
    static func readPairs(
        _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeRawPointer, _ d: UnsafeRawPointer
    ) -> (first: SIMD4<Float>, second: SIMD4<Float>) {
        let pairs = SIMD4(
            UInt32(a.loadUnaligned(as: UInt16.self)), UInt32(b.loadUnaligned(as: UInt16.self)),
            UInt32(c.loadUnaligned(as: UInt16.self)), UInt32(d.loadUnaligned(as: UInt16.self)))
        return (SIMD4(small: pairs & SIMD4(repeating: 0xFF)), SIMD4(small: pairs &>> SIMD4(repeating: 8)))
    }
}

enum ShortVoxel: VoxelFormat {
    static let size = 2
    static let isFinite = true

    @inline(__always)
    static func read(_ place: UnsafeRawPointer) -> Float { Float(place.load(as: Int16.self)) }

    @inline(__always)
    static func readPairs(
        _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeRawPointer, _ d: UnsafeRawPointer
    ) -> (first: SIMD4<Float>, second: SIMD4<Float>) {
        // Moved up to where none is negative, and back.
        let (first, second) = halves(a, b, c, d)
        let sign = SIMD4<UInt32>(repeating: 0x8000)
        let shift = SIMD4<Float>(repeating: 0x1p15)
        return (SIMD4(small: first ^ sign) - shift, SIMD4(small: second ^ sign) - shift)
    }
}

enum UnsignedShortVoxel: VoxelFormat {
    static let size = 2
    static let isFinite = true

    @inline(__always)
    static func read(_ place: UnsafeRawPointer) -> Float { Float(place.load(as: UInt16.self)) }

    @inline(__always)
    static func readPairs(
        _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeRawPointer, _ d: UnsafeRawPointer
    ) -> (first: SIMD4<Float>, second: SIMD4<Float>) {
        let (first, second) = halves(a, b, c, d)
        return (SIMD4(small: first), SIMD4(small: second))
    }
}

/// Numbers of 16 bits (IEEE 754 binary16).
enum HalfFloatVoxel: VoxelFormat {
    static let size = 2
    static let isFinite = false

    @inline(__always)
    static func read(_ place: UnsafeRawPointer) -> Float {
        number(SIMD4(repeating: UInt32(place.load(as: UInt16.self)))).x
    }

    @inline(__always)
    static func readPairs(
        _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeRawPointer, _ d: UnsafeRawPointer
    ) -> (first: SIMD4<Float>, second: SIMD4<Float>) {
        let (first, second) = halves(a, b, c, d)
        return (number(first), number(second))
    }

    /// The numbers that 16 bits each stand for.
    @inline(__always)
    private static func number(_ bits: SIMD4<UInt32>) -> SIMD4<Float> {
        let magnitude = bits & SIMD4(repeating: 0x7FFF)
        let exponent = bits & SIMD4(repeating: 0x7C00)
        // The bias of the exponent grows from 15 to 127.
        let usual = (magnitude &<< SIMD4(repeating: 13)) &+ SIMD4(repeating: 112 << 23)
        let special = usual | SIMD4(repeating: 0x7F80_0000)
        let isLarge = exponent .== SIMD4(repeating: 0x7C00)
        let large = unsafeBitCast(usual.replacing(with: special, where: isLarge), to: SIMD4<Float>.self)
        let small = SIMD4<Float>(small: magnitude) * SIMD4(repeating: 0x1p-24)
        let value = large.replacing(with: small, where: exponent .== SIMD4(repeating: 0))
        let sign = (bits & SIMD4(repeating: 0x8000)) &<< SIMD4(repeating: 16)
        return unsafeBitCast(unsafeBitCast(value, to: SIMD4<UInt32>.self) | sign, to: SIMD4<Float>.self)
    }
}

enum FloatVoxel: VoxelFormat {
    static let size = 4
    static let isFinite = false

    @inline(__always)
    static func read(_ place: UnsafeRawPointer) -> Float { place.load(as: Float.self) }

    @inline(__always)
    static func readPairs(
        _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeRawPointer, _ d: UnsafeRawPointer
    ) -> (first: SIMD4<Float>, second: SIMD4<Float>) {
        let p = a.loadUnaligned(as: SIMD2<Float>.self)
        let q = b.loadUnaligned(as: SIMD2<Float>.self)
        let r = c.loadUnaligned(as: SIMD2<Float>.self)
        let s = d.loadUnaligned(as: SIMD2<Float>.self)
        return (SIMD4(p.x, q.x, r.x, s.x), SIMD4(p.y, q.y, r.y, s.y))
    }
}

enum DoubleVoxel: VoxelFormat {
    static let size = 8
    static let isFinite = false

    @inline(__always)
    static func read(_ place: UnsafeRawPointer) -> Float { Float(place.load(as: Double.self)) }

    @inline(__always)
    static func readPairs(
        _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeRawPointer, _ d: UnsafeRawPointer
    ) -> (first: SIMD4<Float>, second: SIMD4<Float>) {
        (SIMD4(read(a), read(b), read(c), read(d)), SIMD4(read(a + 8), read(b + 8), read(c + 8), read(d + 8)))
    }
}

/// The 16 bits at four places, and the 16 bits that follow each.
@inline(__always)
private func halves(
    _ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ c: UnsafeRawPointer, _ d: UnsafeRawPointer
) -> (first: SIMD4<UInt32>, second: SIMD4<UInt32>) {
    let pairs = SIMD4(
        a.loadUnaligned(as: UInt32.self), b.loadUnaligned(as: UInt32.self), c.loadUnaligned(as: UInt32.self),
        d.loadUnaligned(as: UInt32.self))
    return (pairs & SIMD4(repeating: 0xFFFF), pairs &>> SIMD4(repeating: 16))
}

extension SIMD4<Float> {
    /// Integers below 2²³ as floats: put behind the bits of 2²³, which is then taken away.
    @inline(__always)
    fileprivate init(small integers: SIMD4<UInt32>) {
        let moved = integers | SIMD4<UInt32>(repeating: 0x4B00_0000)
        self = unsafeBitCast(moved, to: SIMD4<Float>.self) - SIMD4(repeating: 0x1p23)
    }
}
