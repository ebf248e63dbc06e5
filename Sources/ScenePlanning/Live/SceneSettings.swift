// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

/// What every scene has exactly one of.
package struct SceneSettings: Sendable, Equatable {
    package var camera: Camera
    package var renderer: Renderer
    package var simulation: SimulationParameters
    /// Width and height of the main framebuffer in pixels.
    package var viewport: SIMD2<UInt32>

    package init(
        camera: Camera = Camera(), renderer: Renderer = .interactive(InteractiveRenderer()),
        simulation: SimulationParameters = SimulationParameters(), viewport: SIMD2<UInt32> = [800, 600]
    ) {
        self.camera = camera
        self.renderer = renderer
        self.simulation = simulation
        self.viewport = viewport
    }

    /// Width over height of the main framebuffer.
    package var aspectRatio: Float {
        viewport.y > 0 ? Float(viewport.x) / Float(viewport.y) : 1
    }
}

