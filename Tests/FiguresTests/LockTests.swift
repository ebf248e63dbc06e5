// SPDX-License-Identifier: Apache-2.0
import Digest
import Figures
import Foundation
import JSON
import Testing

@Suite struct LockTests {
    private let lock = Lock(
        recipe: "fig.yaml", recipeDigest: SHA256Digest(of: "recipe"), engine: "0.1.0", backend: .embedded,
        parameters: ["density": "0.1", "name": "\"x\""],
        inputs: [
            LockedInput(path: "data/b.ply", content: nil),
            LockedInput(path: "data/a.swc", content: .init(size: 12, digest: SHA256Digest(of: "a"))),
        ],
        pictures: [
            LockedPicture(
                name: "hero", file: "hero.png", cell: ["angle": "90"], meaning: SHA256Digest(of: "m"),
                drawing: SHA256Digest(of: "d"),
                pixels: SHA256Digest(of: "p"), content: SHA256Digest(of: "c"))
        ])

    @Test func readsWhatItWrites() throws {
        #expect(try Lock(parsing: Array(lock.text.utf8), path: "x") == lock)
    }

    @Test func theSchemaInTheRepositoryIsTheProgramsOwn() throws {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("schemas/lock.schema.json")
        #expect(try String(contentsOf: file, encoding: .utf8) == Lock.schema + "\n", "scripts/schemas.sh writes it")
        let members = try #require(try JSONValue(parsing: Lock.schema)["properties"]?.object)
        #expect(Set(members.keys) == Set(try #require(lock.document.object).keys))
    }

    @Test func theFileIsStable() {
        #expect(
            lock.text == """
                {
                  "backend": {
                    "location": "embedded",
                    "renderer": "scene-recipe-embedded/3"
                  },
                  "engine": {
                    "name": "scene-recipe",
                    "version": "0.1.0"
                  },
                  "inputs": [
                    {
                      "path": "data/a.swc",
                      "sha256": "\(SHA256Digest(of: "a").hexadecimal)",
                      "size": 12
                    },
                    {
                      "path": "data/b.ply",
                      "unhashed": true
                    }
                  ],
                  "lock_version": 1,
                  "parameters": {
                    "density": 0.1,
                    "name": "x"
                  },
                  "pictures": [
                    {
                      "cell": {
                        "angle": 90
                      },
                      "content": "\(SHA256Digest(of: "c"))",
                      "drawing": "\(SHA256Digest(of: "d"))",
                      "file": "hero.png",
                      "meaning": "\(SHA256Digest(of: "m"))",
                      "name": "hero",
                      "pixels": "\(SHA256Digest(of: "p"))"
                    }
                  ],
                  "recipe": {
                    "digest": "\(SHA256Digest(of: "recipe"))",
                    "file": "fig.yaml"
                  }
                }

                """)
    }

    @Test(arguments: [
        "", "[]", "{}", "{\"lock_version\": 2}",
        "{\"lock_version\": 1, \"recipe\": {\"file\": \"a\", \"digest\": \"sha256:00\"}}",
    ])
    func refusesWhatIsNoLock(text: String) {
        #expect {
            try Lock(parsing: Array(text.utf8), path: "a.lock.json")
        } throws: { error in
            (error as? FigureError)?.code == .lockMissing
                && (error as? FigureError)?.message.hasPrefix("a.lock.json") == true
        }
    }

    @Test(arguments: [
        ("/a/fig.yaml", "/a/fig.lock.json"), ("/a/fig.yml", "/a/fig.lock.json"), ("/a/fig", "/a/fig.lock.json"),
    ])
    func standsBesideItsRecipe(recipe: String, lock: String) {
        #expect(Lock.path(ofRecipe: recipe) == lock)
    }

    @Test func isNotTouchedWhereItSaysTheSame() async throws {
        try await withFolder { folder in
            let path = folder + "/fig.lock.json"
            try lock.write(to: path)
            try age(path, by: -3600)
            let before = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
            try lock.write(to: path)
            let after = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
            #expect(before == after)
        }
    }
}
