// SPDX-License-Identifier: Apache-2.0
import Geometry
import RayTracing
import SceneLoading
import SceneModel

extension SceneState {
    /// What the ray tracer draws, and where each drawn surface comes from.
    var description: (scene: SceneDescription, sources: [SurfaceSource]) {
        var scene = SceneDescription()
        var sources: [SurfaceSource] = []
        for instance in instances where instance.isVisible {
            let map = instance.transform.affine
            switch instance.model.content {
            case .light(let light): scene.lights.append(PlacedLight(light, transform: map))
            case .clipper(let surface, let isInverted):
                scene.clippers.append(PlacedClipper(surface, isInverted: isInverted, transform: map))
            case .visible(let model):
                let base = model.baseTransform.map { map * $0.affine } ?? map
                switch model.content {
                case .volume(let volume):
                    let ramp = instance.model.ramp ?? .standard
                    scene.volumes.append(PlacedVolume(volume, ramp: ramp, transform: base))
                case .parts(let parts):
                    let surfaces = instance.model.surfaces
                    for (index, part) in parts.enumerated() {
                        scene.surfaces.append(
                            PlacedSurface(
                                index < surfaces.count ? surfaces[index] : part.surface,
                                colors: index < instance.model.colors.count
                                    ? instance.model.colors[index] : part.colors,
                                material: instance.model.material,
                                transform: part.placement.map { base * $0.affine } ?? base, id: instance.id))
                        sources.append(SurfaceSource(instance: instance.id, part: index))
                    }
                }
            }
        }
        return (scene, sources)
    }
}

/// Where a surface that is drawn comes from.
struct SurfaceSource: Sendable {
    var instance: UInt32
    var part: Int
}

extension ColorRamp {
    /// What a volume has before anyone sets it.
    static let standard = ColorRamp(lower: 0, upper: 255, colors: [Color(0, 0, 0, 0), .white])
}
