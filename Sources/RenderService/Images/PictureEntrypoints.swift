// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Imaging
import RayTracing
import SceneModel

extension Entrypoints {
    static let pictures: [any AnyEntrypoint] = [
        running(Methods.Images.snapshot) { service, context, params, _ in
            let format = params.filePath.map(FileWriting.fileExtension) ?? params.imageSettings?.format ?? "png"
            let encoding = try PictureEncoding.named(format)
            if params.filePath == nil { context.endWithConnection() }
            let quality = params.imageSettings?.quality ?? 100
            let bytes = try await service.draw(
                try service.engine.pictureRequest(params), operation: "Rendering snapshot ...", context: context
            ) { buffer in try encoding.encode(buffer, quality: quality, metadata: params.metadata) }
            guard let path = params.filePath else {
                return Answer(SnapshotResult(size: bytes.count), payload: bytes, isBinary: true)
            }
            try FileWriting.write(bytes, to: path)
            return Answer(SnapshotResult(size: 0))
        },
        running(Methods.Images.exportGBuffers) { service, context, params, _ in
            guard !params.channels.isEmpty else {
                throw RPCError(.invalidParams, "The list of channels cannot be empty")
            }
            guard Set(params.channels).count == params.channels.count else {
                throw RPCError(.invalidParams, "A channel can be exported only once")
            }
            if params.filePath == nil { context.endWithConnection() }
            let channels = params.channels
            let bytes = try await service.draw(
                try service.engine.pictureRequest(params), keepsGeometry: true,
                operation: "Exporting g-buffers ...", context: context
            ) { buffer in try buffer.exr(channels) }
            guard var path = params.filePath else { return Answer(Nothing(), payload: bytes, isBinary: true) }
            if FileWriting.fileExtension(of: path).lowercased() != "exr" { path += ".exr" }
            try FileWriting.write(bytes, to: path)
            return Answer(Nothing())
        },
    ]
}

extension SceneService {
    /// Draws a picture of its own and encodes it, beside the service's other work.
    fileprivate func draw(
        _ request: PictureRequest, keepsGeometry: Bool = false, operation: String, context: CallContext,
        encode: @escaping @Sendable (FrameBuffer) throws -> [UInt8]
    ) async throws -> [UInt8] {
        try engine.paint(frame: request.frame)
        let prepared = try await preparedScene()
        let (threads, preview) = (engine.threads, engine.preview)
        return try await Workshop.run {
            let buffer = try FrameBuffer(request.resolution, keepsGeometry: keepsGeometry)
            try prepared.scene.draw(
                request, into: buffer, samples: request.renderer.samplesPerPixel, threads: threads,
                operation: operation, context: context, preview: preview)
            let bytes = try encode(buffer)
            try context.checkCancellation()
            return bytes
        }
    }
}

extension FrameBuffer {
    /// What is known of each pixel as EXR: one part a channel, named after it where there are several.
    fileprivate func exr(_ channels: [ImageChannel]) throws -> [UInt8] {
        try EXR.encode(
            channels.map { channel in
                let (names, values): ([String], [Float]) =
                    switch channel {
                    case .color: (["R", "G", "B", "A"], linearColors())
                    case .depth: (["R"], depths())
                    case .albedo: (["R", "G", "B"], albedos())
                    case .normal: (["R", "G", "B"], normals())
                    }
                return try EXR.Part(
                    name: channels.count > 1 ? channel.rawValue : nil, width: resolution.width,
                    height: resolution.height, names: names, interleaved: values)
            })
    }
}
