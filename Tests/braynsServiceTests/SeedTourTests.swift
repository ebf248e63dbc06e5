// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite("The seeds' tour", .serialized, .timeLimit(.minutes(10)))
struct SeedTourTests {
    /// What the tour loads, and the service that can.
    private static let models = [
        (path: "recipes/data/column/BlueConfig", options: ["--plugin", "braynsCircuitExplorer"]),
        (path: "recipes/data/mni152_brain.ply", options: []),
    ]

    @Test(
        "in Python and in Swift it gives the same picture",
        .enabled(if: Place.python != nil, "needs the Python environment"), arguments: models)
    func samePicture(path: String, options: [String]) async throws {
        let python = try #require(Place.python)
        let model = Place.package + "/" + path
        let script = Place.package + "/Examples/SeedTour/seed_tour.py"
        let inPython = try await picture(options) { uri, file in (python, [script, uri, model, file]) }
        let inSwift = try await picture(options) { uri, file in (Place.built("SeedTour"), [uri, model, file]) }
        #expect(inPython.count > 10_000 && inPython == inSwift, "\(inPython.count) and \(inSwift.count) bytes")
    }

    /// The picture that a program leaves that tours a service of its own.
    private func picture(
        _ options: [String], _ tour: (String, String) -> (String, [String])
    ) async throws -> Data {
        try await RunningService.with(options) { service in
            let file = NSTemporaryDirectory() + "/scene-recipe-\(UUID().uuidString).png"
            defer { try? FileManager.default.removeItem(atPath: file) }
            let (program, arguments) = tour(service.uri, file)
            let outcome = try await Program.run(program, arguments)
            #expect(outcome.status == 0 && outcome.output.contains("3"), "\(outcome.output)")
            return try Data(contentsOf: URL(fileURLWithPath: file))
        }
    }
}
