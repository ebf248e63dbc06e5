// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel
import Testing

@Suite struct CanonicalFormTests {
    private func text(_ scene: Scene, _ pictures: [PictureSetting] = []) -> String {
        let form = CanonicalForm()
        return JSONValue.object(pictures.isEmpty ? form.recipe(scene) : form.recipe(scene, pictures: pictures)).text()
    }

    @Test func anEmptySceneIsOnlyItsVersion() {
        #expect(text(Scene()) == #"{"recipe":1}"#)
    }

    @Test func onlyWhatIsNotDefaultIsSaid() {
        var scene = Scene(models: [
            Model(
                name: "cell",
                source: .file(
                    FileSource(path: "/data/cell.swc", loader: .morphology({
                        var options = MorphologyOptions.full
                        options.axon = false
                        return options
                    }()))),
                appearance: Appearance(coloring: .solid(Color(1, 0.5, 0)), transform: Transform(scale: [2, 2, 2]))),
            Model(name: "mesh", source: .file(FileSource(path: "/data/brain.ply", loader: .mesh))),
            Model(
                name: "balls",
                source: .shapes(
                    .spheres([Sphere(center: .zero, radius: 1), Sphere(center: [1, 0, 0], radius: 0.1)]),
                    colors: [.white, Color(1, 0, 0, 0.5)])),
        ])
        scene.lights = [
            NamedLight(name: "key", light: Light(.directional(direction: [0, 0, -1])), followsCamera: true),
            NamedLight(name: "fill", light: Light(.ambient)),
        ]
        scene.renderer = .interactive(InteractiveRenderer(samplesPerPixel: 16))
        let form = CanonicalForm { String($0.dropFirst("/data/".count)) }
        #expect(
            JSONValue.object(form.recipe(scene)).text() == """
                {"lights":{"fill":"ambient","key":{"directional":{"direction":"camera"}}},"models":{\
                "balls":{"spheres":[{"center":[0,0,0],"radius":1},{"center":[1,0,0],"color":[1,0,0,0.5],\
                "radius":0.1}]},"cell":{"color":{"solid":[1,0.5,0]},"morphology":{"axon":false,"path":"cell.swc"},\
                "transform":{"scale":2}},"mesh":{"mesh":"brain.ply"}},"recipe":1,\
                "renderer":{"interactive":{"samples":16}}}
                """)
    }

    @Test func aPictureSaysOnlyWhatDiffersFromItsRecipe() {
        var scene = Scene()
        scene.camera.rotation = Quaternion(axis: [0, 1, 0], degrees: 180)
        scene.renderer = .production(ProductionRenderer(samplesPerPixel: 64))
        var picture = PictureSetting(name: "hero", file: "hero.png", camera: scene.camera, renderer: scene.renderer)
        #expect(text(scene, [picture]).hasSuffix(#""snapshots":{"hero":{}}}"#))
        picture.camera.rotation = .identity
        picture.renderer = .interactive(InteractiveRenderer())
        picture.resolution = Resolution(width: 800, height: 600)
        #expect(
            text(scene, [picture]).hasSuffix(
                #""snapshots":{"hero":{"camera":{"rotate":{"quaternion":[0,0,0,1]}},"renderer":"interactive","#
                    + #""resolution":[800,600]}}}"#))
        picture.renderer = .production(ProductionRenderer())
        picture.camera.framing = .view(View(position: [0, 0, 9], target: .zero))
        #expect(text(scene, [picture]).contains(#""renderer":{"production":{"samples":5}}"#))
        #expect(text(scene, [picture]).contains(#""view":{"position":[0,0,9],"target":[0,0,0],"up":[0,1,0]}"#))
    }

    @Test func ordersAndSpellingsOfTheSameThingAreOne() {
        let light = Light(.ambient, intensity: 0.5)
        let one = Scene(lights: [NamedLight(name: "a", light: light), NamedLight(name: "b", light: Light(.ambient))])
        let other = Scene(lights: one.lights.reversed())
        #expect(text(one) == text(other))
    }

    @Test(arguments: [
        (Resolution(width: 2126, height: 1417), 300.0), (Resolution(width: 1001, height: 777), 72.0),
        (Resolution(width: 7, height: 9_999), 1200.0),
    ] as [(Resolution, Double)])
    func printedSizesReadBackToTheSamePixels(size: Resolution, dots: Double) throws {
        var picture = PictureSetting(name: "p", file: "p.png", resolution: size)
        picture.dotsPerInch = dots
        let form = JSONValue.object(CanonicalForm().recipe(Scene(), pictures: [picture]))
        let written = try #require(form["snapshots"]?["p"]?["resolution"])
        let width = try #require(written["width"]?.string)
        let millimetres = try #require(Double(width.dropLast(2)))
        #expect((millimetres / 25.4 * dots).rounded() == Double(size.width))
        #expect(written["aspect"] == .array([.integer(Int64(size.width)), .integer(Int64(size.height))]))
    }
}
