// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

extension Appearance: Recordable {
    package var record: JSONValue {
        var members: [String: JSONValue] = ["visible": .boolean(visible), "transform": transform.wire]
        switch coloring {
        case .solid(let color): members["color"] = Look.Paint.solid(color).record
        case .byValue(let method, let colors):
            members["color"] = Look.Paint.byValue(method: method, colors: colors).record
        case nil: break
        }
        members["material"] = material?.record
        members["ramp"] = colorRamp?.record
        members["simulation"] = simulation.map(JSONValue.boolean)
        return .object(members)
    }

    package init?(record: JSONValue) {
        guard let place = Placement(record: record) else { return nil }
        var coloring: Coloring?
        switch record["color"].flatMap(Look.Paint.init(record:)) {
        case .solid(let color): coloring = .solid(color)
        case .byValue(let method, let colors): coloring = .byValue(method: method, colors: colors)
        case .asLoaded, .shapes, nil: break
        }
        self.init(
            visible: place.visible, coloring: coloring, material: record["material"].flatMap(Material.init(record:)),
            colorRamp: record["ramp"].flatMap(ColorRamp.init(record:)), simulation: record["simulation"]?.boolean,
            transform: place.transform)
    }
}

extension Family.Copy: Recordable {
    package var record: JSONValue {
        var members: [String: JSONValue] = ["address": address.record, "index": .integer(Int64(index))]
        members["transform"] = transform?.wire
        members["visible"] = visible.map(JSONValue.boolean)
        if !placements.isEmpty { members["placements"] = placements.record }
        return .object(members)
    }

    package init?(record: JSONValue) {
        guard let address = record["address"].flatMap(Address.init(record:)),
            let index = record["index"]?.integer.flatMap(Int.init(exactly:))
        else { return nil }
        self.init(
            address: address, index: index, transform: record["transform"].flatMap { try? Transform(wire: $0) },
            visible: record["visible"]?.boolean, placements: [String: Placement](record: record["placements"]) ?? [:])
    }
}

extension Family: Recordable {
    package var record: JSONValue {
        var members: [String: JSONValue] = [
            "address": address.record, "origin": origin.record, "appearance": appearance.record,
            "copies": copies.record,
        ]
        if !parts.isEmpty { members["parts"] = parts.record }
        if !shapeColors.isEmpty { members["colors"] = shapeColors.wire }
        members["owner"] = owner.map(JSONValue.string)
        return .object(members)
    }

    package init?(record: JSONValue) {
        guard let address = record["address"].flatMap(Address.init(record:)),
            let origin = record["origin"].flatMap(Origin.init(record:)),
            let appearance = record["appearance"].flatMap(Appearance.init(record:)),
            let copies = [Copy](record: record["copies"])
        else { return nil }
        self.init(
            address: address, origin: origin, appearance: appearance,
            parts: [String: Appearance](record: record["parts"]) ?? [:],
            shapeColors: record["colors"].flatMap { try? [Color](wire: $0) } ?? [], copies: copies,
            owner: record["owner"]?.string)
    }
}

extension Projection: Recordable {
    package var record: JSONValue { [wireName: wireParams] }

    package init?(record: JSONValue) {
        guard let (kind, params) = record.object?.first else { return nil }
        switch kind {
        case "perspective":
            guard let message = try? PerspectiveMessage(wire: params) else { return nil }
            self = .perspective(
                fovy: message.fovy ?? 45, apertureRadius: message.apertureRadius ?? 0,
                focusDistance: message.focusDistance ?? 1)
        case "orthographic":
            guard let message = try? OrthographicMessage(wire: params) else { return nil }
            self = .orthographic(height: message.height)
        case "cylindric":
            guard let fovy = try? CylindricMessage(wire: params).fovy else { return nil }
            self = .cylindric(fovy: fovy)
        default: return nil
        }
    }
}

extension Renderer: Recordable {
    package var record: JSONValue { [wireName: wireParams] }

    package init?(record: JSONValue) {
        guard let (kind, params) = record.object?.first else { return nil }
        switch kind {
        case "interactive":
            guard let message = try? InteractiveMessage(wire: params) else { return nil }
            self = .interactive(message.applied(to: InteractiveRenderer()))
        case "production":
            guard let message = try? ProductionMessage(wire: params) else { return nil }
            self = .production(message.applied(to: ProductionRenderer()))
        default: return nil
        }
    }
}

extension Camera: Recordable {
    package var record: JSONValue {
        [
            "projection": projection.record, "view": view.wire, "near_clip": .float(nearClip), "region": region.wire,
        ]
    }

    package init?(record: JSONValue) {
        guard let projection = record["projection"].flatMap(Projection.init(record:)),
            let view = record["view"].flatMap({ try? View(wire: $0) }), let nearClip = record["near_clip"]?.double,
            let region = record["region"].flatMap({ try? ImageRegion(wire: $0) })
        else { return nil }
        self.init(projection: projection, view: view, nearClip: Float(nearClip), region: region)
    }
}

extension CameraSetting: Recordable {
    package var record: JSONValue {
        var members: [String: JSONValue] = [
            "rotation": rotation.wire, "near_clip": .float(nearClip), "region": region.wire,
        ]
        switch lens {
        case .perspective(let fovy, let apertureRadius, let focusDistance):
            members["projection"] = Projection.perspective(
                fovy: fovy, apertureRadius: apertureRadius, focusDistance: focusDistance
            ).record
        case .orthographic(let height?): members["projection"] = Projection.orthographic(height: height).record
        case .orthographic(nil): members["projection"] = "orthographic"
        case .cylindric(let fovy): members["projection"] = Projection.cylindric(fovy: fovy).record
        }
        switch framing {
        case .view(let view): members["view"] = view.wire
        case .fit(let fit):
            var frame: [String: JSONValue] = ["direction": fit.direction.wire, "margin": .float(fit.margin)]
            switch fit.target {
            case .scene: break
            case .models(let names): frame["models"] = names.wire
            case .bounds(let bounds): frame["bounds"] = bounds.wire
            }
            members["frame"] = .object(frame)
        }
        return .object(members)
    }

    package init?(record: JSONValue) {
        guard let rotation = record["rotation"].flatMap({ try? Quaternion(wire: $0) }),
            let nearClip = record["near_clip"]?.double,
            let region = record["region"].flatMap({ try? ImageRegion(wire: $0) })
        else { return nil }
        let lens: Lens
        if record["projection"]?.string == "orthographic" {
            lens = .orthographic(height: nil)
        } else {
            switch record["projection"].flatMap(Projection.init(record:)) {
            case .perspective(let fovy, let apertureRadius, let focusDistance):
                lens = .perspective(fovy: fovy, apertureRadius: apertureRadius, focusDistance: focusDistance)
            case .orthographic(let height): lens = .orthographic(height: height)
            case .cylindric(let fovy): lens = .cylindric(fovy: fovy)
            case nil: return nil
            }
        }
        let framing: Framing
        if let view = record["view"].flatMap({ try? View(wire: $0) }) {
            framing = .view(view)
        } else if let frame = record["frame"], let direction = frame["direction"].flatMap({ try? Vector3(wire: $0) }),
            let margin = frame["margin"]?.double
        {
            var target = Framing.Fit.Target.scene
            if let names = frame["models"].flatMap({ try? [String](wire: $0) }) { target = .models(names) }
            if let bounds = frame["bounds"].flatMap({ try? Bounds(wire: $0) }) { target = .bounds(bounds) }
            framing = .fit(.init(target: target, direction: direction, margin: Float(margin)))
        } else {
            return nil
        }
        self.init(lens: lens, framing: framing, rotation: rotation, nearClip: Float(nearClip), region: region)
    }
}

extension DesiredScene: Recordable {
    package var record: JSONValue {
        var members: [String: JSONValue] = [
            "families": families.record, "camera": camera.record, "renderer": renderer.record,
        ]
        switch simulation {
        case .frame(let frame): members["frame"] = .integer(Int64(frame))
        case .time(let time): members["time"] = .number(time)
        case nil: break
        }
        return .object(members)
    }

    package init?(record: JSONValue) {
        guard let families = [Family](record: record["families"]),
            let camera = record["camera"].flatMap(CameraSetting.init(record:)),
            let renderer = record["renderer"].flatMap(Renderer.init(record:))
        else { return nil }
        var instant: SimulationInstant?
        if let frame = record["frame"]?.integer { instant = .frame(Int(frame)) }
        if let time = record["time"]?.double { instant = .time(time) }
        self.init(families: families, camera: camera, renderer: renderer, simulation: instant)
    }
}
