// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// A glowing surface whose primitives are sampled as light sources: spheres that a transform leaves round, and
/// triangles.
struct EmitterRecord {
    private let surface: SurfaceRecord
    private let emission: SIMD3<Float>
    /// World areas of the primitives, each added to those before it.
    private let areas: UnsafePointer<Float>
    private let count: Int

    init(_ surface: SurfaceRecord, emission: SIMD3<Float>, areas: RecordList<Float>) {
        self.surface = surface
        self.emission = emission
        self.areas = areas.base
        count = areas.count
    }

    /// The running sums of areas of a surface's primitives in the world, or nil where it cannot be sampled.
    static func runningAreas(_ surface: SurfaceRecord, _ source: Surface) -> [Float]? {
        var areas: [Float]
        switch source {
        case .spheres(let set):
            let axes = surface.toWorld
            let lengths = Vector3(axes.x.length, axes.y.length, axes.z.length)
            let spread = lengths.max() - lengths.min()
            guard spread <= 1e-4 * lengths.max() else { return nil }
            areas = set.spheres.elements.map { 4 * Float.pi * squared($0.w * surface.scale) }
        case .triangles(let mesh):
            areas = mesh.triangles.elements.map { triangle in
                let a = surface.toWorld.apply(mesh.positions[Int(triangle.a)].vector)
                let b = surface.toWorld.apply(mesh.positions[Int(triangle.b)].vector)
                let c = surface.toWorld.apply(mesh.positions[Int(triangle.c)].vector)
                return 0.5 * (b - a).cross(c - a).length
            }
        default:
            return nil
        }
        var sum = 0.0
        for index in areas.indices {
            sum += Double(areas[index])
            areas[index] = Float(sum)
        }
        guard sum > 0, Float(sum).isFinite else { return nil }
        return areas
    }

    private var total: Float { areas[count - 1] }

    /// Draws a direction from a point to the surface.
    @inline(__always)
    func sample(from point: Vector3, _ place: Vector2, _ choice: Float) -> LightSample? {
        let wanted = choice * total
        var low = 0
        var high = count - 1
        while low < high {
            let middle = (low + high) / 2
            if areas[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        let area = areas[low] - (low > 0 ? areas[low - 1] : 0)
        guard area > 0 else { return nil }
        if surface.kind == .spheres { return sampleSphere(low, area / total, from: point, place) }
        return sampleTriangle(low, from: point, place)
    }

    private func sampleSphere(_ index: Int, _ share: Float, from point: Vector3, _ place: Vector2) -> LightSample? {
        let (center, radius) = sphere(index)
        let way = center - point
        let squaredDistance = way.squaredLength
        let distance = squaredDistance.squareRoot()
        let sine = radius / distance
        guard sine < 1 else { return nil }
        let height = LightRecord.capHeight(sine)
        guard height > 0 else { return nil }
        let local = coneDirection(place, height: height)
        let direction = ShadingFrame(normal: way / distance).world(local)
        let beside = squaredDistance * (1 - local.z * local.z)
        let reach = local.z * distance - max(radius * radius - beside, 0).squareRoot()
        let density = share / (2 * Float.pi * height)
        return LightSample(
            direction: direction, distance: shortened(reach, from: point), weight: emission / density,
            density: density)
    }

    private func sampleTriangle(_ index: Int, from point: Vector3, _ place: Vector2) -> LightSample? {
        guard let triangles = surface.triangles, let positions = surface.positions else { return nil }
        let triangle = triangles[index]
        let a = surface.toWorld.apply(positions[Int(triangle.a)].vector)
        let b = surface.toWorld.apply(positions[Int(triangle.b)].vector)
        let c = surface.toWorld.apply(positions[Int(triangle.c)].vector)
        let root = place.x.squareRoot()
        let target = a * (1 - root) + b * (root * (1 - place.y)) + c * (root * place.y)
        let way = target - point
        let squaredDistance = way.squaredLength
        let distance = squaredDistance.squareRoot()
        let direction = way / distance
        let cross = (b - a).cross(c - a)
        let cosine = abs(cross.dot(direction)) / cross.length
        guard cosine > 0, distance > 0 else { return nil }
        let density = squaredDistance / (total * cosine)
        return LightSample(
            direction: direction, distance: shortened(distance, from: point), weight: emission / density,
            density: density)
    }

    /// The surface itself must not stand before its light.
    private func shortened(_ distance: Float, from point: Vector3) -> Float {
        distance - max(largestMagnitude(point) + distance, 0) * (8 * unitEpsilon)
    }

    private func sphere(_ index: Int) -> (center: Vector3, radius: Float) {
        guard let spheres = surface.spheres else { return (.zero, 0) }
        let sphere = spheres[index]
        return (
            surface.toWorld.apply(Vector3(sphere.x, sphere.y, sphere.z)), sphere.w * surface.scale
        )
    }

    /// Probability density per steradian with which `sample` finds a hit of the surface; 0 where it cannot.
    @inline(__always)
    func density(of primitive: UInt32, from point: Vector3, distance: Float, cosine: Float) -> Float {
        let index = Int(primitive)
        if surface.kind == .spheres {
            let (center, radius) = sphere(index)
            let sine = radius / (center - point).length
            guard sine < 1 else { return 0 }
            let area = areas[index] - (index > 0 ? areas[index - 1] : 0)
            let height = LightRecord.capHeight(sine)
            return height > 0 ? area / total / (2 * Float.pi * height) : 0
        }
        return cosine != 0 ? distance * distance / (total * abs(cosine)) : 0
    }
}
