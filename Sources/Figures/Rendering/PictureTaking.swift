// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Imaging
import SceneModel

extension Stage {
    /// Draws a picture. Camera, renderer and frame travel inside the call, so that the scene's own stay as they are.
    /// - Parameter progress: told the share that is done, 0…1.
    /// - Throws: `figure-nothing-to-frame`, `figure-no-such-moment`; `figure-backend` with the backend's words;
    ///   `CancellationError`.
    public func draw(
        _ drawing: Drawing, progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async throws -> RawPicture {
        let (scene, picture) = (drawing.recipe.scene, drawing.picture)
        let size = picture.resolution
        guard let width = UInt32(exactly: size.width), let height = UInt32(exactly: size.height), width > 0, height > 0
        else {
            throw FigureError(
                .unsupported, "no picture can be \(size.width) × \(size.height) pixels",
                remedy: "give both sides at least 64 pixels", address: drawing.address + ".resolution")
        }
        let camera = try camera(
            picture.camera, aspectRatio: size.aspectRatio, address: drawing.address + ".camera")
        return try await reporting(drawing.address) {
            let frame = try frame(
                picture.simulation ?? scene.simulation, address: drawing.address + ".simulation")
            return try await withLights(of: scene, turnedTo: picture.camera) {
                switch picture.format {
                case .png, .jpg:
                    let request = Snapshot(
                        size: [width, height], camera: camera, renderer: picture.renderer, simulationFrame: frame)
                    let answer = try await connection.answer(Methods.Images.snapshot, request, progress: progress)
                    return .display(try PNG.decode(answer.payload).picture)
                case .exr:
                    let request = ExportGBuffers(
                        channels: picture.channels, size: [width, height], camera: camera, renderer: picture.renderer,
                        simulationFrame: frame)
                    let answer = try await connection.answer(Methods.Images.exportGBuffers, request, progress: progress)
                    return .buffers(try EXR.decode(answer.payload).parts)
                }
            }
        }
    }

    /// Turns what a backend throws into errors with an address.
    func reporting<Result: Sendable>(
        _ address: String, _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let error as FigureError {
            throw error
        } catch let error as RPCError {
            if error.code == .cancelled || Task.isCancelled { throw CancellationError() }
            throw FigureError(
                .backend, "the backend refused the picture: \(error)", remedy: "mend what the message names",
                address: address)
        } catch let error as PictureError {
            throw FigureError(
                .backend, "the backend sent what is no picture: \(error.message)",
                remedy: "see the log of the service", address: address)
        } catch let error as ConnectionError {
            throw FigureError(
                .backend, "the backend cannot be reached any more: \(error.message)",
                remedy: "see that the service runs, then render again", address: address)
        }
    }
}
