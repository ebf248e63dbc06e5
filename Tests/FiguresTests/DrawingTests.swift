// SPDX-License-Identifier: Apache-2.0
import Digest
import Figures
import JSON
import RecipeLanguage
import SceneModel
import Testing

@Suite struct DrawingTests {
    private func digest(_ change: (inout FigureRecipe) -> Void = { _ in }) throws -> SHA256Digest {
        var recipe = ballRecipe(in: "/home/ann/paper")
        change(&recipe)
        let inputs = try FigureInputs(of: recipe, isLocal: true, store: DigestStore(folder: nil))
        return Drawing(recipe.pictures[0], of: recipe, inputs: inputs, backend: .embedded).digest
    }

    @Test func whatDoesNotChangePixelsDoesNotChangeTheDigest() throws {
        let same = try digest()
        #expect(try digest { $0.metadata.title = "Other" } == same)
        #expect(try digest { $0.file = "/elsewhere/x.yaml" } == same)
        #expect(try digest { $0.pictures[0].file = "other.jpg" } == same)
        #expect(try digest { $0.pictures[0].name = "other" } == same)
        #expect(try digest { $0.pictures[0].quality = 3 } == same)
        #expect(try digest { $0.parameters = ["a": 1] } == same)
    }

    @Test func whatChangesPixelsChangesTheDigest() throws {
        let same = try digest()
        #expect(try digest { $0.pictures[0].resolution.width += 1 } != same)
        #expect(try digest { $0.pictures[0].camera.nearClip = 1 } != same)
        #expect(try digest { $0.pictures[0].renderer = .production(ProductionRenderer()) } != same)
        #expect(try digest { $0.scene.lights.removeLast() } != same)
        #expect(try digest { $0.scene.models[0].appearance.visible = false } != same)
        #expect(try digest { $0.pictures[0].simulation = .frame(3) } != same)
        #expect(try digest { $0.pictures[0].format = .exr } != same)
    }

    @Test func dataCountsByContentAndNotByPlace() async throws {
        try await withFolder { folder in
            func digest(_ file: String, _ text: String) throws -> SHA256Digest {
                try write(text, to: file)
                return try self.digest {
                    $0.file = folder + "/fig.yaml"
                    $0.scene.models = [
                        Model(name: "a", source: .file(FileSource(path: file, loader: .mesh)))
                    ]
                }
            }
            let one = try digest(folder + "/a.ply", "content")
            #expect(try digest(folder + "/a.ply", "content") == one)
            #expect(try digest(folder + "/a.ply", "contenT") != one)
        }
    }

    @Test func changedInputsAreNamedWithBothDigests() async throws {
        try await withFolder { folder in
            try write("one", to: folder + "/a.ply")
            var recipe = ballRecipe(in: folder)
            recipe.scene.models = [
                Model(name: "a", source: .file(FileSource(path: folder + "/a.ply", loader: .mesh)))
            ]
            let before = try FigureInputs(of: recipe, isLocal: true, store: DigestStore(folder: nil))
            try before.demand(before.files, from: "the lock")
            try write("two", to: folder + "/a.ply")
            let after = try FigureInputs(of: recipe, isLocal: true, store: DigestStore(folder: nil))
            #expect {
                try after.demand(before.files, from: "the lock")
            } throws: { error in
                let message = (error as? FigureError)?.message ?? ""
                return message.contains("a.ply") && message.contains("\(SHA256Digest(of: "one"))")
                    && message.contains("\(SHA256Digest(of: "two"))")
            }
        }
    }
}
