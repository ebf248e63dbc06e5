// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// A placed surface whose primitives are looked for in a picture: each by itself, or where there are very many in
/// runs of some that follow each other.
struct CoverageSource: Sendable {
    private let surface: Surface
    private let transform: AffineTransform
    private let runs: GeometryBuffer<AxisAlignedBox>?
    /// Number of primitives or runs.
    let count: Int

    /// - Parameter runs: boxes of runs of the primitives; nil to take each by itself.
    init(_ surface: Surface, _ transform: AffineTransform, runs: GeometryBuffer<AxisAlignedBox>?) {
        self.surface = surface
        self.transform = transform
        self.runs = runs
        count = runs?.count ?? surface.primitiveCount
    }

    /// Primitives in a run.
    static let runLength = 32

    /// The boxes of the runs of a surface, in its own coordinates: 24 bytes for 32 primitives.
    static func runs(of surface: Surface) -> GeometryBuffer<AxisAlignedBox> {
        let count = surface.primitiveCount
        return GeometryBuffer(count: (count + runLength - 1) / runLength) { target in
            for index in target.indices {
                let first = index * runLength
                var low = Vector3(repeating: .infinity)
                var high = Vector3(repeating: -.infinity)
                for primitive in first..<min(first + runLength, count) {
                    let box = box(of: primitive, in: surface)
                    guard box.low.isFinite, box.high.isFinite else {
                        (low, high) = (Vector3(repeating: .nan), Vector3(repeating: .nan))
                        break
                    }
                    low = lesser(low, box.low)
                    high = greater(high, box.high)
                }
                target[index] = AxisAlignedBox(min: low, max: high)
            }
        }
    }

    /// Marks where primitives or runs appear.
    func paint(_ range: Range<Int>, with painter: inout CoveragePainter) {
        painter.place(transform)
        if let runs {
            for index in range {
                painter.mark(box: runs.base[index].min.vector, runs.base[index].max.vector)
            }
            return
        }
        switch surface {
        case .triangles(let mesh):
            let (positions, triangles) = (mesh.positions.base, mesh.triangles.base)
            for index in range {
                let corners = triangles[index]
                painter.mark(
                    positions[Int(corners.a)].vector, positions[Int(corners.b)].vector,
                    positions[Int(corners.c)].vector)
            }
        case .spheres(let set):
            let spheres = set.spheres.base
            for index in range { painter.mark(spheres[index]) }
        case .capsules(let set):
            let (vertices, starts) = (set.vertices.base, set.starts.base)
            for index in range {
                let start = Int(starts[index])
                painter.mark(vertices[start], vertices[start + 1])
            }
        case .boxes, .planes, .boundedPlanes, .isosurface:
            for index in range {
                let box = Self.box(of: index, in: surface)
                painter.mark(box: box.low, box.high)
            }
        }
    }

    /// A box around one primitive, in the surface's own coordinates.
    private static func box(of primitive: Int, in surface: Surface) -> (low: Vector3, high: Vector3) {
        switch surface {
        case .triangles(let mesh):
            let corners = mesh.triangles.base[primitive]
            let (a, b, c) = (
                mesh.positions.base[Int(corners.a)].vector, mesh.positions.base[Int(corners.b)].vector,
                mesh.positions.base[Int(corners.c)].vector
            )
            return (lesser(a, lesser(b, c)), greater(a, greater(b, c)))
        case .spheres(let set):
            let sphere = set.spheres.base[primitive]
            return box(of: sphere)
        case .capsules(let set):
            let start = Int(set.starts.base[primitive])
            let (first, second) = (box(of: set.vertices.base[start]), box(of: set.vertices.base[start + 1]))
            return (lesser(first.low, second.low), greater(first.high, second.high))
        case .boxes(let set):
            let box = BoxIntersection.box(set.boxes.base, primitive: primitive)
            return (box.lower, box.upper)
        case .boundedPlanes(let set):
            let box = BoundedPlaneIntersection.box(set.planes.base, primitive: primitive)
            return (box.lower, box.upper)
        case .isosurface(let surface):
            return (.zero, surface.volume.size)
        case .planes:
            return (Vector3(repeating: -.infinity), Vector3(repeating: .infinity))
        }
    }

    private static func box(of sphere: SIMD4<Float>) -> (low: Vector3, high: Vector3) {
        let center = Vector3(sphere.x, sphere.y, sphere.z)
        let radius = Vector3(repeating: abs(sphere.w))
        return (center - radius, center + radius)
    }
}
