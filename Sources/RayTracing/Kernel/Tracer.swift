// SPDX-License-Identifier: Apache-2.0
import CEmbree
import SceneModel

/// An infinite plane in world coordinates: normal·p = offset. No tree can hold it, so it is met apart.
struct PlaneRecord {
    var normal: Vector3
    var offset: Float
    var surface: Int32
    var primitive: UInt32
    /// Which rays see it, see `RayMask`.
    var mask: UInt32
    /// The normal in the geometry's own coordinates.
    var objectNormal: Vector3
}

/// How many rays were sent: those that look for the nearest hit, and those that only ask whether anything is there.
/// A ray that clippers cut counts once a part.
package struct TracedRays: Sendable {
    package var nearest = 0
    package var shadow = 0
}

/// Groups of surfaces that a ray may be told to see.
enum RayMask {
    /// For the interactive renderer, which tells materials apart by alpha only.
    static let opaque: UInt32 = 1
    static let translucent: UInt32 = 2
    static let interactive: UInt32 = opaque | translucent
    /// For the production renderer: what stops shadow rays, and what may let them pass.
    static let blocking: UInt32 = 4
    static let passing: UInt32 = 8
    /// What glows at its edge and stops nothing.
    static let ghost: UInt32 = 16
    static let production: UInt32 = blocking | passing | ghost
}

/// The only surface of a scene that rays search in a tree, where it is not moved: then the tree over placed surfaces
/// above it is left out.
struct LoneSurface {
    var surface: Int32
    /// Which rays see it, see `RayMask`.
    var mask: UInt32
}

/// Sends rays into a prepared scene from one thread. It holds addresses only; the prepared scene must outlive it.
struct Tracer {
    private let scene: RTCScene?
    /// How far from the origin rays may begin.
    private let reach: Float
    private let lone: LoneSurface?
    private let planes: UnsafePointer<PlaneRecord>
    private let planeCount: Int
    private let clippers: UnsafePointer<ClipperRecord>
    private let clipperCount: Int
    private let invertedCount: Int32
    private let scratch: ClippingScratch
    private let packet: RayPacket
    private var context: RTCIntersectContext
    /// Rays sent so far, for measurements.
    private(set) var traced = TracedRays()

    init(
        scene: RTCScene?, reach: Float, lone: LoneSurface?, planes: RecordList<PlaneRecord>,
        clippers: RecordList<ClipperRecord>, invertedCount: Int32
    ) {
        self.scene = scene
        self.reach = reach
        self.lone = lone
        self.planes = planes.base
        planeCount = planes.count
        self.clippers = clippers.base
        clipperCount = clippers.count
        self.invertedCount = invertedCount
        scratch = ClippingScratch(clipperCount: clippers.count)
        packet = RayPacket()
        context = RTCIntersectContext()
        rtcInitIntersectContext(&context)
    }

    /// Frees the working memory; the value must not be used afterwards.
    func deallocate() {
        scratch.deallocate()
        packet.deallocate()
    }

    /// Whether clippers take part.
    @inline(__always) var clips: Bool { clipperCount > 0 || invertedCount > 0 }

    /// Finds the parts of a ray that the clippers leave; see `keptInterval`.
    @inline(__always)
    func findKept(_ ray: Ray, list: ClippingScratch.List) -> Int {
        scratch.findKept(
            ray, clippers: clippers, count: clipperCount, invertedCount: invertedCount, list: list)
    }

    /// An interval found by the last `findKept` for the list.
    @inline(__always)
    func keptInterval(_ index: Int, of list: ClippingScratch.List) -> LineInterval {
        scratch.interval(index, of: list)
    }

    /// The nearest hit inside the kept parts of a ray: those found before for the whole line, cut to near…far.
    @inline(__always)
    mutating func nearest(
        _ ray: Ray, mask: UInt32, kept: Int, list: ClippingScratch.List
    ) -> RayHit {
        guard clips else { return nearest(ray, mask: mask) }
        for index in 0..<kept {
            let interval = scratch.interval(index, of: list)
            var part = ray
            part.near = max(ray.near, interval.lower)
            part.far = min(ray.far, interval.upper)
            if part.near > part.far { continue }
            let hit = nearest(part, mask: mask)
            if !hit.isMiss { return hit }
        }
        return RayHit()
    }

    /// Whether anything stands in the kept parts of a ray.
    @inline(__always)
    mutating func isOccluded(
        _ ray: Ray, mask: UInt32, kept: Int, list: ClippingScratch.List
    ) -> Bool {
        guard clips else { return isOccluded(ray, mask: mask) }
        for index in 0..<kept {
            let interval = scratch.interval(index, of: list)
            var part = ray
            part.near = max(ray.near, interval.lower)
            part.far = min(ray.far, interval.upper)
            if part.near <= part.far, isOccluded(part, mask: mask) { return true }
        }
        return false
    }

    /// The nearest hits of up to eight rays. Rays side by side share the way through the tree.
    ///
    /// Where clippers take part each ray goes alone.
    /// - Parameters:
    ///   - lanes: a bit for each ray that takes part.
    ///   - coherent: whether the rays run close together.
    @inline(__always)
    mutating func nearest(
        _ rays: UnsafePointer<Ray>, lanes: UInt32, mask: UInt32, coherent: Bool,
        _ hits: UnsafeMutablePointer<RayHit>
    ) {
        guard !clips, lanes.nonzeroBitCount > 1, sees(mask), let scene else {
            for lane in 0..<RayPacket.width where lanes & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
                let kept = clips ? findKept(rays[lane], list: .path) : 0
                hits[lane] = nearest(rays[lane], mask: mask, kept: kept, list: .path)
            }
            return
        }
        traced.nearest &+= lanes.nonzeroBitCount
        setCoherent(coherent)
        packet.intersect(
            scene, &context, rays, lanes: lanes, mask: mask, reach: reach, loneSurface: lone?.surface, hits)
        setCoherent(false)
        guard planeCount > 0 else { return }
        for lane in 0..<RayPacket.width where lanes & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
            meetPlanes(rays[lane], mask: mask, &hits[lane])
        }
    }

    /// Which of up to eight rays something stands on; see the other function of this name.
    @inline(__always)
    mutating func occluded(
        _ rays: UnsafePointer<Ray>, lanes: UInt32, mask: UInt32, coherent: Bool
    ) -> UInt32 {
        guard !clips, planeCount == 0, lanes.nonzeroBitCount > 1, sees(mask), let scene else {
            var result: UInt32 = 0
            for lane in 0..<RayPacket.width where lanes & (1 << UInt32(truncatingIfNeeded: lane)) != 0 {
                let kept = clips ? findKept(rays[lane], list: .shadow) : 0
                if isOccluded(rays[lane], mask: mask, kept: kept, list: .shadow) {
                    result |= 1 << UInt32(truncatingIfNeeded: lane)
                }
            }
            return result
        }
        traced.shadow &+= lanes.nonzeroBitCount
        setCoherent(coherent)
        let result = packet.occluded(scene, &context, rays, lanes: lanes, mask: mask, reach: reach)
        setCoherent(false)
        return result
    }

    @inline(__always)
    private mutating func setCoherent(_ coherent: Bool) {
        context.flags = coherent ? RTC_INTERSECT_CONTEXT_FLAG_COHERENT : RTC_INTERSECT_CONTEXT_FLAG_INCOHERENT
    }

    /// The nearest hit of a ray, clippers ignored.
    @inline(__always)
    mutating func nearest(_ ray: Ray, mask: UInt32) -> RayHit {
        var result = RayHit()
        traced.nearest &+= 1
        if sees(mask), ray.isSound(within: reach), let scene {
            var query = RTCRayHit(ray, mask: mask)
            rtcIntersect1(scene, &context, &query)
            if !query.isMiss {
                result.distance = query.ray.tfar
                result.surface = lone?.surface ?? Int32(bitPattern: query.hit.instID)
                result.primitive = query.hit.primID
                result.u = query.hit.u
                result.v = query.hit.v
                result.normal = Vector3(query.hit.Ng_x, query.hit.Ng_y, query.hit.Ng_z)
            }
        }
        if planeCount > 0 { meetPlanes(ray, mask: mask, &result) }
        return result
    }

    /// Whether anything stands on a ray, clippers ignored.
    @inline(__always)
    mutating func isOccluded(_ ray: Ray, mask: UInt32) -> Bool {
        traced.shadow &+= 1
        if planeCount > 0 {
            var hit = RayHit()
            meetPlanes(ray, mask: mask, &hit)
            if !hit.isMiss { return true }
        }
        guard sees(mask), ray.isSound(within: reach), let scene else { return false }
        var query = RTCRay(ray, mask: mask)
        rtcOccluded1(scene, &context, &query)
        return query.tfar < 0
    }

    /// Whether rays of a group can meet anything but planes.
    @inline(__always)
    private func sees(_ mask: UInt32) -> Bool {
        guard let lone else { return true }
        return lone.mask & mask != 0
    }

    private func meetPlanes(_ ray: Ray, mask: UInt32, _ result: inout RayHit) {
        for index in 0..<planeCount {
            let plane = planes[index]
            if plane.mask & mask == 0 { continue }
            let distance = (plane.offset - plane.normal.dot(ray.origin)) / plane.normal.dot(ray.direction)
            if distance > ray.near, distance <= ray.far, distance < result.distance {
                result = RayHit(
                    distance: distance, surface: plane.surface, primitive: plane.primitive,
                    normal: plane.objectNormal)
            }
        }
    }
}
