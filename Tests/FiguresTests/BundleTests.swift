// SPDX-License-Identifier: Apache-2.0
import Figures
import Foundation
import JSON
import Testing

@Suite struct BundleTests {
    private func prepare(_ folder: String, mesh: String) throws -> String {
        try write(
            """
            recipe: 1
            title: Packed
            authors: [Ann Example, Bob Example]
            license: CC-BY-4.0
            models: {tetra: {mesh: "\(mesh)"}}
            lights: {fill: ambient}
            snapshots: {p: {resolution: [64, 64]}}

            """, to: folder + "/fig.yaml")
        return folder + "/fig.yaml"
    }

    private static let tetra = "OFF\n4 4 6\n0 1 0\n1 -1 1\n-1 -1 1\n0 -1 -1\n3 0 2 1\n3 0 1 3\n3 0 3 2\n3 1 2 3\n"

    private func pack(_ file: String, _ destination: String, _ folder: String) async throws -> FigureBundle {
        try await FigureBundle.pack(
            try resolve(file), to: destination, options: options(folder), date: Date(timeIntervalSince1970: 0),
            stage: embeddedStage)
    }

    @Test(arguments: ["bundle", "bundle.zip"])
    func aBundleRendersElsewhereToTheSameBytes(name: String) async throws {
        try await withFolder { folder in
            try write(Self.tetra, to: folder + "/here/data/tetra.off")
            let file = try prepare(folder + "/here", mesh: "data/tetra.off")
            try await render(file, options(folder))
            let bundle = try await pack(file, folder + "/" + name, folder)
            #expect(bundle.notes == [])
            #expect(FigureBundle.isBundle(folder + "/" + name))
            try FileManager.default.removeItem(atPath: folder + "/here")
            let recipe = try FigureBundle.open(folder + "/" + name, unpackingTo: folder + "/there/unpacked")
            var locked = options(folder + "/there")
            locked.isLocked = true
            let report = try await render(recipe, locked)
            #expect(report.pictures.map(\.way) == [.drawn])
            #expect(try content(folder + "/there/out/p.png") == content(folder + "/out/p.png"))
            let packed = (recipe as NSString).deletingLastPathComponent
            #expect(try content(packed + "/pictures/p.png") == content(folder + "/out/p.png"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.hasSuffix(".part") })
        }
    }

    @Test func dataFromElsewhereIsBroughtAlong() async throws {
        try await withFolder { folder in
            try write(Self.tetra, to: folder + "/data/tetra.off")
            let file = try prepare(folder + "/here", mesh: "../data/tetra.off")
            _ = try await pack(file, folder + "/bundle", folder)
            try FileManager.default.removeItem(atPath: folder + "/data")
            let recipe = try FigureBundle.open(folder + "/bundle", unpackingTo: "")
            let report = try await render(recipe, options(folder + "/there"))
            #expect(report.pictures.count == 1)
            let text = String(decoding: try content(recipe), as: UTF8.self)
            #expect(text.contains("tetra: {mesh: data/1/tetra.off}"))
            #expect(!text.contains(folder))
        }
    }

    @Test func theCrateDescribesEveryFile() async throws {
        try await withFolder { folder in
            try write(Self.tetra, to: folder + "/here/data/tetra.off")
            _ = try await pack(try prepare(folder + "/here", mesh: "data/tetra.off"), folder + "/bundle", folder)
            let crate = try JSONValue(parsing: content(folder + "/bundle/ro-crate-metadata.json"))
            let graph = try #require(crate["@graph"]?.array)
            let ids = graph.compactMap { $0["@id"]?.string }
            #expect(Set(ids).count == ids.count)
            for file in ["fig.yaml", "fig.lock.json", "data/tetra.off", "pictures/p.png"] {
                let entry = try #require(graph.first { $0["@id"]?.string == file })
                #expect(entry["sha256"]?.string == digest(try content(folder + "/bundle/" + file)))
            }
            let root = try #require(graph.first { $0["@id"]?.string == "./" })
            #expect(root["datePublished"] == "1970-01-01")
            #expect(root["license"]?["@id"] == "https://spdx.org/licenses/CC-BY-4.0")
            #expect(root["hasPart"]?.array?.count == 4)
        }
    }

    @Test func hostileArchivesAreRefused() async throws {
        try await withFolder { folder in
            for text in ["", "PK", String(repeating: "PK\u{5}\u{6}", count: 40)] {
                try write(text, to: folder + "/x.zip")
                #expect(throws: FigureError.self) {
                    try FigureBundle.open(folder + "/x.zip", unpackingTo: folder + "/in")
                }
            }
        }
    }
}
