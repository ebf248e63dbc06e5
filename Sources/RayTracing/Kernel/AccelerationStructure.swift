// SPDX-License-Identifier: Apache-2.0
import CEmbree
import Geometry
import SceneModel
import Synchronization

/// The tree over the primitives of one geometry object, in the object's own coordinates. It reads the object's
/// buffers in place, and is shared by all that place the object.
final class AccelerationStructure: @unchecked Sendable {
    /// The library's handle of a scene that holds the one geometry.
    let scene: RTCScene
    private let surface: Surface
    private let device: KernelDevice
    private let knownRuns = Mutex<GeometryBuffer<AxisAlignedBox>?>(nil)
    /// Of an isosurface: what the kernel's callbacks read, and what it points to.
    private let isosurface:
        (record: RecordList<IsosurfaceRecord>, occupancies: RecordList<UInt64>, bricks: VolumeStructure)?

    /// Builds the tree. `surface` must be of a kind that has one: infinite planes have not.
    ///
    /// - Parameter bricks: finds the bricks of a volume.
    init(
        _ surface: Surface, device: KernelDevice, bricks: (RegularVolume) -> VolumeStructure
    ) throws(RayTracingError) {
        guard let scene = rtcNewScene(device.handle) else { throw .kernel("no scene") }
        self.scene = scene
        if case .isosurface(let source) = surface {
            let found = bricks(source.volume)
            let occupancies = RecordList(IsosurfaceRecord.occupancies(source, structure: found))
            let record = IsosurfaceRecord(source, structure: found, occupancies: occupancies)
            isosurface = (RecordList([record]), occupancies, found)
        } else {
            isosurface = nil
        }
        self.surface = surface
        self.device = device
        // The higher quality takes four times as long and gains 3 %, see docs/ray-tracer.md.
        rtcSetSceneBuildQuality(scene, RTC_BUILD_QUALITY_MEDIUM)
        let record = isosurface?.record.base
        guard let geometry = Self.geometry(of: surface, record, device: device.handle) else {
            throw .kernel("no geometry")
        }
        rtcSetGeometryMask(geometry, 0xFFFF_FFFF)
        rtcCommitGeometry(geometry)
        rtcAttachGeometryByID(scene, geometry, 0)
        rtcReleaseGeometry(geometry)
        rtcCommitScene(scene)
        try device.check()
    }

    deinit {
        rtcReleaseScene(scene)
        isosurface?.record.deallocate()
        isosurface?.occupancies.deallocate()
    }

    /// Boxes around runs of the primitives, made when they are first asked for.
    func runs() -> GeometryBuffer<AxisAlignedBox> {
        knownRuns.withLock { known in
            if let known { return known }
            let made = CoverageSource.runs(of: surface)
            known = made
            return made
        }
    }

    private static func geometry(
        of surface: Surface, _ isosurface: UnsafePointer<IsosurfaceRecord>?, device: RTCDevice
    ) -> RTCGeometry? {
        switch surface {
        case .triangles(let mesh):
            let geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_TRIANGLE)
            share(mesh.positions, geometry, RTC_BUFFER_TYPE_VERTEX, RTC_FORMAT_FLOAT3)
            share(mesh.triangles, geometry, RTC_BUFFER_TYPE_INDEX, RTC_FORMAT_UINT3)
            return geometry
        case .spheres(let set):
            let geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_SPHERE_POINT)
            share(set.spheres, geometry, RTC_BUFFER_TYPE_VERTEX, RTC_FORMAT_FLOAT4)
            return geometry
        case .capsules(let set):
            let geometry = rtcNewGeometry(device, RTC_GEOMETRY_TYPE_ROUND_LINEAR_CURVE)
            share(set.vertices, geometry, RTC_BUFFER_TYPE_VERTEX, RTC_FORMAT_FLOAT4)
            share(set.starts, geometry, RTC_BUFFER_TYPE_INDEX, RTC_FORMAT_UINT)
            return geometry
        case .boxes(let set):
            return BoxIntersection.geometry(set.boxes.base, count: set.boxes.count, device: device)
        case .boundedPlanes(let set):
            return BoundedPlaneIntersection.geometry(set.planes.base, count: set.planes.count, device: device)
        case .isosurface(let surface):
            return isosurface.flatMap {
                IsosurfaceRecord.geometry($0, count: surface.values.count, device: device)
            }
        case .planes:
            return nil
        }
    }

    /// Lets the library read a buffer in place; ours end with the spare bytes that it asks for.
    private static func share<Element>(
        _ buffer: GeometryBuffer<Element>, _ geometry: RTCGeometry?, _ type: RTCBufferType, _ format: RTCFormat
    ) {
        rtcSetSharedGeometryBuffer(
            geometry, type, 0, format, buffer.base, 0, MemoryLayout<Element>.stride, buffer.count)
    }
}
