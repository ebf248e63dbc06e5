// SPDX-License-Identifier: Apache-2.0
import CEmbree
import SceneModel

/// Memory for eight rays in the kernels' layout: each field of all rays, then the next one. Swift cannot name the
/// library's own type, whose alignment is beyond what it imports.
struct RayPacket {
    /// Rays in a packet.
    static let width = 8

    private let fields: UnsafeMutablePointer<Float>
    private let numbers: UnsafeMutablePointer<UInt32>
    private let valid: UnsafeMutablePointer<Int32>

    /// Places of the fields that are written or read by number.
    private enum Field {
        static let far = 8
        static let mask = 9
        static let id = 10
        static let flags = 11
        static let normal = 12
        static let barycentric = 15
        static let primitive = 17
        static let geometry = 18
        static let instance = 19
        static let count = 20
    }

    init() {
        let bytes = Field.count * Self.width * 4
        let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        fields = memory.assumingMemoryBound(to: Float.self)
        numbers = memory.assumingMemoryBound(to: UInt32.self)
        let flags = UnsafeMutableRawPointer.allocate(byteCount: Self.width * 4, alignment: 64)
        flags.initializeMemory(as: Int32.self, repeating: 0, count: Self.width)
        valid = flags.assumingMemoryBound(to: Int32.self)
    }

    /// Frees the memory; the value must not be used afterwards.
    func deallocate() {
        fields.deallocate()
        valid.deallocate()
    }

    @inline(__always)
    private func load(_ rays: UnsafePointer<Ray>, lanes: UInt32, mask: UInt32, reach: Float) {
        for lane in 0..<Self.width {
            let isActive = lanes & (1 << UInt32(truncatingIfNeeded: lane)) != 0
            valid[lane] = isActive ? -1 : 0
            guard isActive else { continue }
            let ray = rays[lane]
            if !ray.isSound(within: reach) { valid[lane] = 0 }
            fields[lane] = ray.origin.x
            fields[8 + lane] = ray.origin.y
            fields[16 + lane] = ray.origin.z
            fields[24 + lane] = ray.near
            fields[32 + lane] = ray.direction.x
            fields[40 + lane] = ray.direction.y
            fields[48 + lane] = ray.direction.z
            fields[56 + lane] = 0
            fields[Field.far * 8 + lane] = ray.far
            numbers[Field.mask * 8 + lane] = mask
            numbers[Field.id * 8 + lane] = 0
            numbers[Field.flags * 8 + lane] = 0
            numbers[Field.geometry * 8 + lane] = UInt32.max
            numbers[Field.instance * 8 + lane] = UInt32.max
        }
    }

    /// The nearest hit of each active ray.
    ///
    /// - Parameters:
    ///   - reach: how far from the origin rays may begin; what begins beyond meets nothing.
    ///   - loneSurface: the surface of all hits, where the scene has no instances.
    @inline(__always)
    func intersect(
        _ scene: RTCScene, _ context: inout RTCIntersectContext, _ rays: UnsafePointer<Ray>, lanes: UInt32,
        mask: UInt32, reach: Float, loneSurface: Int32?, _ hits: UnsafeMutablePointer<RayHit>
    ) {
        load(rays, lanes: lanes, mask: mask, reach: reach)
        rtcIntersect8(valid, scene, &context, OpaquePointer(fields))
        for lane in 0..<Self.width where lanes & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
            guard numbers[Field.geometry * 8 + lane] != UInt32.max else {
                hits[lane] = RayHit()
                continue
            }
            hits[lane] = RayHit(
                distance: fields[Field.far * 8 + lane],
                surface: loneSurface ?? Int32(bitPattern: numbers[Field.instance * 8 + lane]),
                primitive: numbers[Field.primitive * 8 + lane],
                u: fields[Field.barycentric * 8 + lane], v: fields[(Field.barycentric + 1) * 8 + lane],
                normal: Vector3(
                    fields[Field.normal * 8 + lane], fields[(Field.normal + 1) * 8 + lane],
                    fields[(Field.normal + 2) * 8 + lane]))
        }
    }

    /// Which of the active rays something stands on.
    @inline(__always)
    func occluded(
        _ scene: RTCScene, _ context: inout RTCIntersectContext, _ rays: UnsafePointer<Ray>, lanes: UInt32,
        mask: UInt32, reach: Float
    ) -> UInt32 {
        load(rays, lanes: lanes, mask: mask, reach: reach)
        rtcOccluded8(valid, scene, &context, OpaquePointer(fields))
        var result: UInt32 = 0
        for lane in 0..<Self.width where lanes & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
            if fields[Field.far * 8 + lane] < 0 { result |= 1 << UInt32(truncatingIfNeeded: lane) }
        }
        return result
    }
}
