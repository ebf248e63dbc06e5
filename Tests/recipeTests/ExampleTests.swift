// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The jobs for continuous integration that people copy, run as a runner would.
@Suite("Examples", .serialized)
struct ExampleTests {
    /// The shell of a job: the texts of its `run` keys, or the entries of its `script`, one after the other.
    private func script(_ name: String) throws -> String {
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: package.appendingPathComponent("Examples/ci/" + name), encoding: .utf8)
        var script: [String] = []
        var block: Int?
        for line in text.components(separatedBy: "\n") {
            let words = line.drop { $0 == " " }
            let depth = line.count - words.count
            if let outer = block {
                if depth > outer || words.isEmpty {
                    script.append(line)
                    continue
                }
                block = nil
            }
            if words == "- |" || words == "run: |" {
                block = depth
            } else if let mark = ["run: ", "- recipe ", "- mkdir "].first(where: words.hasPrefix) {
                let command = words.dropFirst(mark.hasPrefix("-") ? 2 : mark.count)
                // What the forge's own programs do is theirs.
                if !command.hasPrefix("gh ") { script.append(String(command)) }
            }
        }
        return script.joined(separator: "\n")
    }

    @Test(arguments: ["github-figures.yml", "gitlab-figures.yml"])
    func theJobPassesAndFailsAsItShould(_ name: String) throws {
        let script = try script(name)
        #expect(script.contains("recipe validate figures") && script.contains("recipe verify"))
        let folder = try Folder()
        try FileManager.default.createDirectory(atPath: folder.path + "/figures", withIntermediateDirectories: false)
        try folder.write(shapes, to: "figures/a.yaml")
        let render = try folder.recipe("render", "figures", "--output", "figures/out")
        #expect(render.status == 0, "\(render.output)\(render.talk)")
        let summary = ["GITHUB_STEP_SUMMARY": folder.path + "/summary.md"]
        let first = try folder.shell(script, environment: summary)
        #expect(first.status == 0, "\(told(first, folder))")
        #expect(FileManager.default.fileExists(atPath: folder.path + "/report/a.html"))
        #expect(FileManager.default.fileExists(atPath: folder.path + "/report/figures.svg"))
        try folder.write(shapes.replacing("intensity: 2", with: "intensity: 2.1"), to: "figures/a.yaml")
        let changed = try folder.shell(script, environment: summary)
        #expect(changed.status == 1, "\(told(changed, folder))")
        try folder.write(shapes.replacing("intensity", with: "intensty"), to: "figures/a.yaml")
        let wrong = try folder.shell(script, environment: summary)
        #expect(wrong.status == 1, "\(told(wrong, folder))")
    }

    /// All that the commands of a job said: what they print, and what they write into the report and beside it.
    private func told(_ run: Run, _ folder: Folder) -> String {
        func files(_ place: String) -> [String] {
            ((try? FileManager.default.subpathsOfDirectory(atPath: folder.path + place)) ?? []).sorted()
        }
        let kept = ["report/summary.txt", "summary.md", "figures/a.lock.json", "figures/a.yaml"].map { name in
            let text = try? String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
            return "--- \(name)\n\(text ?? "is not there")"
        }
        return "exit \(run.status)\n\(run.output)\(run.talk)\n\(kept.joined(separator: "\n"))\n--- files: \(files("/"))"
    }
}
