// SPDX-License-Identifier: Apache-2.0
import Geometry
import Synchronization

/// The ray tracer: keeps the acceleration structure of each geometry object and prepares scenes for drawing.
///
/// What is unchanged from one scene to the next is not built again: the structures belong to geometry objects, so a
/// new transform, material, colour or light costs only the small tree over the placed surfaces.
public final class RayTracer: Sendable {
    private let device: KernelDevice
    private let cache = Mutex<[ObjectIdentifier: CachedStructure]>([:])

    private let builds = Atomic<Int>(0)

    private let volumeCache = Mutex<[ObjectIdentifier: CachedVolume]>([:])

    private struct CachedVolume: @unchecked Sendable {
        weak var structure: VolumeStructure?
    }

    private struct CachedStructure: @unchecked Sendable {
        weak var structure: AccelerationStructure?
    }

    /// Opens the ray kernels.
    ///
    /// - Throws: `RayTracingError.unsupportedProcessor` or `.kernel`.
    public init() throws(RayTracingError) {
        device = try KernelDevice()
    }

    /// Opens the ray kernels with another number of threads that build acceleration structures, to see whether it
    /// matters.
    package init(buildThreads: Int) throws(RayTracingError) {
        device = try KernelDevice(buildThreads: buildThreads)
    }

    /// The processor instructions in use: `avx2` or `sse4.2`. Pictures made with different ones can differ in their
    /// last bits.
    public var instructionSet: String { device.instructionSet }

    /// Acceleration structures of geometry that have been built, and volumes that have been looked through, since the
    /// kernels were opened.
    package var buildCount: Int { builds.load(ordering: .relaxed) }

    /// Makes a scene ready to be drawn and picked in. Builds acceleration structures for geometry that no living
    /// prepared scene holds yet.
    ///
    /// Keep the result of the call before alive until this one returns, so that what both share is not built twice.
    /// - Throws: `RayTracingError.kernel` when memory is exhausted.
    public func prepare(_ description: SceneDescription) throws(RayTracingError) -> PreparedScene {
        try PreparedScene(description, tracer: self, device: device)
    }

    /// The structure of a surface, built if need be.
    func structure(for surface: Surface) throws(RayTracingError) -> AccelerationStructure {
        let identity = surface.identity
        if let known = cache.withLock({ $0[identity]?.structure }) { return known }
        let built = try AccelerationStructure(surface, device: device) { self.structure(for: $0) }
        builds.add(1, ordering: .relaxed)
        cache.withLock { cache in
            cache = cache.filter { $0.value.structure != nil }
            cache[identity] = CachedStructure(structure: built)
        }
        return built
    }

    /// The bricks of a volume, found if need be.
    func structure(for volume: RegularVolume) -> VolumeStructure {
        let identity = ObjectIdentifier(volume)
        if let known = volumeCache.withLock({ $0[identity]?.structure }) { return known }
        let built = VolumeStructure(volume)
        builds.add(1, ordering: .relaxed)
        volumeCache.withLock { cache in
            cache = cache.filter { $0.value.structure != nil }
            cache[identity] = CachedVolume(structure: built)
        }
        return built
    }
}
