// SPDX-License-Identifier: Apache-2.0
import NoiseMeasuring
import SceneModel

/// Prints the noise of production pictures: mean squared error at 16 samples a pixel, beside that of 16 samples drawn
/// at random.
func measureNoise(_ report: Report) throws {
    for scene in NoiseScene.all {
        let errors = try scene.errors(Resolution(width: 64, height: 48), reference: 1024)
        report(
            "noise, \(scene.name): mean squared error", errors.placed * 1e6, "1e-6",
            beside: ("at random", errors.random * 1e6))
    }
}
