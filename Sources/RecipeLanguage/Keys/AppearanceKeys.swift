// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import SceneModel

/// Keys of a model's colouring.
enum ColoringKeys {
    static let solid = Key("solid", .color, doc: "One colour for all of the model.", example: "\"#ff8800\"")
    static let by = Key(
        "by", .text(),
        doc: "The colouring method, one that the model offers, such as `layer` or `morphology section`.",
        example: "layer")
    static let values = Key(
        "values", .map(.free(of: "value"), .color, minimum: 1), doc: "The colour of each value; needs `by`.",
        example: "{\"1\": red, \"2\": gold}")
    static let record = Record(
        "a colouring", doc: "How a model is coloured: one colour, or a colour for each value of a method.",
        keys: [solid.declaration, by.declaration, values.declaration],
        groups: [KeyGroup([[solid.declaration], [by.declaration, values.declaration]], isRequired: true)],
        bareKey: solid.declaration)

    static func coloring(_ view: RecordView) -> Coloring {
        if let method = view[optional: by] {
            let colors = Dictionary((view[optional: values] ?? []).map { ($0.name, $0.value) }) { first, _ in first }
            return .byValue(method: method, colors: colors)
        }
        return .solid(view[optional: solid] ?? .white)
    }
}

/// Keys of colour ramps.
enum RampKeys {
    static let range = Key(
        "range", .numbers(2, .range), required: true,
        doc: "The values that the first and the last colour stand for.", example: "[-80, -10]")
    static let colors = Key(
        "colors", .list(.color, minimum: 1, maximum: 256), doc: "Equally spaced colours over the range.",
        example: "[black, gold]")
    static let map = Key(
        "map",
        .word(
            ColorMap.viridis,
            [
                .viridis: "dark blue over green to yellow", .magma: "black over magenta to cream",
                .inferno: "black over red to pale yellow", .plasma: "blue over pink to yellow",
                .cividis: "blue over grey to yellow, alike for colour-blind eyes", .turbo: "the rainbow, smoothed",
                .coolwarm: "blue over grey to red, for values around a middle", .gray: "black to white",
            ]), doc: "A named colour map of 256 colours.", example: "viridis")
    static let opacity = Key(
        "opacity", .list(.number(.between(0, 1)), minimum: 1, maximum: 256), default: [1],
        doc: "Equally spaced opacities over the range, interpolated; with `map` only.", example: "[0, 0.2, 1]")
    static let record = Record(
        "a colour ramp", doc: "Colours over a range of values, for volumes and reports.",
        keys: [range.declaration, colors.declaration, map.declaration, opacity.declaration],
        groups: [
            KeyGroup([[colors.declaration], [map.declaration, opacity.declaration]], isRequired: true, needs: .first)
        ])

    static func ramp(_ view: RecordView) -> ColorRamp {
        let bounds = view[range].map(Float.init)
        let (lower, upper) = bounds.count == 2 ? (bounds[0], bounds[1]) : (0, 1)
        if let colors = view[optional: colors] { return ColorRamp(lower: lower, upper: upper, colors: colors) }
        return ColorRamp(
            lower: lower, upper: upper, map: view[optional: map] ?? .viridis,
            opacities: (view[optional: opacity] ?? []).map(Float.init))
    }
}

/// Keys that say how a model, or a part of it, looks.
enum AppearanceKeys {
    static let transform = Key(
        "transform", .record(TransformKeys.record), otherwise: "as loaded",
        doc: "Where the model stands.", example: "{translate: [0, 10, 0], scale: 2}")
    static let visible = Key(
        "visible", .boolean, default: true, doc: "Whether the model is drawn.", example: "false")
    static let color = Key(
        "color", .record(ColoringKeys.record), otherwise: "as the loader colours it",
        doc: "One colour, or a colour for each value of a method.", example: "crimson")
    static let material = Key(
        "material", .choice(MaterialKeys.choice), otherwise: "`phong`, opaque",
        doc: "What the surface is made of.", example: "{metal: {roughness: 0.3}}")
    static let colorRamp = Key(
        "color_ramp", .record(RampKeys.record), otherwise: "as loaded",
        doc: "The transfer function of a volume, or the colours of a report.",
        example: "{range: [0, 255], map: viridis, opacity: [0, 1]}")
    static let simulation = Key(
        "simulation", .boolean, otherwise: "as loaded", doc: "Whether the model's report plays.", example: "false")

    static let part = Record(
        "a part", doc: "How one part of a model looks; each key replaces the model's.",
        keys: [
            visible.declaration, color.declaration, material.declaration, colorRamp.declaration, simulation.declaration,
            transform.declaration,
        ])

    /// The appearance of a model or part, on top of another one.
    static func appearance(_ view: RecordView, over base: Appearance = Appearance()) -> Appearance {
        var result = base
        if view.has(visible) { result.visible = view[visible] }
        if let color = view[optional: color] { result.coloring = ColoringKeys.coloring(color) }
        if let material = view[optional: material] { result.material = MaterialKeys.material(material) }
        if let ramp = view[optional: colorRamp] { result.colorRamp = RampKeys.ramp(ramp) }
        if let simulation = view[optional: simulation] { result.simulation = simulation }
        if let transform = view[optional: transform] { result.transform = TransformKeys.transform(transform) }
        return result
    }
}
