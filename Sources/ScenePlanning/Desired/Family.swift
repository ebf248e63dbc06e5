// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import SceneModel

/// Objects that share one origin: what a load makes, and all copies of it. Lights and clippings are families of one.
package struct Family: Hashable, Sendable {
    /// One copy of every part.
    package struct Copy: Hashable, Sendable {
        /// The model that wants the copy: the family's own, or one that is an `instance_of` it.
        package var address: Address
        /// Which of that model's copies: 0 is the model itself, 1… its `instances`.
        package var index: Int
        /// The transform of every part; nil: each part's own.
        package var transform: Transform?
        /// Whether it is drawn; nil: each part's own.
        package var visible: Bool?
        /// Where single parts stand, over all else. A recipe cannot say this, but a scene found on a backend can.
        package var placements: [String: Placement] = [:]
    }

    /// The source model, light or clipping.
    package var address: Address
    package var origin: Origin
    /// Look and place of a part that is not in ``parts``.
    package var appearance: Appearance
    package var parts: [String: Appearance]
    /// The colours of the shapes, where it is made of shapes.
    package var shapeColors: [Color]
    /// The first is the source's own.
    package var copies: [Copy]
    /// Whose it is; nil: the recipe's that is applied.
    package var owner: String?

    /// How a part is to look.
    package func look(_ part: String) -> Look {
        switch origin {
        case .light, .clipping: Look()
        case .file, .upload, .shapes: Look(parts[part] ?? appearance, shapeColors: shapeColors)
        }
    }

    /// Where a part of a copy is to stand.
    package func placement(_ copy: Copy, part: String) -> Placement {
        if let placement = copy.placements[part] { return placement }
        let own = parts[part] ?? appearance
        return Placement(transform: copy.transform ?? own.transform, visible: copy.visible ?? own.visible)
    }
}

/// A scene as planning sees it.
package struct DesiredScene: Hashable, Sendable {
    /// Models in the order of loading, then clippings, then lights.
    package var families: [Family]
    package var camera: CameraSetting
    package var renderer: Renderer
    package var simulation: SimulationInstant?

    package init(
        families: [Family], camera: CameraSetting, renderer: Renderer, simulation: SimulationInstant?
    ) {
        self.families = families
        self.camera = camera
        self.renderer = renderer
        self.simulation = simulation
    }

    /// Takes a scene apart.
    /// - Throws: ``PlanningError`` where a model is an instance of one that is not there or is an instance itself, or
    ///   where a file to be uploaded cannot be read.
    package init(_ scene: Scene) throws(PlanningError) {
        families = []
        camera = scene.camera
        renderer = scene.renderer
        simulation = scene.simulation
        for model in scene.models {
            if let family = try Family(model) { families.append(family) }
        }
        let places = Dictionary(families.enumerated().map { ($1.address.name, $0) }) { first, _ in first }
        for model in scene.models {
            guard case .instance(let source) = model.source else { continue }
            guard let place = places[source] else {
                throw PlanningError(
                    .unknownSource, "There is no model '\(source)' with a source of its own to make a copy of",
                    at: .model(model.name), path: "instance_of")
            }
            let visible = model.appearance.visible
            let transforms = [model.appearance.transform] + model.instances
            for (index, transform) in transforms.enumerated() {
                families[place].copies.append(
                    Family.Copy(address: .model(model.name), index: index, transform: transform, visible: visible))
            }
        }
        families += scene.clippings.map { clipping in
            Family(.clipping(clipping.name), .clipping(clipping.shapes, inverted: clipping.inverted))
        }
        let direction = scene.camera.direction
        families += scene.lights.map { Family(.light($0.name), .light($0.light(lookingAlong: direction))) }
    }
}

extension NamedLight {
    /// The light as it is sent: one that follows the camera takes its direction.
    package func light(lookingAlong direction: Vector3) -> Light {
        var light = light
        if followsCamera, case .directional = light.kind { light.kind = .directional(direction: direction) }
        return light
    }
}

extension Family {
    fileprivate init(_ address: Address, _ origin: Origin) {
        self.init(
            address: address, origin: origin, appearance: Appearance(), parts: [:], shapeColors: [],
            copies: [Copy(address: address, index: 0)])
    }

    /// nil for an instance of another model.
    fileprivate init?(_ model: Model) throws(PlanningError) {
        let address = Address.model(model.name)
        var colors: [Color] = []
        switch model.source {
        case .instance: return nil
        case .shapes(let shapes, let given):
            origin = .shapes(shapes)
            // A shape without colour is white, as the language has it.
            colors = given + Array(repeating: .white, count: max(0, shapes.count - given.count))
        case .file(let file) where file.upload:
            origin = .upload(
                path: file.path, loader: file.loader.normalized,
                digest: SHA256Digest(of: try contents(of: file.path, for: address)).hexadecimal)
        case .file(let file):
            origin = .file(path: FileSource.normalizedPath(file.path), loader: file.loader.normalized)
        }
        self.address = address
        appearance = model.appearance
        parts = model.parts
        shapeColors = colors
        copies = [Copy(address: address, index: 0)]
        for (index, transform) in model.instances.enumerated() {
            copies.append(Copy(address: address, index: index + 1, transform: transform))
        }
    }
}

/// The bytes of a local file that is to be uploaded.
func contents(of path: String, for address: Address) throws(PlanningError) -> [UInt8] {
    do {
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
        throw PlanningError(
            .unreadableFile, "The file '\(path)' cannot be read: \(error.localizedDescription)", at: address,
            path: "source.path")
    }
}
