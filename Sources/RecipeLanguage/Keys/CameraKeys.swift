// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import SceneModel

/// Keys of projections.
enum ProjectionKeys {
    static let fovy = Key(
        "fovy", .number(.inside(0, 180)), default: 45, unit: "degrees", doc: "The vertical opening angle.",
        example: "45")
    static let apertureRadius = Key(
        "aperture_radius", .number(.atLeast(0)), default: 0, unit: "data units",
        doc: "Above 0, what is off the focus distance blurs (production renderer).", example: "0.5")
    static let focusDistance = Key(
        "focus_distance", .number(.above(0)), default: 1, unit: "data units",
        doc: "Distance from the eye at which all is sharp.", example: "120")
    static let height = Key(
        "height", .number(.above(0)), otherwise: "fitted to the target", unit: "data units",
        doc: "The vertical extent of the picture.", example: "200")
    static let cylindricFovy = Key(
        "fovy", .number(.inside(0, 180)), default: 48.549, unit: "degrees", doc: "The vertical opening angle.",
        example: "48.549")
    static let choice = Choice(
        "projection", doc: "How the scene is projected on the picture.",
        kinds: [
            Kind(
                "perspective",
                Record(
                    "a perspective projection", doc: "As an eye or a photographic camera sees.",
                    keys: [fovy.declaration, apertureRadius.declaration, focusDistance.declaration])),
            Kind(
                "orthographic",
                Record(
                    "an orthographic projection", doc: "Parallel rays: sizes do not depend on the distance.",
                    keys: [height.declaration])),
            Kind(
                "cylindric",
                Record(
                    "a cylindric projection", doc: "The half circle around the eye, unrolled.",
                    keys: [cylindricFovy.declaration])),
        ])

    static func lens(_ choice: ChoiceView) -> CameraSetting.Lens {
        let options = choice.options
        switch choice.kind {
        case "orthographic": return .orthographic(height: options[optional: height].map(Float.init))
        case "cylindric": return .cylindric(fovy: Float(options[cylindricFovy]))
        default:
            return .perspective(
                fovy: Float(options[fovy]), apertureRadius: Float(options[apertureRadius]),
                focusDistance: Float(options[focusDistance]))
        }
    }
}

/// Keys of cameras.
enum CameraKeys {
    static let target = Key(
        "target",
        .either(
            scalar: .text(.modelName), list: .list(.text(.modelName), minimum: 1, maximum: nil, bareItem: false),
            map: .record(BoxKeys.record)),
        default: "scene",
        doc: "What is to be seen: `scene`, a model's name, a list of names, or bounds.", example: "neuron")
    static let from = Key(
        "from",
        .either(
            scalar: .word(Side.words),
            list: .numbers(count: 3, .any, whole: false, broadcast: false, meaning: .direction)), default: "front",
        doc: "The side that the camera stands on, or a direction from the target to the eye.", example: "[1, 0.5, 1]")
    static let margin = Key(
        "margin", .number(.from(0, below: 0.5)), default: 0,
        doc: "Share of the picture left free on each side.", example: "0.05")
    static let frame = Key(
        "frame",
        .record(
            Record(
                "a frame", doc: "A view fitted to what is to be seen.",
                keys: [target.declaration, from.declaration, margin.declaration])), default: [:],
        doc: "Fits the view to a target.", example: "{target: scene, from: front, margin: 0.05}")

    static let position = Key(
        "position", .vector(.point), required: true, unit: "data units", doc: "The eye.", example: "[0, 0, 100]")
    static let viewTarget = Key(
        "target", .vector(.point), required: true, unit: "data units", doc: "The point looked at.",
        example: "[0, 0, 0]")
    static let up = Key(
        "up", .vector(.direction), default: [0, 1, 0],
        doc: "The direction that is up in the picture; not along the view.", example: "[0, 1, 0]")
    static let view = Key(
        "view",
        .record(
            Record(
                "a view", doc: "A view told outright.",
                keys: [position.declaration, viewTarget.declaration, up.declaration], check: checkView)),
        doc: "Tells the view outright, instead of `frame`.", example: "{position: [0, 0, 100], target: [0, 0, 0]}")

    static let start = Key(
        "start", .numbers(2, .between(0, 1), .point), required: true, doc: "The corner of the first pixel.",
        example: "[0, 1]")
    static let end = Key(
        "end", .numbers(2, .between(0, 1), .point), required: true, doc: "The corner of the last pixel.",
        example: "[1, 0]")

    static let projection = Key(
        "projection", .choice(ProjectionKeys.choice), default: "perspective",
        doc: "How the scene is projected on the picture.", example: "{perspective: {fovy: 30}}")
    static let rotate = Key(
        "rotate", .record(RotationKeys.record), otherwise: "not turned",
        doc: "Turns eye and up vector about the target, after framing.", example: "{euler: [0, 90, 0]}")
    static let nearClip = Key(
        "near_clip", .number(.atLeast(0)), default: 1e-6, unit: "data units",
        doc: "Nothing nearer to the eye than this is seen.", example: "0.1")
    static let region = Key(
        "region",
        .record(
            Record(
                "a region", doc: "The part of the picture plane that is drawn.",
                keys: [start.declaration, end.declaration])), default: ["start": [0, 1], "end": [1, 0]],
        doc: "The part of the picture plane that is drawn; (0, 1) to (1, 0) is all of it, top row first.",
        example: "{start: [0, 1], end: [0.5, 0.5]}")

    static let record = Record(
        "the camera", doc: "Where the picture is taken from.",
        keys: [
            projection.declaration, frame.declaration, view.declaration, rotate.declaration, nearClip.declaration,
            region.declaration,
        ],
        groups: [KeyGroup([[frame.declaration], [view.declaration]], isRequired: false)])

    @Sendable private static func checkView(_ view: RecordView, _ completion: Completion) {
        guard view.has(position), view.has(viewTarget), view.isUsable(up), !view.isDamaged else { return }
        let described = View(position: view[position], target: view[viewTarget], up: view[up])
        guard let fault = described.fault else { return }
        if described.position == described.target {
            completion.report(
                .degenerateView, "the camera stands in its target", at: view.span(of: viewTarget),
                related: [RelatedPlace("the position", at: view.span(of: position))])
        } else {
            completion.report(
                .degenerateView, "the up vector points along the view",
                at: view.has(up) ? view.span(of: up) : view.span,
                detail: view.has(up) ? "" : "The default is [0, 1, 0]; give another `up`. (\(fault))")
        }
    }

    /// The sides that a frame can be seen from, as directions from the target to the eye.
    enum Side: String, CaseIterable, Sendable {
        case front, back, left, right, top, bottom

        var direction: Vector3 {
            switch self {
            case .front: [0, 0, 1]
            case .back: [0, 0, -1]
            case .left: [-1, 0, 0]
            case .right: [1, 0, 0]
            case .top: [0, 1, 0]
            case .bottom: [0, -1, 0]
            }
        }

        static let words = [
            Word("front", "from +Z"), Word("back", "from −Z"), Word("left", "from −X"), Word("right", "from +X"),
            Word("top", "from +Y"), Word("bottom", "from −Y"),
        ]
    }

    /// The camera that a record describes.
    static func camera(_ record: RecordView) -> CameraSetting {
        var setting = CameraSetting()
        setting.lens = ProjectionKeys.lens(record[projection])
        if let told = record[optional: view] {
            setting.framing = .view(View(position: told[position], target: told[viewTarget], up: told[up]))
        } else if let frame = record[optional: frame] {
            setting.framing = .fit(fit(frame))
        }
        if let rotation = record[optional: rotate] { setting.rotation = RotationKeys.rotation(rotation) }
        setting.nearClip = Float(record[nearClip])
        let region = record[region]
        let corners = (region[start], region[end])
        if corners.0.count == 2, corners.1.count == 2 {
            setting.region = ImageRegion(
                start: [Float(corners.0[0]), Float(corners.0[1])], end: [Float(corners.1[0]), Float(corners.1[1])])
        }
        return setting
    }

    private static func fit(_ frame: RecordView) -> Framing.Fit {
        var fit = Framing.Fit()
        let aim = frame[target]
        switch aim.content {
        case .text("scene"): fit.target = .scene
        case .text(let name): fit.target = .models([name])
        case .list(let names):
            let names = names.map(\.string)
            fit.target = names.contains("scene") ? .scene : .models(names)
        default: fit.target = .bounds(BoxKeys.bounds(RecordView(aim)))
        }
        let side = frame[from]
        if case .text(let word) = side.content {
            fit.direction = Side(rawValue: word)?.direction ?? [0, 0, 1]
        } else {
            fit.direction = side.vector3
        }
        fit.margin = Float(frame[margin])
        return fit
    }
}
