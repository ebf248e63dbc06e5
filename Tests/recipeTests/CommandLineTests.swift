// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite("The program recipe", .serialized)
struct CommandLineTests {
    @Test func aStarterRecipeRenders() throws {
        let folder = try Folder()
        #expect(try folder.recipe("init", "cell").status == 0)
        #expect(try folder.recipe("validate", "cell.yaml").status == 0)
        #expect(try folder.recipe("fmt", "--check", "cell.yaml").status == 0)
        let run = try folder.recipe("render", "cell.yaml", "--output", "out")
        #expect(run.status == 0, "\(run.talk)")
        #expect(run.output == "out/cell.png\n")
        #expect(try folder.recipe("init", "cell").status == 1, "an existing file is kept")
    }

    @Test func bytesDoNotDependOnThreadsOrRuns() throws {
        let folder = try Folder()
        try folder.write(shapes, to: "a.yaml")
        for (name, threads) in [("o", "1"), ("two", "2"), ("seven", "7"), ("again", "2")] {
            let run = try folder.recipe("render", "a.yaml", "--output", name, "--threads", threads, "--force")
            #expect(run.status == 0, "\(run.talk)")
        }
        let first = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/o/balls.png"))
        for name in ["two", "seven", "again"] {
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/\(name)/balls.png")) == first)
        }
    }

    @Test func progressIsToldInPlainLines() throws {
        let folder = try Folder()
        try folder.write(shapes, to: "a.yaml")
        let quiet = try folder.recipe("render", "a.yaml", "--force")
        #expect(quiet.status == 0 && quiet.talk.isEmpty, "\(quiet.talk)")
        let told = try folder.recipe("render", "a.yaml", "--force", "--progress", "--preview", "so-far.png")
        #expect(told.status == 0)
        let lines = told.talk.split(separator: "\n")
        #expect(!lines.isEmpty && lines.allSatisfy { $0.contains("%") && !$0.contains("\u{8}") }, "\(told.talk)")
        #expect(lines.last?.contains("100 %") == true)
        let remote = try folder.recipe("render", "a.yaml", "--backend", "ws://localhost:1", "--preview", "p.png")
        #expect(remote.status == 64 && remote.talk.contains("embedded"))
    }

    @Test func aDamagedFileIsToldOnce() throws {
        let folder = try Folder()
        // The head of an HDF5 file that says it is longer than it is.
        let numbers: [UInt64] = [0, .max, 100_000, .max, 0, 96, 0, 0, 0]
        var head: [UInt8] = [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 0, 0, 0, 0, 0, 8, 8, 0, 4, 0, 16, 0, 0, 0, 0, 0]
        for number in numbers { head += withUnsafeBytes(of: number.littleEndian, Array.init) }
        try Data(head).write(to: URL(fileURLWithPath: folder.path + "/cut.h5"))
        try folder.write(
            "recipe: 1\nmodels: {cell: {morphology: {path: cut.h5}}}\nlights: {sky: ambient}\nsnapshots: {a: {}}\n",
            to: "a.yaml")
        let run = try folder.recipe("render", "a.yaml")
        #expect(run.status == 1 && run.talk.contains("no HDF5 file, or it is damaged"), "\(run.status) \(run.talk)")
        #expect(run.talk.split(separator: "\n").count == 1, "\(run.talk)")
    }

    @Test func aPictureAndARecipeAreComparedInEitherOrder() throws {
        let folder = try Folder()
        try folder.write(shapes, to: "a.yaml")
        try folder.write(shapes.replacing("intensity: 2", with: "intensity: 3"), to: "b.yaml")
        #expect(try folder.recipe("render", "a.yaml", "--output", "out").status == 0)
        for (recipe, status) in [("a.yaml", Int32(0)), ("b.yaml", 2)] {
            let first = try folder.recipe("diff", "out/balls.png", recipe)
            let second = try folder.recipe("diff", recipe, "out/balls.png")
            #expect(first.status == status && second.status == status, "\(first.talk)\(second.talk)")
            #expect(first.output == second.output && first.output.contains("intensity") == (status == 2))
        }
        let pictures = try folder.recipe("diff", "out/balls.png", "out/balls.png")
        #expect(pictures.status == 64 && pictures.talk.contains("must be a recipe"), "\(pictures.talk)")
    }

    @Test func everyCommandExplainsItselfWithAnExample() throws {
        let folder = try Folder()
        let overview = try folder.recipe("--help").output
        let list = overview.components(separatedBy: "SUBCOMMANDS:\n").last ?? ""
        let names = list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { $0 != "See" }
        #expect(names.count >= 16, "\(names)")
        let questions = ["info", "loaders", "methods", "schema"]
        for words in names.map({ [$0] }) + questions.map({ ["backend", $0] }) {
            let help = words.count == 1 ? try folder.recipe(words[0], "--help")
                : try folder.recipe(words[0], words[1], "--help")
            #expect(help.status == 0 && help.output.contains("Example:\n  recipe \(words[0])"), "\(words)")
        }
        for subject in ["recipe", "plan", "lock", "diagnostics"] {
            let schema = try folder.recipe("schema", subject)
            #expect(schema.status == 0 && schema.output.contains("json-schema.org/draft/2020-12"), "\(subject)")
        }
    }

    @Test func whatIsNotThereIsSaidSo() throws {
        let folder = try Folder()
        let status = try folder.recipe("status", "figures")
        #expect(status.status == 1 && status.talk.contains("figures is no folder"), "\(status.talk)")
        let place = try folder.recipe("init", "figures/a")
        #expect(place.status == 1 && place.talk.contains("folder is not there"), "\(place.talk)")
        let file = try folder.recipe("validate", "a.yaml")
        #expect(file.status == 1 && file.talk.contains("next:"), "\(file.talk)")
        let method = try folder.recipe("backend", "schema", "add-modle")
        #expect(method.status == 3 && method.talk.contains("not found") && !method.talk.contains("since"))
    }

    @Test func threeMistakesAreToldInOneRun() throws {
        let folder = try Folder()
        try folder.write(
            """
            recipe: 1
            models:
              a: {meshh: bunny.ply}
              b: {spheres: [{center: [0, 0, 0], radius: big}]}
            lights: {key: {directional: {direction: camera, intensity: -1}}}

            """, to: "x.yaml")
        let run = try folder.recipe("validate", "x.yaml")
        #expect(run.status == 1)
        #expect(run.output.contains("x.yaml:3:7") && run.output.contains("mesh"))
        #expect(run.output.contains("x.yaml:4:45"))
        #expect(run.output.contains("x.yaml:5:60"))
    }

    @Test func aMissingFileIsNamedAndNothingIsWritten() throws {
        let folder = try Folder()
        try folder.write("recipe: 1\nmodels: {a: {mesh: missing.ply}}\n", to: "x.yaml")
        let run = try folder.recipe("render", "x.yaml")
        #expect(run.status == 1)
        #expect(run.talk.contains("x.yaml:2:20") && run.talk.contains("missing.ply"))
        #expect(folder.names.filter { !$0.hasPrefix(".") } == ["x.yaml"])
    }

    @Test func aPictureIsMadeAgainFromItself() throws {
        let folder = try Folder()
        try folder.write(shapes, to: "a.yaml")
        #expect(try folder.recipe("render", "a.yaml", "--output", "out").status == 0)
        let rerun = try folder.recipe("rerun", "out/balls.png", "--output", "again")
        #expect(rerun.status == 0, "\(rerun.talk)")
        #expect(try folder.recipe("verify", "a.yaml", "--output", "out").status == 0)
        try folder.write(shapes.replacingOccurrences(of: "crimson", with: "green"), to: "b.yaml")
        #expect(try folder.recipe("diff", "a.yaml", "a.yaml").status == 0)
        #expect(try folder.recipe("diff", "a.yaml", "b.yaml").status == 2)
    }

    @Test func aFolderIsRenderedWholeAndOnce() throws {
        let folder = try Folder()
        for index in 0..<5 {
            let text = shapes.replacing("snapshots: {balls:", with: "snapshots: {balls\(index):")
            try folder.write(text, to: "fig\(index).yaml")
        }
        try folder.write("not: a recipe\n", to: "other.yaml")
        let run = try folder.recipe("render", ".", "--output", "out")
        #expect(run.status == 0, "\(run.talk)")
        #expect(run.output == (0..<5).map { "out/balls\($0).png\n" }.joined())
        let stamps = try (0..<5).map { try folder.modified("out/balls\($0).png") }
        #expect(try folder.recipe("render", ".", "--output", "out").output == run.output)
        #expect(try (0..<5).map { try folder.modified("out/balls\($0).png") } == stamps)
        // A wrong recipe is told and leaves the others alone; so is one that writes another's picture.
        try folder.write("recipe: 1\nmodels: {a: {mesh: missing.ply}}\n", to: "fig2.yaml")
        try folder.write(shapes.replacing("snapshots: {balls:", with: "snapshots: {balls0:"), to: "fig4.yaml")
        let second = try folder.recipe("render", ".", "--output", "new")
        #expect(second.status == 1)
        #expect(second.output == "new/balls0.png\nnew/balls1.png\nnew/balls3.png\n")
        #expect(second.talk.contains("fig2.yaml:2:20") && second.talk.contains("is a picture of ./fig0.yaml too"))
    }

    @Test(arguments: ["bundle", "bundle.zip"])
    func aBundleRendersElsewhere(_ name: String) throws {
        let folder = try Folder()
        try folder.write(shapes, to: "a.yaml")
        #expect(try folder.recipe("pack", "a.yaml", "--output", name).status == 0)
        let other = try Folder()
        try FileManager.default.moveItem(atPath: folder.path + "/" + name, toPath: other.path + "/" + name)
        let run = try other.recipe("render", name, "--output", "out")
        #expect(run.status == 0, "\(run.talk)")
        #expect(run.output == "out/balls.png\n")
        #expect(try folder.recipe("render", "a.yaml", "--output", "out").status == 0)
        #expect(
            FileManager.default.contentsEqual(
                atPath: folder.path + "/out/balls.png", andPath: other.path + "/out/balls.png"))
    }

    @Test func aRecipesPicturesAreExplained() throws {
        let folder = try Folder()
        try folder.write(shapes, to: "a.yaml")
        #expect(try folder.recipe("inspect", "a.yaml", "--output", "out").status == 1)
        #expect(try folder.recipe("render", "a.yaml", "--output", "out").status == 0)
        try folder.write(shapes.replacing("samples: 4", with: "samples: 9"), to: "a.yaml")
        let run = try folder.recipe("inspect", "a.yaml", "--output", "out")
        #expect(run.status == 0, "\(run.talk)")
        #expect(run.output.hasPrefix("out/balls.png\n"))
        #expect(run.output.contains("renderer.interactive.samples: 4 → 9"))
    }

    @Test func wrongUsageEndsWith64() throws {
        let folder = try Folder()
        try folder.write(shapes, to: "a.yaml")
        #expect(try folder.recipe("render", "a.yaml", "--threads", "0").status == 64)
        #expect(try folder.recipe("render", "a.yaml", "--set", "nothing").status == 64)
        #expect(try folder.recipe("apply", "a.yaml", "--yes").status == 64)
        #expect(try folder.recipe("explain", "Z999").status == 64)
    }

    @Test func aServiceIsAskedWhatItCanDo() async throws {
        let folder = try Folder()
        try folder.write(shapes, to: "a.yaml")
        let embedded = try folder.recipe("validate", "a.yaml", "--backend", "embedded")
        #expect(embedded.status == 0, "\(embedded.output)\(embedded.talk)")
        let service = try await LiveService(in: folder, plugins: ["braynsAtlasExplorer"], readsCircuits: false)
        let known = try folder.recipe("validate", "a.yaml", "--backend", service.uri)
        #expect(known.status == 0, "\(known.output)\(known.talk)")
        try folder.write(
            "recipe: 1\nlights: {a: ambient}\nmodels: {m: {morphology: a.swc}}\ncamera: {projection: cylindric}\n",
            to: "b.yaml")
        let run = try folder.recipe("validate", "b.yaml", "--backend", service.uri)
        #expect(run.status == 1)
        #expect(run.output.contains("b.yaml:3:10: error") && run.output.contains("no loader 'Neuron Morphology loader'"))
        #expect(run.output.contains("b.yaml:4:10: error") && run.output.contains("--plugin braynsCylindricCamera"))
    }

    @Test func anUnreachableServiceEndsWith3() throws {
        let folder = try Folder()
        try folder.write(shapes, to: "a.yaml")
        let run = try folder.recipe("render", "a.yaml", "--backend", "ws://127.0.0.1:1")
        #expect(run.status == 3)
        #expect(run.talk.contains("127.0.0.1:1"))
    }
}
