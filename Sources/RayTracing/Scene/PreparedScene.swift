// SPDX-License-Identifier: Apache-2.0
import CEmbree
import Geometry
import SceneModel
import Synchronization

/// A scene ready to be drawn: immutable, may be drawn and picked in from several threads at once, and stays valid
/// whatever becomes of the scene that it was made from.
public final class PreparedScene: @unchecked Sendable {
    private let device: KernelDevice
    /// Held so that addresses in the records stay good.
    let description: SceneDescription
    /// What rays meet in trees, each with its place in the description's list.
    let placedStructures: [(structure: AccelerationStructure, index: Int)]
    private let top: RTCScene?
    private let lone: LoneSurface?
    private let planes: RecordList<PlaneRecord>
    /// Whether any surface is an infinite plane.
    var hasInfinitePlanes: Bool { planes.count > 0 }
    private let clippers: RecordList<ClipperRecord>
    private let invertedCount: Int32
    /// How far from the origin rays may begin.
    private let reach: Float
    /// Place of each record in the description's list: surfaces without primitives or with a flat transform have no
    /// record.
    let surfaceIndices: [Int]
    /// The surfaces that hits name.
    let surfaces: RecordList<SurfaceRecord>
    /// All lights but the ambient ones.
    let lights: RecordList<LightRecord>
    /// Radiance of all ambient lights together.
    let ambient: SIMD3<Float>
    /// Whether the interactive renderer's light passes through any surface.
    let hasTranslucentSurfaces: Bool
    /// Whether the production renderer's light passes straight through any surface.
    let hasTransparentSurfaces: Bool
    /// All different materials.
    let materials: [Material]
    /// The volumes that can stop light.
    let volumes: RecordList<VolumeRecord>
    private let volumeExtinctions: [VolumeExtinctions]
    private let traced = Mutex(TracedRays())
    /// Where the last drawing's camera saw anything.
    let lastCoverage = Mutex<(key: PictureCoverage.Key, coverage: PictureCoverage)?>(nil)

    init(_ description: SceneDescription, tracer: RayTracer, device: KernelDevice) throws(RayTracingError) {
        var records: [SurfaceRecord] = []
        var planes: [PlaneRecord] = []
        var placedStructures: [(structure: AccelerationStructure, index: Int)] = []
        var placed: [(structure: AccelerationStructure, surface: Int, transform: AffineTransform, mask: UInt32)] = []
        var materials: [Material] = []
        var materialIndices: [Material: Int] = [:]
        var masks: UInt32 = 0
        var indices: [Int] = []
        for (index, source) in description.surfaces.enumerated() where source.surface.primitiveCount > 0 {
            let materialIndex = materialIndices[source.material] ?? materials.count
            guard let record = SurfaceRecord(source, materialIndex: materialIndex) else { continue }
            if materialIndex == materials.count {
                materialIndices[source.material] = materialIndex
                materials.append(source.material)
            }
            let mask = record.mask
            masks |= mask
            if case .planes(let set) = source.surface {
                planes += Self.planes(of: set, record, surface: records.count, mask: mask)
            } else {
                let structure = try tracer.structure(for: source.surface)
                placedStructures.append((structure, index))
                placed.append((structure, records.count, source.transform, mask))
            }
            records.append(record)
            indices.append(index)
        }
        self.device = device
        self.description = description
        self.placedStructures = placedStructures
        surfaceIndices = indices
        self.planes = RecordList(planes)
        surfaces = RecordList(records)
        reach = records.reduce(Ray.greatestReach) { min($0, $1.reach) }
        hasTranslucentSurfaces = masks & RayMask.translucent != 0
        hasTransparentSurfaces = masks & RayMask.passing != 0
        self.materials = materials
        clippers = RecordList(description.clippers.flatMap(ClipperRecord.records))
        invertedCount = description.clippers.reduce(0) { $0 + ($1.isInverted ? 1 : 0) }
        lights = RecordList(description.lights.compactMap(LightRecord.init))
        ambient = description.lights.reduce(SIMD3<Float>.zero) { sum, placed in
            guard case .ambient = placed.light.kind else { return sum }
            return sum + placed.light.color * placed.light.intensity
        }
        let extinctions = description.volumes.map {
            tracer.structure(for: $0.volume).extinctions(under: $0.ramp)
        }
        volumes = RecordList(zip(description.volumes, extinctions).compactMap { VolumeRecord($0, $1) })
        volumeExtinctions = extinctions
        if placed.count == 1, let only = placed.first, only.transform == .identity {
            top = only.structure.scene
            lone = LoneSurface(surface: Int32(truncatingIfNeeded: only.surface), mask: only.mask)
            return
        }
        lone = nil
        top = placed.isEmpty ? nil : rtcNewScene(device.handle)
        for (structure, surface, transform, mask) in placed {
            guard let geometry = rtcNewGeometry(device.handle, RTC_GEOMETRY_TYPE_INSTANCE) else { continue }
            rtcSetGeometryInstancedScene(geometry, structure.scene)
            let columns: [Float] = [
                transform.x.x, transform.x.y, transform.x.z, transform.y.x, transform.y.y, transform.y.z,
                transform.z.x, transform.z.y, transform.z.z,
                transform.translation.x, transform.translation.y, transform.translation.z,
            ]
            rtcSetGeometryTransform(geometry, 0, RTC_FORMAT_FLOAT3X4_COLUMN_MAJOR, columns)
            rtcSetGeometryMask(geometry, mask)
            rtcCommitGeometry(geometry)
            rtcAttachGeometryByID(top, geometry, UInt32(truncatingIfNeeded: surface))
            rtcReleaseGeometry(geometry)
        }
        if let top { rtcCommitScene(top) }
        try device.check()
    }

    deinit {
        if let top, lone == nil { rtcReleaseScene(top) }
        planes.deallocate()
        clippers.deallocate()
        surfaces.deallocate()
        lights.deallocate()
        volumes.deallocate()
    }

    /// Rays that all finished drawings of this scene have sent.
    package var tracedRays: TracedRays { traced.withLock { $0 } }

    /// Adds what one thread has sent.
    func add(_ rays: TracedRays) {
        traced.withLock { sum in
            sum.nearest &+= rays.nearest
            sum.shadow &+= rays.shadow
        }
    }

    /// The geometry of a surface record.
    func sourceSurface(_ index: Int) -> Surface {
        description.surfaces[surfaceIndices[index]].surface
    }

    /// What sends rays from one thread; call its `deallocate` when done.
    func makeTracer() -> Tracer {
        Tracer(
            scene: top, reach: reach, lone: lone, planes: planes, clippers: clippers, invertedCount: invertedCount)
    }

    private static func planes(
        of set: PlaneSet, _ record: SurfaceRecord, surface: Int, mask: UInt32
    ) -> [PlaneRecord] {
        set.coefficients.elements.enumerated().map { index, coefficients in
            let objectNormal = Vector3(coefficients.x, coefficients.y, coefficients.z)
            let normal = record.toObject.applyTransposed(objectNormal)
            return PlaneRecord(
                normal: normal, offset: coefficients.w + normal.dot(record.toWorld.translation),
                surface: Int32(truncatingIfNeeded: surface), primitive: UInt32(truncatingIfNeeded: index),
                mask: mask, objectNormal: objectNormal)
        }
    }
}
