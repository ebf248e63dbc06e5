// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import RayTracing
import SceneLoading
import SceneModel

extension Entrypoints {
    static let mainPicture: [any AnyEntrypoint] = [
        on(Methods.Images.setStaticFramebuffer) { engine in
            engine.framebuffer.set(.static)
            return Nothing()
        },
        on(Methods.Images.setProgressiveFramebuffer) { engine, params in
            engine.framebuffer.set(.progressive(scale: Int(max(1, params.scale))))
            return Nothing()
        },
        running(Methods.Images.render) { service, context, params, _ in
            guard params.send || !params.force else {
                throw RPCError(.invalidParams, "Cannot force sending if send is disabled")
            }
            let engine = service.engine
            var isNew = false
            // It cannot be cancelled: without this a client that is gone could keep the others waiting for hours.
            context.endWithConnection()
            if params.render {
                repeat {
                    guard try await service.drawMainFrame(context) else { break }
                    isNew = true
                } while params.accumulate
            }
            var result = Accumulation()
            result.accumulation = UInt32(clamping: engine.framebuffer.accumulation)
            result.maximum = UInt32(clamping: engine.renderer.samplesPerPixel)
            guard params.send, isNew || params.force else { return Answer(result) }
            guard let buffer = engine.framebuffer.visible else { return Answer(result, isBinary: true) }
            let encoding = try PictureEncoding.named(params.format)
            let quality = params.jpegQuality
            let bytes = try await Workshop.run { try encoding.encode(buffer, quality: quality) }
            engine.framebuffer.pictureRead()
            return Answer(result, payload: bytes, isBinary: true)
        },
        running(Methods.Images.inspect) { service, _, params, _ in
            let engine = service.engine
            let resolution = try DrawingLimits.resolution(engine.viewport)
            let camera = engine.camera
            try CameraFault.check(camera.projection)
            let prepared = try await service.preparedScene()
            guard let pick = prepared.scene.pick(params.position, camera, aspect: resolution.aspectRatio) else {
                return Answer(InspectResult())
            }
            return Answer(engine.inspectResult(pick, prepared))
        },
    ]
}

extension SceneService {
    /// Draws the next frame of the main framebuffer.
    /// - Returns: false when all frames are drawn already.
    fileprivate func drawMainFrame(_ context: CallContext) async throws -> Bool {
        let resolution = try DrawingLimits.resolution(engine.viewport)
        try CameraFault.check(engine.camera.projection)
        try DrawingLimits.check(engine.renderer)
        try engine.paint(frame: engine.simulation.current)
        let prepared = try await preparedScene()
        try engine.framebuffer.commit(resolution, scene: prepared.revision, view: engine.viewRevision)
        let samples = engine.renderer.samplesPerPixel
        guard engine.framebuffer.accumulation < samples, let buffer = engine.framebuffer.current else { return false }
        let request = PictureRequest(
            resolution: buffer.resolution, camera: engine.camera, renderer: engine.renderer,
            frame: engine.simulation.current)
        let threads = engine.threads
        try await Workshop.run {
            try prepared.scene.draw(
                request, into: buffer, samples: samples, threads: threads, operation: "Rendering image ...",
                context: context)
        }
        engine.framebuffer.frameDrawn()
        return true
    }
}

extension Engine {
    /// What clients are told of a place that was picked.
    fileprivate func inspectResult(_ pick: Pick, _ prepared: PreparedPicture) -> InspectResult {
        var result = InspectResult()
        result.hit = true
        result.position = pick.position
        result.modelID = pick.id
        result.metadata = [:]
        if let index = scene.index(of: pick.id), prepared.sources.indices.contains(pick.surface) {
            let part = prepared.sources[pick.surface].part
            let cell = scene.instances[index].model.visible?.cellID(part: part, primitive: Int(pick.primitive))
            if let cell { result.metadata = ["neuron_id": .integer(Int64(clamping: cell))] }
        }
        return result
    }
}
