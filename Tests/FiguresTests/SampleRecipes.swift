// SPDX-License-Identifier: Apache-2.0
import Figures
import Imaging
import RecipeLanguage
import SceneModel

/// A recipe of three balls, lit from the camera.
func ballRecipe(in folder: String, title: String? = "Three balls") -> FigureRecipe {
    let spheres = [
        Sphere(center: [-1, 0, 0], radius: 0.5), Sphere(center: [0, 0.2, 0], radius: 0.7),
        Sphere(center: [1, 0, 0.3], radius: 0.4),
    ]
    var scene = Scene(models: [
        Model(
            name: "balls",
            source: .shapes(.spheres(spheres), colors: [Color(1, 0, 0), Color(0, 0.6, 0.2), Color(0.1, 0.2, 1)]))
    ])
    scene.lights = [
        NamedLight(
            name: "key", light: Light(.directional(direction: [0, 0, -1]), intensity: 3), followsCamera: true),
        NamedLight(name: "fill", light: Light(.ambient, intensity: 0.4)),
    ]
    scene.renderer = .interactive(InteractiveRenderer(samplesPerPixel: 4))
    let picture = PictureSetting(
        name: "hero", file: "hero.png", resolution: Resolution(width: 160, height: 120), camera: scene.camera,
        renderer: scene.renderer)
    return FigureRecipe(
        file: folder + "/balls.yaml",
        metadata: FigureMetadata(
            title: title, authors: ["Ann Example"], license: "CC-BY-4.0", keywords: ["balls"]),
        scene: scene, pictures: [picture])
}

/// A picture with a gradient, a disc and some noise.
func samplePicture(width: Int = 96, height: Int = 64, shift: Int = 0, level: Int = 0) throws -> Imaging.Picture {
    var pixels: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width {
            let (dx, dy) = (x - width / 2 - shift, y - height / 2)
            let inside = dx * dx + dy * dy < height * height / 9
            let value = inside ? min(255, 180 + level) : x * 60 / width + y * 40 / height
            pixels += [UInt8(value), UInt8(value / 2), UInt8((x * 7 + y * 13) % 16), 255]
        }
    }
    return try Imaging.Picture(width: width, height: height, pixels: pixels)
}
