// SPDX-License-Identifier: Apache-2.0
import Figures
import Foundation
import Imaging
import SceneModel
import Testing

/// What a recipe of balls, a box and lights looks like when something about it is wrong.
@Suite struct VerifyTests {
    private static let recipe = """
        recipe: 1
        models:
          balls:
            spheres: [{center: [0, 0, 0], radius: 1, color: [0.5, 0.5, 0.5]}]
          box: {boxes: [{min: [1, -1, -1], max: [2, 1, 1]}], color: [0.2, 0.6, 0.3], material: {phong: {opacity: 0.8}}}
        lights:
          key: {directional: {direction: [-1, -1, -2], intensity: 2}}
          fill: {ambient: {intensity: 0.4}}
        camera: {frame: {margin: 0.1}, rotate: {euler: [10, 20, 0]}}
        renderer: {interactive: {samples: 9, background: [0.02, 0.02, 0.05]}}
        snapshots: {hero: {resolution: [96, 64]}}

        """

    /// Each replaces a text of the recipe: what a slip of the pen, a lost file or another version would do.
    static let defects: [(name: String, old: String, new: String)] = [
        ("light off", "  fill: {ambient: {intensity: 0.4}}\n", ""),
        ("key light off", "  key: {directional: {direction: [-1, -1, -2], intensity: 2}}\n", ""),
        ("light turned by 2°", "[-1, -1, -2]", "[-1.05, -1, -2]"),
        ("light brighter by 2 %", "intensity: 2}", "intensity: 2.04}"),
        ("light tinted", "intensity: 0.4}", "intensity: 0.4, color: [1, 0.95, 0.9]}"),
        ("camera turned by 1°", "euler: [10, 20, 0]", "euler: [10, 21, 0]"),
        ("camera rolled by 1°", "euler: [10, 20, 0]", "euler: [10, 20, 1]"),
        ("closer", "margin: 0.1", "margin: 0.09"),
        ("other lens", "camera: {", "camera: {projection: {perspective: {fovy: 44}}, "),
        ("parallel projection", "camera: {", "camera: {projection: orthographic, "),
        ("model missing", "  balls:\n    spheres: [{center: [0, 0, 0], radius: 1, color: [0.5, 0.5, 0.5]}]\n", ""),
        ("model hidden", "box: {", "box: {visible: false, "),
        ("colour by 4/255", "color: [0.5, 0.5, 0.5]", "color: [0.515686, 0.5, 0.5]"),
        ("colour of a model", "[0.2, 0.6, 0.3]", "[0.2, 0.6, 0.31]"),
        ("opacity", "opacity: 0.8", "opacity: 0.78"),
        ("material swapped", "material: {phong: {opacity: 0.8}}", "material: matte"),
        ("moved by a hundredth", "center: [0, 0, 0]", "center: [0.02, 0, 0]"),
        ("scaled by 1 %", "box: {", "box: {transform: {scale: 1.01}, "),
        ("radius", "radius: 1,", "radius: 1.01,"),
        ("samples fewer", "samples: 9", "samples: 4"),
        ("shadows off", "samples: 9", "samples: 9, shadows: false"),
        ("occlusion on", "samples: 9", "samples: 9, ambient_occlusion: 4"),
        ("background", "[0.02, 0.02, 0.05]", "[0.02, 0.02, 0.055]"),
        ("one row more", "[96, 64]", "[96, 65]"),
        ("clipped", "lights:", "clipping: {cut: {planes: [{normal: [0, 0, -1], point: [0, 0, 0.99]}]}}\nlights:"),
    ]

    private func verify(_ file: String, _ options: RenderOptions) async throws -> VerificationReport {
        let source = try resolve(file)
        return try await VerifySession(options: options, stage: embeddedStage)
            .verify(source)
    }

    @Test func whatIsAsBeforePasses() async throws {
        try await withFolder { folder in
            try write(Self.recipe, to: folder + "/fig.yaml")
            try await render(folder + "/fig.yaml", options(folder))
            let report = try await verify(folder + "/fig.yaml", options(folder))
            #expect(report.passed)
            #expect(report.changes == [] && report.inputs == [] && report.notes == [])
            #expect(report.text == "ok  hero.png: pixels are the same\nfig.yaml: 1 of 1 picture as before\n")
        }
    }

    @Test func everyDefectIsCaughtAndNamed() async throws {
        try await withFolder { folder in
            let file = folder + "/fig.yaml"
            try write(Self.recipe, to: file)
            try await render(file, options(folder))
            for defect in Self.defects {
                let changed = Self.recipe.replacingOccurrences(of: defect.old, with: defect.new)
                #expect(changed != Self.recipe, "\(defect.name)")
                try write(changed, to: file)
                let report = try await verify(file, options(folder))
                #expect(!report.passed, "\(defect.name)")
                #expect(!report.changes.isEmpty, "\(defect.name)")
            }
        }
    }

    /// What another renderer, or another build of it, would do to the same recipe.
    @Test func defectsOfTheRendererAreCaught() async throws {
        try await withFolder { folder in
            try write(Self.recipe, to: folder + "/fig.yaml")
            try await render(folder + "/fig.yaml", options(folder))
            guard case .display(let old) = try SignedPicture.read(folder + "/out/hero.png").raw else {
                Issue.record("not a picture for a display")
                return
            }
            func altered(_ change: (_ x: Int, _ y: Int) -> SIMD4<UInt8>) -> Picture {
                var new = old
                for y in 0..<old.height { for x in 0..<old.width { new[x, y] = change(x, y) } }
                return new
            }
            func gamma(_ value: UInt8, _ exponent: Double) -> UInt8 {
                UInt8((pow(Double(value) / 255, exponent) * 255).rounded())
            }
            let defects: [(name: String, picture: Picture)] = [
                ("gamma", altered { x, y in
                    let pixel = old[x, y]
                    return SIMD4(gamma(pixel.x, 1.02), gamma(pixel.y, 1.02), gamma(pixel.z, 1.02), pixel.w)
                }),
                ("shifted by a pixel", altered { x, y in old[max(x - 1, 0), y] }),
                ("upside down", altered { x, y in old[x, old.height - 1 - y] }),
                ("channels swapped", altered { x, y in
                    let pixel = old[x, y]
                    return SIMD4(pixel.z, pixel.y, pixel.x, pixel.w)
                }),
                ("one step in one pixel", altered { x, y in
                    x == 40 && y == 30 ? old[x, y] ^ SIMD4(1, 0, 0, 0) : old[x, y]
                }),
            ]
            for defect in defects {
                let judgement = Judgement(reference: old, candidate: defect.picture, by: Comparison(metric: .exact))
                #expect(!judgement.passed, "\(defect.name)")
            }
        }
    }

    /// A volume of 12³ with one bright voxel, which then stands one voxel further.
    @Test func aShiftByOneVoxelIsCaughtAndItsFileNamed() async throws {
        try await withFolder { folder in
            let file = folder + "/fig.yaml"
            try write(
                """
                recipe: 1
                models:
                  ct: {raw_volume: {path: ct.raw, dimensions: [12, 12, 12], spacing: [1, 1, 1], data_type: unsigned_char}}
                lights: {fill: ambient}
                renderer: {interactive: {samples: 4}}
                snapshots: {hero: {resolution: [96, 96]}}

                """, to: file)
            func volume(at voxel: Int) throws {
                var bytes = [UInt8](repeating: 10, count: 12 * 12 * 12)
                for z in 4..<8 { for y in 4..<8 { bytes[(z * 12 + y) * 12 + voxel] = 250 } }
                try Data(bytes).write(to: URL(fileURLWithPath: folder + "/ct.raw"))
            }
            try volume(at: 5)
            try await render(file, options(folder))
            #expect(try await verify(file, options(folder)).passed)
            try volume(at: 6)
            let report = try await verify(file, options(folder))
            #expect(!report.passed)
            #expect(report.inputs.map(\.path) == ["ct.raw"])
        }
    }

    @Test func anAlteredPictureIsNotTakenForTheLockedOne() async throws {
        try await withFolder { folder in
            try write(Self.recipe, to: folder + "/fig.yaml")
            try await render(folder + "/fig.yaml", options(folder))
            let other = try SignedPicture.read(folder + "/out/hero.png")
            #expect(other.provenance != nil)
            let second = folder + "/second"
            try write(Self.recipe.replacingOccurrences(of: "0.4", with: "0.6"), to: second + "/fig.yaml")
            try await render(second + "/fig.yaml", options(second))
            try FileManager.default.removeItem(atPath: folder + "/out/hero.png")
            try FileManager.default.copyItem(atPath: second + "/out/hero.png", toPath: folder + "/out/hero.png")
            let report = try await verify(folder + "/fig.yaml", options(folder))
            #expect(!report.passed)
            #expect(report.verdicts[0].judgement.notes == ["the picture on disk is not the one that the lock names"])
        }
    }

    @Test func withoutThePictureTheDigestStillJudges() async throws {
        try await withFolder { folder in
            let file = folder + "/fig.yaml"
            try write(Self.recipe, to: file)
            try await render(file, options(folder))
            try FileManager.default.removeItem(atPath: folder + "/out")
            #expect(try await verify(file, options(folder)).passed)
            try write(Self.recipe.replacingOccurrences(of: "radius: 1,", with: "radius: 1.1,"), to: file)
            #expect(try await !verify(file, options(folder)).passed)
        }
    }

    @Test func statusTellsTheClasses() async throws {
        try await withFolder { folder in
            let file = folder + "/fig.yaml"
            func status(rebuilds: Bool = false) async throws -> FigureStatus? {
                let survey = StatusSurvey(options: options(folder), stage: embeddedStage)
                return try await survey.survey(folder, rebuilds: rebuilds).figures.first
            }
            try write(Self.recipe, to: file)
            #expect(try await status()?.state == .not)
            try await render(file, options(folder))
            #expect(try await status()?.state == .unproven)
            #expect(try await status(rebuilds: true)?.state == .reproducible)
            #expect(try await status()?.state == .reproducible)
            #expect(try await status()?.reasons == [])
            try write("# only a comment\n" + Self.recipe, to: file)
            #expect(try await status()?.state == .reproducible)
            try write(Self.recipe.replacingOccurrences(of: "radius: 1,", with: "radius: 1.1,"), to: file)
            #expect(try await status()?.state == .not)
            try write(Self.recipe, to: file)
            try write("broken", to: folder + "/out/hero.png")
            #expect(try await status()?.reasons == ["the picture on disk is not the one that the lock names"])
            var elsewhere = options(folder)
            elsewhere.backend = BackendIdentity(location: "ws://localhost:5000", renderer: "brayns/3.10.1")
            let other = try await StatusSurvey(options: elsewhere, stage: embeddedStage).survey(folder)
            #expect(other.badge.contains("figures: 0/1 reproducible"))
        }
    }
}
