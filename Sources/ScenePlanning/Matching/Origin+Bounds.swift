// SPDX-License-Identifier: Apache-2.0
import SceneModel

extension Origin {
    /// The box around an object of a hidden kind before its transform; nil for what a loader makes.
    var ownBounds: Bounds? {
        switch self {
        case .file, .upload: nil
        case .clipping: .empty
        case .light(let light):
            switch light.kind {
            case .ambient, .directional, .sphere: .empty
            case .quad(let corner, let edge1, let edge2):
                Bounds(of: [corner, corner + edge1, corner + edge2, corner + edge1 + edge2])
            }
        case .shapes(let shapes): shapes.bounds
        }
    }

    /// Whether an object that stands somewhere with some bounds can be of this origin. A turned object's box depends
    /// on the service's way of turning boxes, so there any will do.
    func fits(_ bounds: Bounds, at place: Transform, live: Transform) -> Bool {
        guard let own = ownBounds else { return false }
        guard !own.isEmpty else { return bounds.isEmpty }
        guard live.rotation == .identity else { return place.isSame(as: live) }
        let expected = Bounds(of: [live.apply(own.min), live.apply(own.max)])
        let tolerance = 1e-4 * max(expected.size.x, expected.size.y, expected.size.z, 1e-6)
        func isNear(_ a: Vector3, _ b: Vector3) -> Bool {
            let difference = a - b
            return max(abs(difference.x), abs(difference.y), abs(difference.z)) <= tolerance
        }
        return isNear(expected.min, bounds.min) && isNear(expected.max, bounds.max)
    }
}

extension Shapes {
    /// The box around all shapes; planes without end have none.
    var bounds: Bounds {
        func around(_ center: Vector3, _ radius: Float) -> Bounds {
            Bounds(min: center - Vector3(repeating: radius), max: center + Vector3(repeating: radius))
        }
        return switch self {
        case .spheres(let list): list.reduce(.empty) { $0.union(around($1.center, $1.radius)) }
        case .capsules(let list):
            list.reduce(.empty) {
                $0.union(around($1.start, $1.startRadius)).union(around($1.end, $1.endRadius))
            }
        case .boxes(let list): list.reduce(.empty) { $0.union($1) }
        case .planes: .empty
        case .boundedPlanes(let list): list.reduce(.empty) { $0.union($1.bounds) }
        }
    }
}
