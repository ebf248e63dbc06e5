// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Connection {
    /// Takes a picture and gives back the encoded file, or nothing when the snapshot has a file path.
    public func snapshot(_ snapshot: Snapshot) async throws -> [UInt8] {
        try await snapshotTask(snapshot).answer().payload
    }

    /// Begins to take a picture; the encoded file is the payload of the answer.
    public func snapshotTask(_ snapshot: Snapshot) -> RunningCall<SnapshotResult> {
        task(Methods.Images.snapshot, snapshot)
    }

    /// What the renderer knows of each pixel, as an EXR file.
    public func exportGBuffers(_ request: ExportGBuffers) async throws -> [UInt8] {
        try await exportGBuffersTask(request).answer().payload
    }

    /// Begins to export what the renderer knows of each pixel; the EXR file is the payload of the answer.
    public func exportGBuffersTask(_ request: ExportGBuffers) -> RunningCall<Nothing> {
        task(Methods.Images.exportGBuffers, request)
    }

    /// Draws the main framebuffer; the encoded picture is the payload of the answer, if it is new or forced.
    public func renderImage(_ request: RenderImage = RenderImage()) async throws -> Answer<Accumulation> {
        try await answer(Methods.Images.render, request)
    }

    /// Has the main framebuffer accumulate in one buffer.
    public func setStaticFramebuffer() async throws { try await call(Methods.Images.setStaticFramebuffer) }

    /// Has the main framebuffer begin coarsely after each change.
    public func setProgressiveFramebuffer(scale: Int32 = 4) async throws {
        try await call(Methods.Images.setProgressiveFramebuffer, ProgressiveFramebuffer(scale: scale))
    }

    /// What is seen at a normalised position of the main framebuffer's picture, nil where nothing is.
    public func inspect(_ position: SIMD2<Float>) async throws -> InspectResult? {
        let result = try await call(Methods.Images.inspect, Inspect(position))
        return result.hit ? result : nil
    }
}
