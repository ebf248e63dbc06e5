// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// Keys of materials. Names, ranges and defaults are the service's.
enum MaterialKeys {
    private static func share(_ name: String, default value: Double, _ doc: String) -> Key<Double> {
        Key(name, .number(.between(0, 1)), default: .number(value), doc: doc, example: "0.5")
    }

    private static func amount(_ name: String, default value: Double, _ doc: String) -> Key<Double> {
        Key(name, .number(), default: .number(value), doc: doc, example: "0.5")
    }

    private static func tint(_ name: String, _ doc: String) -> Key<Color> {
        Key(name, .color, default: "white", doc: doc, example: "white")
    }

    static let opacity = share("opacity", default: 1, "How much of the surface is there; 1 is opaque.")
    static let roughness = Key(
        "roughness", .number(.between(0.01, 1)), default: 0.1, doc: "From polished to brushed.", example: "0.3")
    static let indexOfRefraction = amount("index_of_refraction", default: 1.5, "Index of refraction.")
    static let color = Key("color", .color, default: "white", doc: "The colour of the light.", example: "gold")
    static let intensity = Key(
        "intensity", .number(.atLeast(0)), default: 1, doc: "The radiance of the surface.", example: "5")
    static let flakeDensity = share("flake_density", default: 0, "Share of the surface that metal flakes cover.")

    static let edgeColor = tint("edge_color", "Colour of the reflection at grazing angles.")
    static let metallic = share("metallic", default: 0, "From dielectric to metal.")
    static let diffuse = share("diffuse", default: 1, "Weight of the diffuse reflection.")
    static let specular = share("specular", default: 1, "Weight of the specular reflection.")
    static let ior = Key(
        "ior", .number(.atLeast(1)), default: 1, doc: "Index of refraction of the base.", example: "1.45")
    static let transmission = share("transmission", default: 0, "Weight of the transmission.")
    static let transmissionColor = tint("transmission_color", "Colour of the transmitted light.")
    static let transmissionDepth = amount(
        "transmission_depth", default: 1, "Distance at which the transmitted light has its colour.")
    static let principledRoughness = amount("roughness", default: 0, "From mirror to matte.")
    static let anisotropy = share("anisotropy", default: 0, "How much the reflection is stretched.")
    static let anisotropyRotation = share("anisotropy_rotation", default: 0, "Direction of the stretch, in turns.")
    static let thin = Key(
        "thin", .boolean, default: false, doc: "Whether the surface is a thin sheet.", example: "true")
    static let thickness = amount("thickness", default: 1, "Thickness of a thin sheet.")
    static let backLight = Key(
        "back_light", .number(.between(0, 2)), default: 0,
        doc: "Light let through a thin sheet: 0 none, 1 as much as reflected, 2 all.", example: "1")
    static let coat = share("coat", default: 0, "Weight of a clear coat.")
    static let coatIOR = amount(
        "coat_ior", default: 1.5, "Index of refraction of the coat; never reaches the renderer.")
    static let coatColor = tint("coat_color", "Colour of the coat.")
    static let coatThickness = amount("coat_thickness", default: 1, "Thickness of the coat.")
    static let coatRoughness = amount("coat_roughness", default: 0, "Roughness of the coat.")
    static let sheen = amount("sheen", default: 0, "Weight of a velvet-like sheen.")
    static let sheenColor = tint("sheen_color", "Colour of the sheen.")
    static let sheenTint = amount("sheen_tint", default: 0, "How much the sheen takes the colour of the surface.")
    static let sheenRoughness = amount("sheen_roughness", default: 0.2, "Roughness of the sheen.")

    private static let principled = Record(
        "a principled material", doc: "All lobes at once, after OSPRay's principled material.",
        keys: [
            edgeColor.declaration, metallic.declaration, diffuse.declaration, specular.declaration, ior.declaration,
            transmission.declaration, transmissionColor.declaration, transmissionDepth.declaration,
            principledRoughness.declaration, anisotropy.declaration, anisotropyRotation.declaration, thin.declaration,
            thickness.declaration, backLight.declaration, coat.declaration, coatIOR.declaration, coatColor.declaration,
            coatThickness.declaration, coatRoughness.declaration, sheen.declaration, sheenColor.declaration,
            sheenTint.declaration, sheenRoughness.declaration,
        ])

    static let choice = Choice(
        "material", doc: "What a surface is made of.",
        kinds: [
            Kind(
                "phong", Record("a phong material", doc: "Diffuse with a faint highlight.", keys: [opacity.declaration])
            ),
            Kind("matte", Record("a matte material", doc: "Perfectly rough.", keys: [opacity.declaration])),
            Kind(
                "plastic",
                Record("a plastic material", doc: "A coloured base under a clear coat.", keys: [opacity.declaration])),
            Kind("metal", Record("a metal material", doc: "A conductor.", keys: [roughness.declaration])),
            Kind(
                "glass",
                Record("a glass material", doc: "A thin sheet of glass.", keys: [indexOfRefraction.declaration])),
            Kind("ghost", Record("a ghost material", doc: "Visible at its silhouette only.", keys: [])),
            Kind(
                "emissive",
                Record(
                    "an emissive material", doc: "A light source of its own colour.",
                    keys: [color.declaration, intensity.declaration])),
            Kind(
                "carpaint",
                Record("a car paint material", doc: "Paint with metal flakes.", keys: [flakeDensity.declaration])),
            Kind("principled", principled),
        ])

    static func material(_ choice: ChoiceView) -> Material {
        let options = choice.options
        switch choice.kind {
        case "matte": return .matte(opacity: Float(options[opacity]))
        case "plastic": return .plastic(opacity: Float(options[opacity]))
        case "metal": return .metal(roughness: Float(options[roughness]))
        case "glass": return .glass(indexOfRefraction: Float(options[indexOfRefraction]))
        case "ghost": return .ghost
        case "emissive": return .emissive(color: options[color].rgb, intensity: Float(options[intensity]))
        case "carpaint": return .carpaint(flakeDensity: Float(options[flakeDensity]))
        case "principled": return .principled(principled(options))
        default: return .phong(opacity: Float(options[opacity]))
        }
    }

    private static func principled(_ options: RecordView) -> PrincipledMaterial {
        var material = PrincipledMaterial()
        material.edgeColor = options[edgeColor].rgb
        material.metallic = Float(options[metallic])
        material.diffuse = Float(options[diffuse])
        material.specular = Float(options[specular])
        material.indexOfRefraction = Float(options[ior])
        material.transmission = Float(options[transmission])
        material.transmissionColor = options[transmissionColor].rgb
        material.transmissionDepth = Float(options[transmissionDepth])
        material.roughness = Float(options[principledRoughness])
        material.anisotropy = Float(options[anisotropy])
        material.anisotropyRotation = Float(options[anisotropyRotation])
        material.thin = options[thin]
        material.thickness = Float(options[thickness])
        material.backLight = Float(options[backLight])
        material.coat = Float(options[coat])
        material.coatIndexOfRefraction = Float(options[coatIOR])
        material.coatColor = options[coatColor].rgb
        material.coatThickness = Float(options[coatThickness])
        material.coatRoughness = Float(options[coatRoughness])
        material.sheen = Float(options[sheen])
        material.sheenColor = options[sheenColor].rgb
        material.sheenTint = Float(options[sheenTint])
        material.sheenRoughness = Float(options[sheenRoughness])
        return material
    }
}
