// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import SceneModel

/// Keys of renderers.
enum RendererKeys {
    private static let count = NumberRange.between(1, 2_147_483_647)
    static let samples = Key(
        "samples", .integer(count), default: 1, doc: "Samples a pixel.", example: "16")
    static let productionSamples = Key(
        "samples", .integer(count), default: 5, doc: "Samples a pixel.", example: "64")
    static let bounces = Key(
        "bounces", .integer(.between(0, 2_147_483_647)), default: 3, doc: "Greatest number of bounces of a light path.",
        example: "6")
    static let background = Key(
        "background", .color, default: [0.004, 0.016, 0.102, 0], doc: "The colour where nothing is.", example: "white")
    static let productionBackground = Key(
        "background", .color, default: [0, 0, 0, 1], doc: "The colour where nothing is.", example: "white")
    static let shadows = Key("shadows", .boolean, default: true, doc: "Whether lights cast shadows.", example: "false")
    static let ambientOcclusion = Key(
        "ambient_occlusion", .integer(.between(0, 2_147_483_647)), default: 0,
        doc: "Rays for ambient occlusion at each hit; 0 turns it off.", example: "16")
    static let seed = Key(
        "seed", .integer(.between(0, 4_294_967_295)), default: 0,
        doc: "Start of the random sequences; on the embedded backend.", example: "7")

    static let choice = Choice(
        "renderer", doc: "Who draws, and how well.",
        kinds: [
            Kind(
                "interactive",
                Record(
                    "the interactive renderer", doc: "Direct light with hard shadows: fast.",
                    keys: [
                        samples.declaration, bounces.declaration, background.declaration, shadows.declaration,
                        ambientOcclusion.declaration, seed.declaration,
                    ])),
            Kind(
                "production",
                Record(
                    "the production renderer", doc: "A path tracer: soft shadows, reflections, indirect light.",
                    keys: [
                        productionSamples.declaration, bounces.declaration, productionBackground.declaration,
                        seed.declaration,
                    ])),
        ])

    static func renderer(_ choice: ChoiceView) -> Renderer {
        let options = choice.options
        if choice.kind == "production" {
            return .production(
                ProductionRenderer(
                    samplesPerPixel: options[productionSamples], maxRayBounces: options[bounces],
                    background: options[productionBackground], seed: options[seed]))
        }
        return .interactive(
            InteractiveRenderer(
                samplesPerPixel: options[samples], maxRayBounces: options[bounces], background: options[background],
                shadows: options[shadows], ambientOcclusionSamples: options[ambientOcclusion], seed: options[seed]))
    }
}

/// Keys of the simulation instant.
enum InstantKeys {
    static let frame = Key(
        "frame", .integer(.between(0, 4_294_967_295)), doc: "A frame of the simulation.", example: "120")
    static let time = Key(
        "time", .number(.atLeast(0)), unit: "ms", doc: "A time; the frame nearest to it.", example: "24.5")
    static let record = Record(
        "the simulation instant", doc: "Which instant of the simulation is shown.",
        keys: [frame.declaration, time.declaration],
        groups: [KeyGroup([[frame.declaration], [time.declaration]], isRequired: true)])

    static func instant(_ view: RecordView) -> SimulationInstant? {
        if let frame = view[optional: frame] { return .frame(frame) }
        return view[optional: time].map { .time($0) }
    }
}

/// Keys of pictures.
enum PictureKeys {
    static let width = Key(
        "width", .text(.length), required: true, doc: "The printed width, in mm, cm or in.", example: "180mm")
    static let dotsPerInch = Key(
        "dpi", .number(.between(1, 10_000)), default: 300, doc: "Dots an inch.", example: "300")
    static let aspect = Key(
        "aspect", .numbers(2, .above(0), .size), default: [16, 9], doc: "Width to height.", example: "[4, 3]")

    static let presets: [(word: Word, resolution: Resolution)] = [
        (Word("hd", "1280 × 720"), Resolution(width: 1280, height: 720)),
        (Word("full_hd", "1920 × 1080"), Resolution(width: 1920, height: 1080)),
        (Word("quad_hd", "2560 × 1440"), Resolution(width: 2560, height: 1440)),
        (Word("ultra_hd", "3840 × 2160"), Resolution(width: 3840, height: 2160)),
        (Word("square", "1080 × 1080"), Resolution(width: 1080, height: 1080)),
    ]
    static let resolution = Key(
        "resolution",
        .either(
            scalar: .word(presets.map(\.word)),
            list: .numbers(count: 2, .between(64, 65_536), whole: true, broadcast: false, meaning: .size),
            map: .record(
                Record(
                    "a printed size", doc: "A size in print.",
                    keys: [width.declaration, dotsPerInch.declaration, aspect.declaration]))), default: "full_hd",
        unit: "pixels", doc: "The size of the picture: width and height, a preset, or a printed size.",
        example: "[1600, 900]")

    static let metric = Key(
        "metric",
        .word(
            Comparison.Metric.exact,
            [
                .exact: "the same pixels", .ssim: "structural similarity", .flip: "perceived difference",
                .statistical: "a test for each pixel, for sampled renderings",
            ]), otherwise: "`exact` on the embedded backend, `ssim` elsewhere", doc: "How pictures are compared.",
        example: "ssim")
    static let threshold = Key(
        "threshold", .number(.between(0, 1)), otherwise: "the metric's own",
        doc: "The limit of the metric.", example: "0.99")
    static let reason = Key(
        "reason", .text(), otherwise: "none", doc: "Why this metric, for the reader of the report.",
        example: "the path tracer is sampled anew")
    static let comparison = Record(
        "the comparison", doc: "How `verify` judges a picture.",
        keys: [metric.declaration, threshold.declaration, reason.declaration])

    static let file = Key(
        "file", .path(.output(extensions: ["png", "jpg", "jpeg", "exr"])), otherwise: "the snapshot's name with `.png`",
        doc: "The picture file, relative to the output folder; its extension is the format.", example: "hero.png")
    static let quality = Key(
        "quality", .integer(.between(1, 100)), default: 90, doc: "Quality of the JPEG encoder.", example: "95")
    static let channels = Key(
        "channels",
        .list(
            .word(
                ImageChannel.color,
                [
                    .color: "linear colour", .depth: "distance from the eye", .normal: "surface normal",
                    .albedo: "surface colour",
                ]), minimum: 1), default: ["color"], doc: "What an EXR file holds.", example: "[color, depth]")
    static let camera = Key(
        "camera", .record(CameraKeys.record), otherwise: "the recipe's", doc: "Merged over the recipe's camera.",
        example: "{rotate: {euler: [0, 90, 0]}}")
    static let renderer = Key(
        "renderer", .choice(RendererKeys.choice), otherwise: "the recipe's", doc: "Merged over the recipe's renderer.",
        example: "{production: {samples: 64}}")
    static let simulation = Key(
        "simulation", .record(InstantKeys.record), otherwise: "the recipe's", doc: "Replaces the recipe's instant.",
        example: "{frame: 120}")
    static let compare = Key(
        "compare", .record(comparison), otherwise: "`exact` on the embedded backend, `ssim` elsewhere",
        doc: "How `verify` judges this picture.", example: "{metric: ssim, threshold: 0.98, reason: sampled anew}")

    static let snapshot = Record(
        "a snapshot", doc: "A picture taken of the scene.",
        keys: [
            file.declaration, resolution.declaration, quality.declaration, channels.declaration, camera.declaration,
            renderer.declaration, simulation.declaration, compare.declaration,
        ])

    /// Pixels and dots an inch of a resolution; pixels of a printed size are rounded.
    static func resolution(_ value: RecipeValue) -> (Resolution, dotsPerInch: Double?) {
        switch value.content {
        case .text(let word):
            return (presets.first { $0.word.name == word }?.resolution ?? presets[1].resolution, nil)
        case .numbers(let values) where values.count == 2:
            return (Resolution(width: Int(values[0]), height: Int(values[1])), nil)
        default:
            let view = RecordView(value)
            let dots = view[dotsPerInch]
            let ratio = view[aspect]
            let millimetres = TextPatterns.millimetres(view[width]) ?? 0
            // Bounded so that no rounding can trap; the check reports what lies beyond.
            let pixels = min(max((millimetres / 25.4 * dots).rounded(), 0), 1e6)
            let height = ratio.count == 2 ? min((pixels * ratio[1] / ratio[0]).rounded(), 1e6) : pixels
            return (Resolution(width: Int(pixels), height: Int(height.isFinite ? height : 0)), dots)
        }
    }

    static func comparison(_ view: RecordView, isEmbedded: Bool) -> Comparison {
        Comparison(
            metric: view[optional: metric] ?? (isEmbedded ? .exact : .ssim), threshold: view[optional: threshold],
            reason: view[optional: reason])
    }
}
