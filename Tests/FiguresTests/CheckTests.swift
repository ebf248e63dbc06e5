// SPDX-License-Identifier: Apache-2.0
import Figures
import Foundation
import Testing

@Suite struct CheckTests {
    private static let scene = """
        recipe: 1
        models:
          left: {spheres: [{center: [-2, 0, 0], radius: 1, color: white}]}
          right: {boxes: [{min: [1, -1, -1], max: [3, 1, 1]}], color: white}
          behind: {spheres: [{center: [2, 0, -3], radius: 0.2, color: white}]}
        lights: {fill: {ambient: {intensity: 1}}}
        camera:
          projection: {orthographic: {height: 8}}
          view: {position: [0, 0, 20], target: [0, 0, 0], up: [0, 1, 0]}
        renderer: {interactive: {samples: 1, background: [0, 0, 0, 1]}}
        snapshots: {p: {resolution: [80, 80]}}
        checks:

        """

    /// The picture shows 8 × 8 units on 80 × 80 pixels; a disc of radius 1 covers π/64 of it, the box 4/64.
    @Test(arguments: [
        ("{visible: left}", true, ""),
        ("{visible: behind}", false, "no pixel shows behind"),
        ("{visible: left, share: {min: 0.045, max: 0.053}}", true, ""),
        ("{visible: left, share: {min: 0.06}}", false, "left takes 4.9"),
        ("{visible: right, inside: true, share: {min: 0.055, max: 0.07}}", true, ""),
        ("{coverage: {min: 0.1, max: 0.12}}", true, ""),
        ("{coverage: {max: 0.05}}", false, "it should be at most 5.00 %"),
        ("{luminance: {min: 0.01, max: 0.5}}", true, ""),
        ("{luminance: {min: 0.9}}", false, "it should be at least 0.9"),
        ("{models: {left: {bounds: {min: [-4, -2, -2], max: [0, 2, 2]}}}}", true, ""),
        ("{models: {left: {bounds: {min: [-2.5, -2, -2], max: [0, 2, 2]}}}}", false, "left reaches from [-3, -1, -1]"),
        ("{models: {left: {cells: {min: 1}}}}", false, "left has 0 cells; it should be at least 1"),
    ] as [(String, Bool, String)])
    func isJudged(check: String, passes: Bool, finding: String) async throws {
        try await withFolder { folder in
            try write(Self.scene + "  c: \(check)\n", to: folder + "/fig.yaml")
            let report = try await render(folder + "/fig.yaml", options(folder))
            #expect(report.checks.map(\.passed) == [passes], "\(report.checks.map(\.finding))")
            #expect(report.checks.first?.finding.contains(finding) == true || finding.isEmpty)
            // The second run judges the same without a backend.
            let session = RenderSession(options: options(folder)) { _, _ in throw NoBackend() }
            let source = try resolve(folder + "/fig.yaml")
            #expect(try await session.render(source).checks == report.checks)
        }
    }

    private struct NoBackend: Error {}

    @Test func aModelAtTheEdgeIsNotInside() async throws {
        try await withFolder { folder in
            let near = Self.scene.replacingOccurrences(of: "height: 8", with: "height: 4")
            try write(near + "  c: {visible: left, inside: true}\n", to: folder + "/fig.yaml")
            let report = try await render(folder + "/fig.yaml", options(folder))
            #expect(report.checks.map(\.finding) == ["left touches the edge of the picture"])
        }
    }

    @Test func aPictureEqualsItsFile() async throws {
        try await withFolder { folder in
            let file = folder + "/fig.yaml"
            try write(Self.scene.replacingOccurrences(of: "checks:\n", with: ""), to: file)
            try await render(file, options(folder, output: "old"))
            try write(Self.scene + "  c: {equals: old/p.png}\n", to: file)
            #expect(try await render(file, options(folder)).checks.map(\.passed) == [true])
            let darker = Self.scene.replacingOccurrences(of: "intensity: 1", with: "intensity: 0.5")
            try write(darker + "  c: {equals: old/p.png}\n", to: file)
            let report = try await render(file, options(folder))
            #expect(report.checks.map(\.passed) == [false])
            #expect(report.checks.first?.finding.hasPrefix("against p.png: pixels differ") == true)
        }
    }
}
