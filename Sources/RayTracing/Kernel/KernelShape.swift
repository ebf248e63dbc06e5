// SPDX-License-Identifier: Apache-2.0
import CEmbree
import SceneModel

/// A shape that the kernel library does not know: it calls back for boxes around primitives and for crossings.
protocol KernelShape {
    /// What the library hands back: the first of the primitives, or one record for all.
    associatedtype Source

    /// Corners of a box around a primitive.
    static func box(_ source: UnsafePointer<Source>, primitive: Int) -> (lower: Vector3, upper: Vector3)

    /// Where a ray crosses a primitive.
    static func crossings(_ source: UnsafePointer<Source>, primitive: Int, _ ray: BatchedRay) -> ShapeCrossings

    /// The callbacks of the three kinds, `{ reportBox($0) }` and so on: a C function cannot be generic itself.
    static var callbacks: ShapeCallbacks { get }
}

/// The functions that the kernel library calls for a shape.
struct ShapeCallbacks {
    var bounds: RTCBoundsFunction
    var intersect: RTCIntersectFunctionN
    var occluded: RTCOccludedFunctionN
}

extension KernelShape {
    /// A geometry of the library over the shape's primitives, which must outlive it.
    static func geometry(_ source: UnsafePointer<Source>, count: Int, device: RTCDevice) -> RTCGeometry? {
        guard let geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_USER) else { return nil }
        rtcSetGeometryUserPrimitiveCount(geometry, UInt32(truncatingIfNeeded: count))
        rtcSetGeometryUserData(geometry, UnsafeMutableRawPointer(mutating: source))
        rtcSetGeometryBoundsFunction(geometry, callbacks.bounds, nil)
        rtcSetGeometryIntersectFunction(geometry, callbacks.intersect)
        rtcSetGeometryOccludedFunction(geometry, callbacks.occluded)
        return geometry
    }

    @inline(__always)
    static func reportBox(_ arguments: UnsafePointer<RTCBoundsFunctionArguments>?) {
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let box = box(data.assumingMemoryBound(to: Source.self), primitive: Int(arguments.primID))
        arguments.bounds_o.pointee.lower_x = box.lower.x
        arguments.bounds_o.pointee.lower_y = box.lower.y
        arguments.bounds_o.pointee.lower_z = box.lower.z
        arguments.bounds_o.pointee.upper_x = box.upper.x
        arguments.bounds_o.pointee.upper_y = box.upper.y
        arguments.bounds_o.pointee.upper_z = box.upper.z
    }

    /// Writes to a batch of rays what they meet of one primitive.
    @inline(__always)
    static func reportHits(_ arguments: UnsafePointer<RTCIntersectFunctionNArguments>?) {
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let source = data.assumingMemoryBound(to: Source.self)
        let count = Int(arguments.N)
        let fields = UnsafeMutableRawPointer(arguments.rayhit).assumingMemoryBound(to: Float.self)
        for index in 0..<count where arguments.valid[index] != 0 {
            let ray = BatchedRay(fields, index: index, count: count)
            let crossings = crossings(source, primitive: Int(arguments.primID), ray)
            guard let hit = crossings.nearest(from: ray.near, to: ray.far) else { continue }
            fields[BatchedRay.farField * count + index] = hit.distance
            let hitFields = fields + BatchedRay.fieldCount * count
            hitFields[index] = hit.normal.x
            hitFields[count + index] = hit.normal.y
            hitFields[2 * count + index] = hit.normal.z
            hitFields[3 * count + index] = 0
            hitFields[4 * count + index] = 0
            let numbers = UnsafeMutableRawPointer(hitFields).assumingMemoryBound(to: UInt32.self)
            numbers[5 * count + index] = arguments.primID
            numbers[6 * count + index] = arguments.geomID
            numbers[7 * count + index] = arguments.context.pointee.instID
        }
    }

    /// Marks the rays of a batch that one primitive stands on.
    @inline(__always)
    static func reportOcclusion(_ arguments: UnsafePointer<RTCOccludedFunctionNArguments>?) {
        guard let arguments = arguments?.pointee, let data = arguments.geometryUserPtr else { return }
        let source = data.assumingMemoryBound(to: Source.self)
        let count = Int(arguments.N)
        let fields = UnsafeMutableRawPointer(arguments.ray).assumingMemoryBound(to: Float.self)
        for index in 0..<count where arguments.valid[index] != 0 {
            let ray = BatchedRay(fields, index: index, count: count)
            let crossings = crossings(source, primitive: Int(arguments.primID), ray)
            guard crossings.nearest(from: ray.near, to: ray.far) != nil else { continue }
            fields[BatchedRay.farField * count + index] = -.infinity
        }
    }
}

/// One ray of a batch that the library hands to a shape of ours, read from its transposed layout.
struct BatchedRay {
    let origin: Vector3
    let direction: Vector3
    let near: Float
    let far: Float

    /// Reads ray `index` of `count`, whose fields lie one array after another.
    @inline(__always)
    init(_ fields: UnsafeMutablePointer<Float>, index: Int, count: Int) {
        origin = Vector3(fields[index], fields[count + index], fields[2 * count + index])
        near = fields[3 * count + index]
        direction = Vector3(fields[4 * count + index], fields[5 * count + index], fields[6 * count + index])
        far = fields[8 * count + index]
    }

    /// Position of the far distance among the ray's fields.
    static let farField = 8
    /// Number of fields before those of the hit.
    static let fieldCount = 12
}

/// Where a ray enters and leaves a shape of ours, with the normals there; a distance of infinity is none.
struct ShapeCrossings {
    var first = Float.infinity
    var firstNormal = Vector3.zero
    var second = Float.infinity
    var secondNormal = Vector3.zero

    /// The first crossing inside a range, or nil.
    @inline(__always)
    func nearest(from near: Float, to far: Float) -> (distance: Float, normal: Vector3)? {
        if first > near, first <= far, first < .infinity { return (first, firstNormal) }
        if second > near, second <= far, second < .infinity { return (second, secondNormal) }
        return nil
    }
}
