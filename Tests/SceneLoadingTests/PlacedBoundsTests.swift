// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneLoading
import SceneModel
import Testing

@Suite struct PlacedBoundsTests {
    /// Numbers that are the same in every run.
    private struct Numbers {
        var state: UInt64 = 7

        mutating func next() -> Float {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Float(state >> 40) / Float(1 << 24)
        }

        mutating func vector(_ size: Float) -> Vector3 { size * (Vector3(next(), next(), next()) - 0.5) }

        mutating func rotation() -> Quaternion {
            Quaternion(next() - 0.5, next() - 0.5, next() - 0.5, next() - 0.5).normalized
        }
    }

    @Test func boundsOfManyPlacesAreThoseOfAllTheirBalls() throws {
        var numbers = Numbers()
        let surfaces = try (0..<3).map { _ in
            var place = Vector3.zero
            let chain = (0..<200).map { _ in
                place += numbers.vector(8)
                return SIMD4(place, numbers.next() * 3)
            }
            return Surface.capsules(
                try CapsuleSet(vertices: GeometryBuffer(chain), starts: GeometryBuffer((0..<199).map { UInt32($0) })))
        }
        let parts = (0..<60).map { index in
            ModelPart(
                surface: surfaces[index % 3],
                placement: Placement(translation: numbers.vector(100), rotation: numbers.rotation()))
        }
        let maps = [
            AffineTransform.identity,
            Transform(translation: [5, -7, 9], rotation: numbers.rotation(), scale: [2, 0.5, 3]).affine,
        ]
        let model = LoadedModel(type: "neurons", content: .parts(parts))
        for map in maps {
            var expected = Bounds.empty
            for part in parts {
                guard case .capsules(let set) = part.surface, let placement = part.placement else { continue }
                for vertex in set.vertices.elements {
                    let center = placement.apply(Vector3(vertex.x, vertex.y, vertex.z))
                    expected.insert(map.apply(center - Vector3(repeating: vertex.w)))
                    expected.insert(map.apply(center + Vector3(repeating: vertex.w)))
                }
            }
            let bounds = model.bounds(under: map)
            #expect(isClose(bounds.min, expected.min, 1e-6) && isClose(bounds.max, expected.max, 1e-6))
        }
    }
}
