// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Foundation
import RenderService
import SceneModel

/// What it costs to load a circuit and to see it, beside what was aimed for.
let loadingSuite = Suite(
    name: "loading", question: "a made-up SONATA circuit, loaded and drawn by the embedded service"
) { report in
    let somas = try GeneratedCircuit(cells: 100_000, morphologies: 20, segments: 5000, edges: 1_000_000, frames: 20)
    var population = SonataPopulation(
        name: "column", report: .named(.compartment, name: "soma"), morphology: MorphologyOptions(radiusMultiplier: 5))
    try await measure("100,000 somata", somas, population, cells: 100_000, segments: 0, aim: (5, 8), report)

    population.report = .none
    population.nodes.ids = (0..<100).map { $0 * 1000 }
    population.edges = [.init(population: "synapses", afferent: true)]
    let connection = Connection(try await InProcessTransport.embedded())
    let start = wallSeconds()
    _ = try await connection.load(somas.simulation, .sonata([population]))
    report("synapses on 100 of them, out of 1,000,000", (wallSeconds() - start) * 1e3, "ms")
    await connection.close()

    population = SonataPopulation(
        name: "column", nodes: .init(density: 0.01), report: .named(.compartment, name: "soma"),
        morphology: .full)
    try await measure(
        "1,000 cells of 20 morphologies", somas, population, cells: 1000, segments: 5_000_000, aim: (60, 8), report)

    let distinct = try GeneratedCircuit(cells: 1000, morphologies: 1000, segments: 5000, frames: 20)
    population.nodes.density = 1
    try await measure(
        "1,000 cells of 1,000 morphologies", distinct, population, cells: 1000, segments: 5_000_000, aim: (60, 8),
        report)
}

/// Loads one population into a fresh service and draws two frames of its simulation.
///
/// - Parameters:
///   - segments: about how many segments all cells have together; 0 for spheres.
///   - aim: seconds of loading and gigabytes at the peak that were aimed for.
private func measure(
    _ what: String, _ circuit: GeneratedCircuit, _ population: SonataPopulation, cells: Int, segments: Int,
    aim: (seconds: Double, gigabytes: Double), _ report: Report
) async throws {
    let before = residentBytes()
    resetPeak()
    let connection = Connection(try await InProcessTransport.embedded())
    let processor = processorSeconds()
    let start = wallSeconds()
    let models = try await connection.load(circuit.simulation, .sonata([population]))
    let loading = wallSeconds() - start
    report("\(what): loading", loading, "s", beside: ("aim", aim.seconds))
    report("\(what): loading, processor time", processorSeconds() - processor, "s")
    let loaded = peakBytes() - before

    _ = try await connection.add(Light(.ambient, intensity: 1))
    _ = try await connection.add(Light(.directional(direction: [0, 0, -1]), intensity: 2))
    let bounds = models.reduce(Bounds.empty) { $0.union($1.bounds) }
    let camera = CameraSetting().camera(bounds: bounds, aspectRatio: 16.0 / 9) ?? Camera()
    func draw(_ frame: UInt32) async throws -> Double {
        var snapshot = Snapshot(
            size: [960, 540], camera: camera, renderer: .interactive(InteractiveRenderer(samplesPerPixel: 1)))
        snapshot.simulationFrame = frame
        let start = wallSeconds()
        _ = try await connection.snapshot(snapshot)
        return wallSeconds() - start
    }
    report("\(what): first frame, 960 × 540", try await draw(0), "s")
    var steps: [Double] = []
    for frame in 1...5 { steps.append(try await draw(UInt32(frame))) }
    report("\(what): frame after a step", steps.sorted()[2], "s")
    let peak = peakBytes() - before
    report("\(what): peak memory", peak / 1e9, "GB", beside: ("aim", aim.gigabytes))
    report("\(what): memory to load a cell", loaded / Double(cells), "B")
    if segments > 0 {
        report("\(what): peak memory a segment", peak / Double(segments), "B")
    }
    await connection.close()
}
