// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Figures
import Foundation
import Imaging
import SceneModel
import Testing

@Suite struct EndToEndTests {
    private static let recipe = """
        recipe: 1
        title: A small scene
        authors: [Ann Example]
        license: CC-BY-4.0
        models:
          tetra: {mesh: data/tetra.off, color: [0.9, 0.5, 0.1]}
          balls:
            spheres:
              - {center: [2, 0, 0], radius: 0.7, color: crimson}
              - {center: [-2, 0.5, 0], radius: 0.5, color: steelblue}
        lights:
          key: {directional: {direction: camera, intensity: 3}}
          fill: {ambient: {intensity: 0.5}}
        renderer: {interactive: {samples: 4}}
        snapshots:
          front: {resolution: [120, 80]}
          side: {resolution: [120, 80], camera: {rotate: {euler: [0, 90, 0]}}}

        """
    private static let tetra = """
        OFF
        4 4 6
        0 1 0
        1 -1 1
        -1 -1 1
        0 -1 -1
        3 0 2 1
        3 0 1 3
        3 0 3 2
        3 1 2 3

        """

    private func prepare(_ folder: String) throws -> String {
        try write(Self.recipe, to: folder + "/fig.yaml")
        try write(Self.tetra, to: folder + "/data/tetra.off")
        return folder + "/fig.yaml"
    }

    @Test func twoRunsGiveTheSameFilesAndTheSecondDrawsNothing() async throws {
        try await withFolder { folder in
            let file = try prepare(folder)
            let first = try await render(file, options(folder))
            #expect(first.pictures.map(\.way) == [.drawn, .drawn])
            #expect(first.lockFault == nil)
            let picture = try PNG.decode(try content(folder + "/out/front.png")).picture
            #expect(picture.width == 120 && picture.height == 80)
            let before = try (content(folder + "/out/front.png"), content(folder + "/out/side.png"))
            #expect(before.0 != before.1)

            let second = try await render(file, options(folder))
            #expect(second.pictures.map(\.way) == [.unchanged, .unchanged])
            try FileManager.default.removeItem(atPath: folder + "/out")
            let third = try await render(file, options(folder))
            #expect(third.pictures.map(\.way) == [.remembered, .remembered])
            #expect(try content(folder + "/out/front.png") == before.0)
            var forced = options(folder)
            forced.isForced = true
            let fourth = try await render(file, forced)
            #expect(fourth.pictures.map(\.way) == [.drawn, .drawn])
            #expect(try content(folder + "/out/front.png") == before.0)
            #expect(try content(folder + "/out/side.png") == before.1)
        }
    }

    @Test func spellingDoesNotDrawAgain() async throws {
        try await withFolder { folder in
            let file = try prepare(folder)
            try await render(file, options(folder))
            let other = "# a comment\n" + Self.recipe.replacingOccurrences(of: "0.5,", with: ".50,")
                .replacingOccurrences(of: "{mesh: data/tetra.off,", with: "{mesh: {path: ./data/tetra.off},")
            try write(other, to: file)
            #expect(try await render(file, options(folder)).pictures.map(\.way) == [.unchanged, .unchanged])
            try write(Self.recipe.replacingOccurrences(of: "A small scene", with: "Another title"), to: file)
            #expect(try await render(file, options(folder)).pictures.map(\.way) == [.remembered, .remembered])
            try write(Self.recipe.replacingOccurrences(of: "crimson", with: "gold"), to: file)
            #expect(try await render(file, options(folder)).pictures.map(\.way) == [.drawn, .drawn])
        }
    }

    @Test func theSceneStandsAsBeforeAfterAPictureThatLooksElsewhere() async throws {
        try await withFolder { folder in
            let source = try resolve(try prepare(folder))
            guard case .success(let recipe)? = source.cells.first(where: { _ in true }) else { return }
            let stage = try await embeddedStage(recipe) { _ in }
            let before = try await stage.connection.scene().models.map { "\($0.id) \($0.type) \($0.isVisible)" }
            let camera = try await stage.connection.camera()
            let inputs = try FigureInputs(of: recipe, isLocal: true, store: DigestStore(folder: nil))
            for picture in recipe.pictures {
                _ = try await stage.draw(Drawing(picture, of: recipe, inputs: inputs, backend: .embedded))
            }
            var bad = recipe.pictures[1]
            bad.simulation = .frame(7)
            await #expect(throws: FigureError.self) {
                _ = try await stage.draw(Drawing(bad, of: recipe, inputs: inputs, backend: .embedded))
            }
            #expect(try await stage.connection.scene().models.map { "\($0.id) \($0.type) \($0.isVisible)" } == before)
            #expect(try await stage.connection.camera() == camera)
        }
    }

    @Test func aPictureRemakesItself() async throws {
        try await withFolder { folder in
            try await render(try prepare(folder), options(folder))
            for name in ["front.png", "side.png"] {
                let image = folder + "/" + name
                try FileManager.default.moveItem(atPath: folder + "/out/" + name, toPath: image)
                let rerun = try Rerun(image: image, cacheFolder: nil, workingFolder: folder)
                let stage = try await embeddedStage(rerun.embedded.recipe) { _ in }
                let outcome = try await rerun.draw(on: stage)
                #expect(outcome.reasons == [])
                #expect(outcome.bytes == (try content(image)))
            }
        }
    }

    @Test func aChangedByteIsNamed() async throws {
        try await withFolder { folder in
            let file = try prepare(folder)
            try await render(file, options(folder))
            let old = try content(folder + "/data/tetra.off")
            try write(Self.tetra.replacingOccurrences(of: "0 1 0", with: "0 2 0"), to: folder + "/data/tetra.off")
            let new = try content(folder + "/data/tetra.off")
            // The old file lies about elsewhere; that of the recipe counts all the same.
            try write(Self.tetra, to: folder + "/backup/data/tetra.off")
            func names(_ error: any Error) -> Bool {
                guard let error = error as? FigureError, error.code == .inputChanged else { return false }
                return error.message.contains("data/tetra.off") && error.message.contains(digest(old))
                    && error.message.contains(digest(new))
            }
            #expect {
                try Rerun(image: folder + "/out/front.png", cacheFolder: nil, workingFolder: folder)
            } throws: { names($0) }
            var locked = options(folder)
            locked.isLocked = true
            await #expect {
                try await render(file, locked)
            } throws: { names($0) }
        }
    }

    @Test func aMissingInputWritesNothing() async throws {
        try await withFolder { folder in
            let file = try prepare(folder)
            try FileManager.default.removeItem(atPath: folder + "/data/tetra.off")
            await #expect {
                try await render(file, options(folder))
            } throws: { error in
                (error as? FigureError)?.code == .inputMissing && (error as? FigureError)?.address == "models.tetra"
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/out").isEmpty)
            #expect(!FileManager.default.fileExists(atPath: folder + "/fig.lock.json"))
        }
    }

    @Test func sweepsDrawOnlyWhatIsMissing() async throws {
        try await withFolder { folder in
            let file = folder + "/sweep.yaml"
            let text = """
                recipe: 1
                parameters: {angle: 0, size: 1}
                sweep: {angle: [0, 45], size: [1, 2]}
                models: {box: {boxes: [{min: [0, 0, 0], max: [1, 1, 2]}], transform: {scale: "${size}"}}}
                lights: {key: {directional: {direction: camera}}}
                camera: {rotate: {euler: [0, "${angle}", 0]}, frame: {target: {min: [-3, -3, -3], max: [3, 3, 3]}}}
                snapshots: {box: {file: "box-${angle}-${size}.png", resolution: [64, 64]}}
                """
            try write(text, to: file)
            let first = try await render(file, options(folder))
            #expect(first.failures == [])
            let names = ["box-0-1.png", "box-0-2.png", "box-45-1.png", "box-45-2.png"]
            #expect(first.pictures.map { ($0.path as NSString).lastPathComponent } == names)
            #expect(Set(try names.map { try content(folder + "/out/" + $0) }).count == 4)
            try FileManager.default.removeItem(atPath: folder + "/out/box-45-1.png")
            try FileManager.default.removeItem(atPath: folder + "/cache")
            let second = try await render(file, options(folder))
            #expect(second.pictures.map(\.way) == [.unchanged, .unchanged, .drawn, .unchanged])
        }
    }
}
