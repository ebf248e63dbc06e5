// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// One box whose faces are perpendicular to the axes.
@frozen public struct AxisAlignedBox: Sendable, Hashable, BitwiseCopyable {
    public var min: PackedVector3
    public var max: PackedVector3

    @inlinable public init(min: PackedVector3, max: PackedVector3) {
        self.min = min
        self.max = max
    }

    @inlinable public init(min: Vector3, max: Vector3) {
        self.init(min: PackedVector3(min), max: PackedVector3(max))
    }
}

/// Axis-aligned boxes, 24 bytes each; an instance's transform turns them.
public final class BoxSet: Sendable {
    public let boxes: GeometryBuffer<AxisAlignedBox>

    /// - Throws: `GeometryError.tooMany` above 2³² − 2 boxes.
    public init(_ boxes: GeometryBuffer<AxisAlignedBox>) throws(GeometryError) {
        try GeometryError.checkCount(boxes.count)
        self.boxes = boxes
    }

    /// Copies an array; see the other initialiser.
    public convenience init(_ boxes: [Bounds]) throws(GeometryError) {
        try self.init(GeometryBuffer(boxes.lazy.map { AxisAlignedBox(min: $0.min, max: $0.max) }))
    }

    /// The box of all corners under a map.
    public func bounds(under map: AffineTransform) -> Bounds {
        var box = BoxAccumulator()
        for element in boxes.elements {
            box.add(corners: element.min.vector, element.max.vector, under: map)
        }
        return box.bounds
    }
}
