// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// The mesh formats, each declared once.
package struct MeshFormat: Sendable {
    /// The file name extension, lower case, without point.
    package let fileExtension: String
    /// Reads the contents of a file of this format.
    package let read: @Sendable (UnsafeRawBufferPointer) throws(LoadingError) -> TriangleSurface

    /// All formats that are read.
    package static let all: [MeshFormat] = [
        MeshFormat(fileExtension: "obj") { (bytes) throws(LoadingError) in try WavefrontOBJ.read(bytes) },
        MeshFormat(fileExtension: "ply") { (bytes) throws(LoadingError) in try PolygonPLY.read(bytes) },
        MeshFormat(fileExtension: "stl") { (bytes) throws(LoadingError) in try StereolithographySTL.read(bytes) },
        MeshFormat(fileExtension: "off") { (bytes) throws(LoadingError) in try ObjectFileOFF.read(bytes) },
    ]
}

extension Loader {
    /// Triangle meshes: one model of type `mesh`.
    public static let mesh = Loader(
        name: "mesh", plugin: "Core", extensions: MeshFormat.all.map(\.fileExtension), readsBytes: true
    ) { (source, options, monitor) throws(LoadingError) in
        guard case .mesh = options else { return nil }
        return [try loadMesh(source, monitor)]
    }

    private static func loadMesh(
        _ source: LoadingSource, _ monitor: LoadingMonitor
    ) throws(LoadingError) -> LoadedModel {
        let fileExtension = source.fileExtension
        guard let format = MeshFormat.all.first(where: { $0.fileExtension == fileExtension }) else {
            let known = MeshFormat.all.map(\.fileExtension).joined(separator: ", ")
            throw LoadingError(.unsupported, "Unknown mesh format '\(fileExtension)'; known are \(known)")
        }
        try monitor.checkCancellation()
        let surface = try source.withBytes(format.read)
        guard surface.triangleCount > 0 else { throw LoadingError(.empty, "No meshes found") }
        try monitor.checkCancellation()
        let mesh = try surface.mesh()
        return LoadedModel(
            type: "mesh", content: .parts([ModelPart(surface: .triangles(mesh))]),
            colorMethods: [.solid, ColorMethod(name: "triangle", rule: .primitives)],
            metadata: [
                "meshes": "1", "vertices": String(3 * surface.triangleCount), "faces": String(surface.triangleCount),
            ])
    }
}

extension TriangleSurface {
    /// The surface as renderer-ready buffers, without the vertices that no triangle uses: they would widen bounds.
    package func mesh() throws(LoadingError) -> TriangleMesh {
        var isUsed = [Bool](repeating: false, count: positions.count)
        for corner in corners { isUsed[Int(corner)] = true }
        var newIndex = [UInt32](repeating: 0, count: positions.count)
        var used = 0
        for vertex in positions.indices where isUsed[vertex] {
            newIndex[vertex] = UInt32(truncatingIfNeeded: used)
            used += 1
        }
        func compacted(_ values: [SIMD3<Float>]) -> GeometryBuffer<PackedVector3> {
            GeometryBuffer(count: used) { target in
                for vertex in values.indices where isUsed[vertex] {
                    target[Int(newIndex[vertex])] = PackedVector3(values[vertex])
                }
            }
        }
        let triangles = GeometryBuffer<TriangleIndices>(count: triangleCount) { target in
            for triangle in target.indices {
                target[triangle] = TriangleIndices(
                    newIndex[Int(corners[3 * triangle])], newIndex[Int(corners[3 * triangle + 1])],
                    newIndex[Int(corners[3 * triangle + 2])])
            }
        }
        do {
            return try TriangleMesh(
                positions: compacted(positions), triangles: triangles,
                normals: normals.isEmpty ? nil : compacted(normals))
        } catch {
            throw LoadingError(.unsupported, "The mesh cannot be shown: \(error)")
        }
    }
}
