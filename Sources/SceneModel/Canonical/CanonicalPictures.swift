// SPDX-License-Identifier: Apache-2.0
import JSON

extension CanonicalForm {
    /// A light.
    static func light(_ named: NamedLight) -> JSONValue {
        let light = named.light
        var options: [String: JSONValue] = [:]
        options.set("intensity", light.intensity, unless: 1) { .float($0) }
        options.set("color", light.color, unless: SIMD3(1, 1, 1), vector)
        switch light.kind {
        case .ambient: return choice("ambient", options)
        case .directional(let direction):
            if named.followsCamera {
                options["direction"] = "camera"
            } else {
                options.set("direction", direction, unless: [-1, -1, 0], vector)
            }
            return choice("directional", options)
        case .quad(let position, let edge1, let edge2):
            options.set("position", position, unless: .zero, vector)
            options.set("edge1", edge1, unless: [1, 0, 0], vector)
            options.set("edge2", edge2, unless: [0, 0, 1], vector)
            return choice("quad", options)
        case .sphere(let position, let radius):
            options.set("position", position, unless: .zero, vector)
            options.set("radius", radius, unless: 0) { .float($0) }
            return choice("sphere", options)
        }
    }

    /// A clipping.
    static func clipping(_ clipping: Clipping) -> JSONValue {
        let (kind, list) = shapes(clipping.shapes)
        var members: [String: JSONValue] = [kind: .array(list)]
        if clipping.inverted { members["invert"] = true }
        return .object(members)
    }

    /// What of a camera must be said over another one, or nil where nothing.
    static func camera(_ camera: CameraSetting, over base: CameraSetting) -> JSONValue? {
        var members: [String: JSONValue] = [:]
        members.set("projection", projection(camera.lens, over: base.lens))
        switch camera.framing {
        case .view(let view):
            if camera.framing != base.framing {
                members["view"] = [
                    "position": vector(view.position), "target": vector(view.target), "up": vector(view.up),
                ]
            }
        case .fit(let fit):
            var standard = Framing.Fit()
            var replaces = true
            if case .fit(let given) = base.framing { (standard, replaces) = (given, false) }
            var frame: [String: JSONValue] = [:]
            frame.set("target", fit.target, unless: standard.target, target)
            frame.set("from", fit.direction, unless: standard.direction, vector)
            frame.set("margin", fit.margin, unless: standard.margin) { .float($0) }
            if replaces { frame["target"] = target(fit.target) }
            members.set("frame", .object(frame))
        }
        members.set("rotate", camera.rotation, unless: base.rotation, rotation)
        members.set("near_clip", camera.nearClip, unless: base.nearClip) { .float($0) }
        members.set("region", camera.region, unless: base.region) { ["start": pair($0.start), "end": pair($0.end)] }
        return members.isEmpty ? Optional.none : .object(members)
    }

    private static func target(_ target: Framing.Fit.Target) -> JSONValue {
        switch target {
        case .scene: "scene"
        case .models(let names): names.count == 1 ? .string(names[0]) : .array(names.map { .string($0) })
        case .bounds(let bounds): box(bounds)
        }
    }

    private static func projection(_ lens: CameraSetting.Lens, over base: CameraSetting.Lens) -> JSONValue? {
        let (kind, options, standard) = options(of: lens)
        let (baseKind, baseOptions, _) = self.options(of: base)
        return difference(kind, options, standard, baseKind, baseOptions)
    }

    private typealias Options = [String: JSONValue]

    private static func options(of lens: CameraSetting.Lens) -> (kind: String, options: Options, standard: Options) {
        switch lens {
        case .perspective(let fovy, let apertureRadius, let focusDistance):
            (
                "perspective",
                [
                    "fovy": .float(fovy), "aperture_radius": .float(apertureRadius),
                    "focus_distance": .float(focusDistance),
                ],
                ["fovy": 45, "aperture_radius": 0, "focus_distance": 1]
            )
        case .orthographic(let height): ("orthographic", height.map { ["height": .float($0)] } ?? [:], [:])
        case .cylindric(let fovy): ("cylindric", ["fovy": .float(fovy)], ["fovy": .float(48.549)])
        }
    }

    /// What of a renderer must be said over another one, or nil where nothing.
    static func renderer(_ renderer: Renderer, over base: Renderer) -> JSONValue? {
        let (kind, options) = options(of: renderer)
        let (baseKind, baseOptions) = self.options(of: base)
        let standard: Options =
            switch renderer {
            case .interactive: self.options(of: .interactive(InteractiveRenderer())).options
            case .production: self.options(of: .production(ProductionRenderer())).options
            }
        return difference(kind, options, standard, baseKind, baseOptions)
    }

    private static func options(of renderer: Renderer) -> (kind: String, options: Options) {
        switch renderer {
        case .interactive(let renderer):
            (
                "interactive",
                [
                    "samples": .integer(Int64(renderer.samplesPerPixel)),
                    "bounces": .integer(Int64(renderer.maxRayBounces)),
                    "background": color(renderer.background), "shadows": .boolean(renderer.shadows),
                    "ambient_occlusion": .integer(Int64(renderer.ambientOcclusionSamples)),
                    "seed": .integer(Int64(renderer.seed)),
                ]
            )
        case .production(let renderer):
            (
                "production",
                [
                    "samples": .integer(Int64(renderer.samplesPerPixel)),
                    "bounces": .integer(Int64(renderer.maxRayBounces)), "background": color(renderer.background),
                    "seed": .integer(Int64(renderer.seed)),
                ]
            )
        }
    }

    /// A choice over another one: of the same kind only the options that differ, of another kind those that are not
    /// its defaults.
    private static func difference(
        _ kind: String, _ options: Options, _ standard: Options, _ baseKind: String, _ baseOptions: Options
    ) -> JSONValue? {
        let ground = kind == baseKind ? baseOptions : standard
        let said = options.filter { ground[$0.key] != $0.value }
        if kind == baseKind, said.isEmpty { return Optional.none }
        return choice(kind, said)
    }

    /// A picture of a scene.
    static func picture(_ picture: PictureSetting, of scene: Scene) -> JSONValue {
        var members: [String: JSONValue] = [:]
        members.set("file", picture.file, unless: picture.name + ".png") { .string($0) }
        let size = picture.resolution
        if let dots = picture.dotsPerInch, dots > 0 {
            let millimetres = DecimalText((Double(size.width) / dots * 25.4).description).plain
            members["resolution"] = [
                "width": .string(millimetres + "mm"), "dpi": .number(dots), "aspect": pixels(size),
            ]
        } else {
            members.set("resolution", size, unless: Resolution(width: 1920, height: 1080), pixels)
        }
        members.set("quality", picture.quality, unless: 90) { .integer(Int64($0)) }
        members.set("channels", picture.channels, unless: [.color]) { .array($0.map { .string($0.rawValue) }) }
        members.set("camera", camera(picture.camera, over: scene.camera))
        members.set("renderer", renderer(picture.renderer, over: scene.renderer))
        if let instant = picture.simulation, instant != scene.simulation {
            members["simulation"] = simulation(instant)
        }
        if let comparison = picture.comparison {
            var compare: [String: JSONValue] = ["metric": .string(comparison.metric.rawValue)]
            if let threshold = comparison.threshold { compare["threshold"] = .number(threshold) }
            if let reason = comparison.reason { compare["reason"] = .string(reason) }
            members["compare"] = .object(compare)
        }
        return .object(members)
    }

    private static func pixels(_ size: Resolution) -> JSONValue {
        .array([.integer(Int64(size.width)), .integer(Int64(size.height))])
    }
}
