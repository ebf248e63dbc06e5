// SPDX-License-Identifier: Apache-2.0
import Figures
import Foundation
import Testing

/// Programs of others that judge what is written here.
enum Peer {
    /// The package's folder.
    private static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Whether the validator of RO-Crates can be had. Installing it the first time takes half a minute.
    static let judgesCrates = run(["/bin/bash", package + "/scripts/validate-crate.sh", "--ready"]).status == 0

    /// Judges a folder as an RO-Crate 1.2.
    static func judge(crate folder: String) -> (status: Int32, output: String) {
        run(["/bin/bash", package + "/scripts/validate-crate.sh", folder])
    }

    /// ExifTool, or nil where it is not installed.
    static let exifTool: String? = ["/usr/bin/exiftool", "/usr/local/bin/exiftool"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Runs a program and gives its status and what it printed.
    static func run(_ arguments: [String]) -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return (-1, "") }
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}

@Suite struct PeerTests {
    private static let recipe = """
        recipe: 1
        title: "A figure & its <title>"
        description: What it shows
        authors: [Zoë Müller, "Bob Example (0000-0002-1825-0097)"]
        license: CC-BY-4.0
        doi: 10.5281/zenodo.1234
        keywords: [neuron, cortex]
        models: {ball: {spheres: [{center: [0, 0, 0], radius: 1}]}, tetra: {mesh: data/tetra.off}}
        lights: {fill: ambient}
        snapshots: {p: {resolution: [64, 64]}, j: {file: j.jpg, resolution: [64, 64]}}

        """

    private func prepare(_ folder: String) throws -> String {
        try write(Self.recipe, to: folder + "/here/fig.yaml")
        try write(
            "OFF\n4 4 6\n0 1 0\n1 -1 1\n-1 -1 1\n0 -1 -1\n3 0 2 1\n3 0 1 3\n3 0 3 2\n3 1 2 3\n",
            to: folder + "/here/data/tetra.off")
        return folder + "/here/fig.yaml"
    }

    @Test(.enabled(if: Peer.judgesCrates, "roc-validator cannot be installed"))
    func theCratePassesAnIndependentValidator() async throws {
        try await withFolder { folder in
            let source = try resolve(try prepare(folder))
            _ = try await FigureBundle.pack(
                source, to: folder + "/bundle", options: options(folder), stage: embeddedStage)
            let (status, output) = Peer.judge(crate: folder + "/bundle")
            #expect(status == 0, "\(output)")
            // The judge is awake: a crate must say when it was published.
            let document = folder + "/bundle/ro-crate-metadata.json"
            let text = try String(contentsOfFile: document, encoding: .utf8)
            try write(text.replacing("\"datePublished\"", with: "\"datePublishe\""), to: document)
            #expect(Peer.judge(crate: folder + "/bundle").status == 1)
        }
    }

    @Test(.enabled(if: Peer.exifTool != nil, "ExifTool (libimage-exiftool-perl) is not installed"))
    func exifToolShowsTitleAuthorsAndLicence() async throws {
        let tool = try #require(Peer.exifTool)
        try await withFolder { folder in
            try await render(try prepare(folder), options(folder))
            for name in ["p.png", "j.jpg"] {
                let (status, output) = Peer.run([
                    tool, "-s3", "-charset", "utf8", "-XMP-dc:Title", "-XMP-dc:Creator", "-XMP-dc:Rights",
                    "-XMP-prism:DOI", "-XMP-dc:Subject", folder + "/out/" + name,
                ])
                #expect(status == 0)
                #expect(
                    output.split(separator: "\n").map(String.init) == [
                        "A figure & its <title>", "Zoë Müller, Bob Example (0000-0002-1825-0097)", "CC-BY-4.0",
                        "10.5281/zenodo.1234", "neuron, cortex",
                    ], "\(name)")
            }
        }
    }
}
