// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import RayTracing
import SceneModel

/// A scene that is ready to be drawn, and the state of the service's scene that it shows.
struct PreparedPicture: Sendable {
    let scene: PreparedScene
    /// Where each of the scene's surfaces comes from.
    let sources: [SurfaceSource]
    let revision: UInt64
}

extension SceneService {
    /// The present scene, ready to be drawn. What is unchanged since the last time is not built again.
    func preparedScene() async throws -> PreparedPicture {
        let revision = engine.scene.revision
        if let prepared = engine.prepared, prepared.revision == revision { return prepared }
        let tracer = engine.tracer
        // The previous scene lives on until the next one is ready: what both share is taken over.
        let previous = engine.prepared
        let (description, sources) = engine.scene.description
        let prepared = try await Workshop.run {
            defer { withExtendedLifetime(previous) {} }
            return PreparedPicture(scene: try tracer.prepare(description), sources: sources, revision: revision)
        }
        engine.prepared = prepared
        return prepared
    }
}

extension PreparedScene {
    /// Samples that are drawn in one go: few enough to stop soon, many enough to keep all threads busy.
    private static let batch = 64

    /// Adds samples to a buffer, telling of progress once a second.
    /// - Throws: error 20 when the call was cancelled.
    func draw(
        _ request: PictureRequest, into buffer: FrameBuffer, samples: Int, threads: Int?, operation: String,
        context: CallContext, preview: PicturePreview? = nil
    ) throws {
        let news = ProgressNews(operation, context)
        news.tell(0)
        var pace = PreviewPace(preview, most: Self.batch)
        var drawn = 0
        while drawn < samples {
            let count = min(pace.begin(), samples - drawn)
            let start = Double(drawn) / Double(samples)
            let share = Double(count) / Double(samples)
            let options = DrawingOptions(
                threads: threads, isCancelled: { context.isCancelled },
                progress: { news.tell(start + share * $0) })
            guard draw(request.camera, request.renderer, into: buffer, samples: count, options: options) else {
                throw RPCError.cancelled
            }
            drawn += count
            try pace.end(buffer, isLast: drawn == samples)
        }
    }
}
