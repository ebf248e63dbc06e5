// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// The bounds of parts that share surfaces and stand in many places.
///
/// The service counts a sphere or the end of a capsule as two points, its centre minus and plus its radius along
/// the model's axes, after the part has been placed and before the instance's transform. Of a surface that stands
/// in a hundred thousand places only few points can be the outermost ones: points are kept in clusters, and a
/// cluster that cannot reach beyond what has been found is passed over.
enum PlacedBounds {
    static func bounds(of parts: [ModelPart], under map: AffineTransform) -> Bounds {
        var bounds = Bounds.empty
        var clusters: [ObjectIdentifier: BallClusters] = [:]
        for part in parts {
            guard let placement = part.placement else {
                bounds.formUnion(part.surface.bounds(under: map))
                continue
            }
            let placed = map * placement.affine
            guard part.surface.primitiveCount > 0 else { continue }
            if let known = clusters[part.surface.identity] {
                known.extend(&bounds, placed, radii: map)
            } else if let new = BallClusters(part.surface) {
                clusters[part.surface.identity] = new
                new.extend(&bounds, placed, radii: map)
            } else {
                bounds.formUnion(part.surface.bounds(under: placed))
            }
        }
        return bounds
    }
}

/// The balls of a surface in clusters, outermost clusters first.
private struct BallClusters {
    private struct Cluster {
        var center: Vector3
        /// The greatest distance of a ball's centre from the cluster's.
        var reach: Float
        /// The greatest radius of a ball.
        var radius: Float
        var balls: Range<Int>
    }

    private static let size = 32

    private let balls: GeometryBuffer<SIMD4<Float>>
    private let clusters: [Cluster]

    /// Nil for surfaces that are not made of balls.
    init?(_ surface: Surface) {
        switch surface {
        case .spheres(let set): balls = set.spheres
        // Of the vertices of a capsule set each belongs to a capsule: loaders leave none out.
        case .capsules(let set): balls = set.vertices
        default: return nil
        }
        var clusters: [Cluster] = []
        var middle = Vector3.zero
        for start in stride(from: 0, to: balls.count, by: BallClusters.size) {
            let range = start..<min(start + BallClusters.size, balls.count)
            var box = Bounds.empty
            for index in range { box.insert(BallClusters.position(balls[index])) }
            let center = box.center
            var cluster = Cluster(center: center, reach: 0, radius: 0, balls: range)
            for index in range {
                cluster.reach = max(cluster.reach, (BallClusters.position(balls[index]) - center).length)
                cluster.radius = max(cluster.radius, abs(balls[index].w))
            }
            middle += center
            clusters.append(cluster)
        }
        middle /= Float(max(clusters.count, 1))
        self.clusters = clusters.sorted {
            ($0.center - middle).length + $0.reach > ($1.center - middle).length + $1.reach
        }
    }

    @inline(__always)
    private static func position(_ ball: SIMD4<Float>) -> Vector3 { Vector3(ball.x, ball.y, ball.z) }

    /// Widens bounds by the balls.
    ///
    /// - Parameters:
    ///   - bounds: what is widened.
    ///   - map: where centres go.
    ///   - radii: what radii, as vectors along all axes, go through.
    func extend(_ bounds: inout Bounds, _ map: AffineTransform, radii: AffineTransform) {
        let diagonal = radii.applyDirection(Vector3(1, 1, 1))
        let widths = Vector3(abs(diagonal.x), abs(diagonal.y), abs(diagonal.z))
        // How far a unit step can move along each axis, a little more than exactly.
        let steps =
            1.000_01
            * Vector3(
                Vector3(map.x.x, map.y.x, map.z.x).length, Vector3(map.x.y, map.y.y, map.z.y).length,
                Vector3(map.x.z, map.y.z, map.z.z).length)
        for cluster in clusters {
            let center = map.apply(cluster.center)
            let slack = 1e-5 * Vector3(abs(center.x), abs(center.y), abs(center.z))
            let reach = steps * cluster.reach + widths * cluster.radius + slack
            if all(center - reach .>= bounds.min) && all(center + reach .<= bounds.max) { continue }
            for index in cluster.balls {
                let ball = balls[index]
                let place = map.apply(BallClusters.position(ball))
                let offset = diagonal * ball.w
                bounds.insert(place - offset)
                bounds.insert(place + offset)
            }
        }
    }
}
