// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import RenderService
import SceneModel
import Testing

/// The extension that tells what Brayns hides.
@Suite("Hidden state")
struct HiddenStateTests {
    @Test("lights, shapes, cuts, colourings, names and shared models can be read back")
    func everything() async throws {
        let connection = Connection(try await InProcessTransport.embedded())
        let spheres = [Sphere(center: [1, 2, 3], radius: 4), Sphere(center: .zero, radius: 1)]
        let colors = [Color(1, 0, 0, 0.5), Color(0, 1, 0)]
        _ = try await connection.add(.spheres(spheres), colors: colors)
        let light = Light(.quad(position: [1, 0, 0], edge1: [0, 1, 0], edge2: [0, 0, 1]), intensity: 2)
        _ = try await connection.add(light)
        let planes = [Plane(coefficients: [0, 1, 0, 5])]
        _ = try await connection.addClipping(.planes(planes), inverted: true)
        _ = try await connection.instantiate(0, [.identity])
        try await connection.color(0, .byValue(method: "primitive", colors: ["0": .black]))
        try await connection.color(0, .solid(.white))
        try await connection.color(0, .byValue(method: "primitive", colors: ["1": .black]))
        try await connection.color(0, .byValue(method: "primitive", colors: ["1": colors[0]]))
        try await connection.call(Methods.Extension.nameModel, NameModel(3, name: "copy"))
        try await connection.setProgressiveFramebuffer(scale: 8)

        let state = try await connection.call(Methods.Extension.hiddenState)
        #expect(state.models.map(\.id) == [0, 1, 2, 3] && state.progressiveScale == 8)
        #expect(state.models[0].model == state.models[3].model)
        #expect(Set(state.models.map(\.model)).count == 3)
        #expect(state.models[0].shapes?.shapes == .spheres(spheres) && state.models[0].shapes?.colors == colors)
        #expect(
            state.models[0].colorings == [
                AppliedColoring(method: "solid", values: ["color": .white]),
                AppliedColoring(method: "primitive", values: ["1": colors[0]]),
            ])
        #expect(state.models[1].light?.light == light)
        #expect(state.models[2].shapes?.shapes == .planes(planes) && state.models[2].clippingInverted == true)
        #expect(state.models.map(\.name) == [nil, nil, nil, "copy"])
        #expect(state.models[0].radiusMultiplier == 1)
        #expect(state.models[0].material?.material == .standard && state.models[1].material == nil)
        let later = try await connection.call(Methods.Extension.hiddenState)
        #expect(later.revision == state.revision)
        let material = Material.carpaint(flakeDensity: 0.5)
        try await connection.setMaterial(0, material)
        let changed = try await connection.call(Methods.Extension.hiddenState).models[0].material
        #expect(changed?.material == material)
        try await connection.update(1, isVisible: false)
        #expect(try await connection.call(Methods.Extension.hiddenState).revision > state.revision)
    }

    @Test("thickness multiplies, and can be set")
    func thickness() async throws {
        let connection = Connection(try await InProcessTransport.embedded())
        let capsule = Capsule(start: .zero, startRadius: 1, end: [10, 0, 0], endRadius: 2)
        _ = try await connection.add(.capsules([capsule]))
        _ = try await connection.instantiate(0, [Transform(translation: [0, 100, 0])])
        try await connection.setCircuitThickness(0, radiusMultiplier: 3)
        try await connection.setCircuitThickness(0, radiusMultiplier: 0.5)
        #expect(try await connection.model(0).bounds.max == [13, 3, 3])
        #expect(try await connection.model(1).bounds.max == [13, 103, 3])
        #expect(try await connection.call(Methods.Extension.hiddenState).models[0].radiusMultiplier == 1.5)
        let one = CircuitThickness(0, radiusMultiplier: 1)
        try await connection.call(Methods.Extension.setRadiusMultiplier, one)
        #expect(try await connection.model(0).bounds.max == [12, 2, 2])
        await #expect(throws: RPCError.self) {
            try await connection.setCircuitThickness(0, radiusMultiplier: -1)
        }
        try await connection.setCircuitThickness(99, radiusMultiplier: 1)
        await #expect(throws: RPCError.noModel(99)) {
            try await connection.setCircuitThickness(99, radiusMultiplier: 2)
        }
    }
}
