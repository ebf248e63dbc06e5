// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneLoading
import SceneModel
import Testing

@Suite struct ColorMethodTests {
    let red = Vector4(1, 0, 0, 1)
    let blue = Vector4(0, 0, 1, 1)
    let parts: [ModelPart]

    init() throws {
        let spheres = try SphereSet([SIMD4<Float>](repeating: SIMD4(0, 0, 0, 1), count: 4))
        parts = [ModelPart(surface: .spheres(spheres))]
    }

    private func colors(_ method: ColorMethod, _ values: [String: Vector4]) throws(LoadingError) -> [Vector4] {
        let painted = try method.apply(values, to: parts.map(\.colors), parts: parts)
        return (0..<4).map { painted[0].color(of: $0) }
    }

    @Test func solidColoursEverything() throws {
        #expect(try colors(.solid, ["color": red, "other": blue]) == [red, red, red, red])
        let error = loadingError { () throws(LoadingError) in _ = try colors(.solid, ["colour": red]) }
        #expect(error?.message == "Missing solid method input key 'color'")
    }

    @Test func rangesColourTheirElementsOnly() throws {
        let white = Vector4(1, 1, 1, 1)
        let method = ColorMethod(name: "triangle", rule: .primitives)
        #expect(method.values(parts: parts) == ["0-3"])
        #expect(try colors(method, ["0": red, "2-3": blue]) == [red, white, blue, blue])
        #expect(try colors(method, ["0,2-3": red]) == [red, white, red, red])
        for (text, message) in [
            ("4", "Range out of bounds: 4"), ("3-1", "Invalid range 3-1"), ("x", "Invalid range x"),
            ("1-2-3", "Invalid range 1-2-3"), ("", "Invalid range "),
            ("99999999999999999999", "Invalid range 99999999999999999999"),
        ] {
            let error = loadingError { () throws(LoadingError) in _ = try colors(method, [text: red]) }
            #expect(error?.message == message)
        }
    }

    @Test func groupsColourTheirMembers() throws {
        let indices = GeometryBuffer<UInt32>([0, 1, 1, 2])
        let names = ["soma", "axon", "dendrite"]
        let keep = ColorMethod(name: "a", rule: .groups(ColorGroups(names: names, layout: .primitives([indices]))))
        #expect(try colors(keep, ["axon": red, "else": blue]).map(\.y) == [1, 0, 0, 1])
        let first = ColorMethod(
            name: "b",
            rule: .groups(
                ColorGroups(
                    names: names, layout: .primitives([indices]), unnamed: .takeFirst, accepted: names)))
        #expect(try colors(first, ["dendrite": red, "axon": blue]) == [blue, blue, blue, red])
        #expect(first.values(parts: parts) == ["axon", "dendrite", "soma"])
        #expect(loadingError { () throws(LoadingError) in _ = try colors(first, ["else": red]) } != nil)
    }

    @Test func cellsAreNamedByTheirIds() throws {
        let white = Vector4(1, 1, 1, 1)
        let method = ColorMethod(name: "id", rule: .cells(.primitives([3, 4, 5, 9])))
        #expect(method.values(parts: parts) == ["3-5,9"])
        #expect(try colors(method, ["4-9": red]) == [white, red, red, red])
        // Cells of several primitives, in any order.
        let mixed = ColorMethod(name: "id", rule: .cells(.primitives([7, 2, 7, 1])))
        #expect(try colors(mixed, ["7": red, "0-1,3": blue]) == [red, white, red, blue])
    }

    @Test func overlaysLeaveTheElementsTheirColours() {
        let overlay = ColorGroups(names: ["soma"], layout: .primitives([]), unnamed: .takeFirst)
        #expect(ColorMethod(name: "morphology section", rule: .groups(overlay)).isOverlay)
        #expect(!ColorMethod.solid.isOverlay && !ColorMethod(name: "id", rule: .cells(.parts([]))).isOverlay)
    }
}
