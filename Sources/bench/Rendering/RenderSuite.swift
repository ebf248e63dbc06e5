// SPDX-License-Identifier: Apache-2.0
import CAllocator
import CSampling
import Foundation
import Geometry
import RayTracing
import SceneModel

/// How fast pictures of 1920 × 1080 are drawn on one thread, beside a loop that only traces the same camera and shadow
/// rays, and what geometry costs to hold and to change. Pictures that take seconds are drawn once.
let renderSuite = Suite(
    name: "render", question: "1920 x 1080 on one thread in processor seconds, beside the bare ray kernels"
) { report in
    for scene in BenchScene.all { try scene.measure(report) }
    try measureNoise(report)
}

extension BenchScene {
    private static let resolution = Resolution(width: 1920, height: 1080)

    /// Prints the figures of one scene.
    func measure(_ report: Report) throws {
        let tracer = try RayTracer()
        var description = try make()
        let camera = camera(description)
        let count = description.surfaces.reduce(0) { $0 + $1.surface.primitiveCount }
        let buffer = try FrameBuffer(Self.resolution)
        func row(_ what: String, _ value: Double, _ unit: String, beside: (name: String, value: Double)? = nil) {
            report("\(name): \(what)", value, unit, beside: beside)
        }

        // What was freed before must not be counted as there.
        scene_recipe_release_freed_memory()
        let before = residentBytes()
        resetPeak()
        let start = wallSeconds()
        var scene = try tracer.prepare(description)
        let build = wallSeconds() - start
        if count > 0 {
            row("tree, bytes a primitive", (residentBytes() - before) / Double(count), "B")
            row("tree, peak bytes a primitive", (peakBytes() - before) / Double(count), "B")
        } else {
            row("bricks, MB beside the voxels", (residentBytes() - before) / 1e6, "MB")
        }
        let options = DrawingOptions(threads: 1)
        func frame() -> Double {
            let start = wallSeconds()
            buffer.clear()
            scene.draw(camera, .interactive(InteractiveRenderer()), into: buffer, samples: 1, options: options)
            return wallSeconds() - start
        }
        row("first frame, wall", build + frame(), "s", beside: ("of it the build", build))
        if description.surfaces.isEmpty {
            description.volumes[0].transform = Transform(translation: [1, 0, 0]).affine
        } else {
            description.surfaces[0].transform = Transform(translation: [1, 0, 0]).affine
        }
        let changed = wallSeconds()
        let moved = try tracer.prepare(description)
        let change = wallSeconds() - changed
        scene = moved
        row("frame after a move, wall", change + frame(), "s", beside: ("of it the update", change))

        let bare = try description.surfaces.first.map { placed in
            try medianProcessorSeconds(runs: 3) {
                _ = try tracer.traceBare(
                    placed.surface, camera: camera, resolution: Self.resolution,
                    lightDirection: Self.lightDirection)
            }
        }
        for (renderer, first, kind) in [
            (Renderer.interactive(InteractiveRenderer()), Renderer.interactive(InteractiveRenderer()), "interactive"),
            (
                .production(ProductionRenderer(maxRayBounces: 3)), .production(ProductionRenderer(maxRayBounces: 0)),
                "production"
            ),
        ] {
            // Where nothing can be met no camera ray is sent: those that are, are all rays where none goes on. One
            // sample lies in the middle of its pixel, several are spread, and touch more.
            func cameraRays(samples: Int) -> Double {
                let drawn = min(samples, 2)
                let before = scene.tracedRays.nearest
                buffer.clear()
                scene.draw(camera, first, into: buffer, samples: drawn, options: options)
                return Double(scene.tracedRays.nearest - before) * Double(samples) / Double(drawn)
            }
            for samples in [1, 16] {
                let sent = cameraRays(samples: samples)
                let rays = scene.tracedRays
                var share = (inside: Int64(0), total: Int64(0))
                let isSampled = scene_recipe_sampling_start("libembree") == 0
                let (seconds, runs) = typicalProcessorSeconds {
                    buffer.clear()
                    scene.draw(camera, renderer, into: buffer, samples: samples, options: options)
                }
                if isSampled {
                    let seen = scene_recipe_sampling_stop()
                    share = (seen.inside, seen.total)
                }
                let label = "\(kind) \(samples)"
                let beside = kind == "interactive"
                    ? bare.map { (samples == 1 ? "bare loop" : "16 bare loops", $0 * Double(samples)) } : nil
                row("\(label) spp", seconds, "s", beside: beside)
                let traced = scene.tracedRays
                let nearest = Double(traced.nearest - rays.nearest) / Double(runs)
                let shadow = Double(traced.shadow - rays.shadow) / Double(runs)
                row("\(label), camera rays", sent / seconds * 1e-6, "M/s")
                if nearest - sent > 0.001 * sent {
                    row("\(label), rays beyond", (nearest - sent) / seconds * 1e-6, "M/s")
                }
                if shadow > 0 { row("\(label), shadow rays", shadow / seconds * 1e-6, "M/s") }
                if share.total > 0 {
                    row("\(label), inside Embree", 100 * Double(share.inside) / Double(share.total), "%")
                }
            }
        }
    }
}
