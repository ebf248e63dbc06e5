// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Imaging
import SceneModel
import ScenePlanning

/// Which pixels of a picture show something.
struct PixelMask: Sendable {
    let width: Int
    let height: Int
    let pixels: [Bool]

    /// How many pixels are set.
    var count: Int { pixels.count { $0 } }

    /// Share of the picture, 0…1.
    var share: Double { pixels.isEmpty ? 0 : Double(count) / Double(pixels.count) }

    /// Whether a pixel at the border of the picture is set.
    var touchesEdge: Bool {
        for x in 0..<width where pixels[x] || pixels[(height - 1) * width + x] { return true }
        for y in 0..<height where pixels[y * width] || pixels[y * width + width - 1] { return true }
        return false
    }
}

extension Stage {
    /// The pixels of a picture that show a model, or anything at all: where its depth changes when the model is hidden,
    /// or where there is a depth, by one sample a pixel. What has no surface (volumes) has no depth on a service.
    /// - Parameter model: the model's name; nil: anything but background.
    func mask(of model: String?, in drawing: Drawing) async throws -> PixelMask {
        let seen = try await depth(drawing)
        guard let model else {
            return PixelMask(width: seen.width, height: seen.height, pixels: seen.values.map { $0.isFinite && $0 > 0 })
        }
        let ids = applied.objects(ofModel: model).filter(\.isVisible).map(\.id)
        guard !ids.isEmpty else {
            return PixelMask(
                width: seen.width, height: seen.height, pixels: Array(repeating: false, count: seen.values.count))
        }
        let connection = connection
        let outcome: Result<(width: Int, height: Int, values: [Float]), any Error>
        do {
            for id in ids { try await connection.update(id, isVisible: false) }
            outcome = .success(try await depth(drawing))
        } catch {
            outcome = .failure(error)
        }
        // A task of its own, so that a cancelled run still shows the model again.
        let restored = await Task { () -> (any Error)? in
            do {
                for id in ids { try await connection.update(id, isVisible: true) }
                return nil
            } catch {
                return error
            }
        }.value
        let hidden = try outcome.get()
        if let restored { throw restored }
        return PixelMask(
            width: seen.width, height: seen.height,
            pixels: zip(seen.values, hidden.values).map { $0.bitPattern != $1.bitPattern })
    }

    /// Number of cells of a model: the ids that its parts tell, none for parts that are no cells.
    func cells(of model: String) async throws -> Int {
        var count = 0
        for object in applied.objects(ofModel: model) where object.copy == 0 {
            do {
                count += try await connection.circuitIDs(object.id).count
            } catch is RPCError {
                continue
            }
        }
        return count
    }

    private func depth(_ drawing: Drawing) async throws -> (width: Int, height: Int, values: [Float]) {
        let (scene, picture) = (drawing.recipe.scene, drawing.picture)
        let camera = try camera(
            picture.camera, aspectRatio: picture.resolution.aspectRatio, address: drawing.address + ".camera")
        let frame = try frame(picture.simulation ?? scene.simulation, address: drawing.address + ".simulation")
        let size = SIMD2(UInt32(clamping: picture.resolution.width), UInt32(clamping: picture.resolution.height))
        return try await reporting(drawing.address) {
            let request = ExportGBuffers(
                channels: [.depth], size: size, camera: camera, renderer: .interactive(InteractiveRenderer()),
                simulationFrame: frame)
            let contents = try EXR.decode(try await connection.exportGBuffers(request))
            guard let part = contents.parts.first, let values = part.channels.first?.values else {
                throw FigureError(
                    .backend, "the backend sent a depth without values", remedy: "see the log of the service",
                    address: drawing.address)
            }
            return (part.width, part.height, values)
        }
    }
}
