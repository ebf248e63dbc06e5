// SPDX-License-Identifier: Apache-2.0

/// Three floats without padding: 12 bytes, where `SIMD3<Float>` takes 16. The layout of vertex buffers.
@frozen public struct PackedVector3: Sendable, Hashable, BitwiseCopyable {
    public var x: Float
    public var y: Float
    public var z: Float

    @inlinable public init(_ x: Float, _ y: Float, _ z: Float) {
        self.x = x
        self.y = y
        self.z = z
    }

    @inlinable public init(_ vector: SIMD3<Float>) {
        self.init(vector.x, vector.y, vector.z)
    }

    /// The origin.
    public static let zero = PackedVector3(0, 0, 0)

    /// The same numbers as a vector to compute with.
    @inlinable public var vector: SIMD3<Float> { SIMD3(x, y, z) }
}

/// The three vertex indices of a triangle, counter-clockwise seen from its front.
@frozen public struct TriangleIndices: Sendable, Hashable, BitwiseCopyable {
    public var a: UInt32
    public var b: UInt32
    public var c: UInt32

    @inlinable public init(_ a: UInt32, _ b: UInt32, _ c: UInt32) {
        self.a = a
        self.b = b
        self.c = c
    }
}
