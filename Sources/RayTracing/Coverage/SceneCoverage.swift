// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel
import Synchronization

extension PreparedScene {
    /// The blocks of a picture in which anything may appear, or nil where it does not pay to look for them or cannot be
    /// told. The last answer is kept for the next drawing.
    ///
    /// - Parameters:
    ///   - offsets: where the samples that are about to be drawn lie, in pixels from a pixel's centre.
    ///   - showsLights: whether lights show themselves.
    func coverage(
        _ camera: Camera, _ resolution: Resolution, offsets: [Vector2], showsLights: Bool, threads: Int
    ) -> PictureCoverage? {
        guard !hasInfinitePlanes, let projection = PictureProjection(camera, resolution: resolution) else { return nil }
        let key = PictureCoverage.Key(
            projection: projection, resolution: resolution, offsets: offsets, showsLights: showsLights)
        return lastCoverage.withLock { last in
            if let last, last.key == key { return last.coverage }
            let rays = resolution.width * resolution.height * offsets.count
            guard let sources = coverageSources(rays: rays) else { return nil }
            let found = PictureCoverage.find(
                key, surfaces: sources, boxes: boxes(showsLights: showsLights), threads: threads)
            last = (key, found)
            return found
        }
    }

    /// What is to be looked for: primitives, or runs of them where there are many for the rays that may be saved; nil
    /// where there are too many even so.
    private func coverageSources(rays: Int) -> [CoverageSource]? {
        // To place a primitive takes about a tenth of the time of a ray that meets nothing.
        let limit = rays * 2
        let direct = placedStructures.reduce(0) { $0 + description.surfaces[$1.index].surface.primitiveCount }
        if direct / CoverageSource.runLength > limit { return nil }
        let takesRuns = direct > min(limit, 1 << 20)
        return placedStructures.map { structure, index in
            let placed = description.surfaces[index]
            return CoverageSource(
                placed.surface, placed.transform, runs: takesRuns ? structure.runs() : nil)
        }
    }

    /// Boxes around all that is no surface but shows itself.
    private func boxes(showsLights: Bool) -> [Bounds] {
        var result = description.volumes.map { placed in
            placed.transform.apply(Bounds(min: .zero, max: placed.volume.size))
        }
        guard showsLights else { return result }
        for index in 0..<lights.count where lights[index].isVisible {
            result.append(lights[index].bounds)
        }
        return result
    }
}
