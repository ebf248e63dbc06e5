// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// The part of a straight line that lies inside a shape, as distances along it; empty where `lower` ≥ `upper`.
struct LineInterval {
    var lower: Float
    var upper: Float

    static let empty = LineInterval(lower: .infinity, upper: -.infinity)

    @inline(__always) var isEmpty: Bool { !(lower < upper) }
}

/// One clipping primitive as the loops read it.
struct ClipperRecord {
    enum Kind: UInt8 {
        case sphere, capsule, box, plane, boundedPlane
    }

    var kind: Kind
    /// −1 for the primitives of an inverted clipper, otherwise 1.
    var sign: Int32
    var toObject: AffineTransform
    /// Centre and radius; first vertex; lower corner; coefficients.
    var first: SIMD4<Float>
    /// Second vertex; upper corner; lower corner of a bounded plane.
    var second = SIMD4<Float>.zero
    /// Upper corner of a bounded plane.
    var third = SIMD4<Float>.zero

    /// The records of a clipper's primitives; none for a kind that does not clip or a transform without inverse.
    static func records(of placed: PlacedClipper) -> [ClipperRecord] {
        guard let toObject = placed.transform.inverse else { return [] }
        let sign: Int32 = placed.isInverted ? -1 : 1
        func record(
            _ kind: Kind, _ first: SIMD4<Float>, _ second: SIMD4<Float> = .zero, _ third: SIMD4<Float> = .zero
        ) -> ClipperRecord {
            ClipperRecord(kind: kind, sign: sign, toObject: toObject, first: first, second: second, third: third)
        }
        switch placed.surface {
        case .spheres(let set):
            return set.spheres.elements.map { record(.sphere, $0) }
        case .capsules(let set):
            return set.starts.elements.map {
                record(.capsule, set.vertices[Int($0)], set.vertices[Int($0) + 1])
            }
        case .boxes(let set):
            return set.boxes.elements.map {
                record(.box, SIMD4($0.min.vector, 0), SIMD4($0.max.vector, 0))
            }
        case .planes(let set):
            return set.coefficients.elements.map { record(.plane, $0) }
        case .boundedPlanes(let set):
            return set.planes.elements.map {
                record(.boundedPlane, $0.plane.coefficients, SIMD4($0.bounds.min, 0), SIMD4($0.bounds.max, 0))
            }
        case .triangles, .isosurface:
            return []
        }
    }

    /// The part of a ray's line inside the primitive: below a plane, before a bounded plane.
    @inline(__always)
    func inside(_ ray: Ray) -> LineInterval {
        let origin = toObject.apply(ray.origin)
        let direction = toObject.applyDirection(ray.direction)
        switch kind {
        case .sphere:
            return Self.sphere(first, origin, direction)
        case .capsule:
            return Self.capsule(first, second, origin, direction)
        case .box:
            let box = AxisAlignedBox(
                min: Vector3(first.x, first.y, first.z), max: Vector3(second.x, second.y, second.z))
            let crossings = BoxIntersection.crossings(box, origin: origin, direction: direction)
            guard crossings.first < .infinity else { return .empty }
            return LineInterval(lower: crossings.first, upper: crossings.second)
        case .plane:
            let normal = Vector3(first.x, first.y, first.z)
            let height = first.w - normal.dot(origin)
            let rise = normal.dot(direction)
            if rise > 0 { return LineInterval(lower: -.infinity, upper: height / rise) }
            if rise < 0 { return LineInterval(lower: height / rise, upper: .infinity) }
            return height > 0 ? LineInterval(lower: -.infinity, upper: .infinity) : .empty
        case .boundedPlane:
            let plane = BoundedPlane(
                plane: Plane(coefficients: first),
                bounds: Bounds(
                    min: Vector3(second.x, second.y, second.z), max: Vector3(third.x, third.y, third.z)))
            let crossings = BoundedPlaneIntersection.crossings(plane, origin: origin, direction: direction)
            guard crossings.first < .infinity else { return .empty }
            return LineInterval(lower: -.infinity, upper: crossings.first)
        }
    }

    @inline(__always)
    private static func sphere(_ sphere: SIMD4<Float>, _ origin: Vector3, _ direction: Vector3) -> LineInterval {
        let toOrigin = origin - Vector3(sphere.x, sphere.y, sphere.z)
        let a = direction.squaredLength
        let b = toOrigin.dot(direction)
        // The discriminant from the point nearest the centre, which keeps digits that b² − ac would lose.
        let nearest = toOrigin - direction * (b / a)
        let discriminant = a * (sphere.w * sphere.w - nearest.squaredLength)
        guard discriminant > 0 else { return .empty }
        let root = discriminant.squareRoot()
        return LineInterval(lower: (-b - root) / a, upper: (-b + root) / a)
    }

    /// A rounded cone is the convex hull of its two spheres, so all crossings of the spheres and of the cone between
    /// them bound one interval. The cone is the quadric tangent to both spheres, cut where it touches them.
    @inline(__always)
    private static func capsule(
        _ start: SIMD4<Float>, _ end: SIMD4<Float>, _ origin: Vector3, _ direction: Vector3
    ) -> LineInterval {
        let startPart = sphere(start, origin, direction)
        let endPart = sphere(end, origin, direction)
        var result = LineInterval(
            lower: min(startPart.lower, endPart.lower), upper: max(startPart.upper, endPart.upper))
        let axis = Vector3(end.x - start.x, end.y - start.y, end.z - start.z)
        let slope = start.w - end.w
        let axisSquared = axis.squaredLength
        let tangent = axisSquared - slope * slope
        guard tangent > 0 else { return result }
        let toOrigin = origin - Vector3(start.x, start.y, start.z)
        let along = axis.dot(direction)
        let offset = axis.dot(toOrigin)
        let shifted = offset - start.w * slope
        let a = tangent * direction.squaredLength - along * along
        let b = tangent * direction.dot(toOrigin) - offset * along + along * slope * start.w
        let c = tangent * toOrigin.squaredLength - offset * offset + 2 * offset * slope * start.w
            - axisSquared * start.w * start.w
        let discriminant = b * b - a * c
        guard discriminant > 0, a != 0 else { return result }
        let root = discriminant.squareRoot()
        let entry = (-b - root) / a
        let entryPlace = shifted + entry * along
        if entryPlace > 0, entryPlace < tangent {
            result.lower = min(result.lower, entry)
            result.upper = max(result.upper, entry)
        }
        let exit = (-b + root) / a
        let exitPlace = shifted + exit * along
        if exitPlace > 0, exitPlace < tangent {
            result.lower = min(result.lower, exit)
            result.upper = max(result.upper, exit)
        }
        return result
    }
}
