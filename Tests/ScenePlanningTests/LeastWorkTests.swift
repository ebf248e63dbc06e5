// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import SceneModel
import ScenePlanning
import SeededRandom
import Testing

/// The least cost of bringing what is live to what is wanted, found by trying every assignment.
private struct BruteForce {
    let wanted: [Family]
    let live: [LiveFamily]

    /// The steps between two families, told from their looks and places alone; nil where one cannot become the other.
    private func steps(_ family: Family, _ found: LiveFamily) -> Int? {
        guard family.origin == found.origin, family.copies.count == 1, found.copies.count == 1 else { return nil }
        var steps = 0
        for (part, instance) in found.copies[0].parts {
            let (look, is_) = (family.look(part), found.looks[part] ?? Look(paint: nil))
            if (look.material ?? .standard) != (is_.material ?? .standard) { steps += 1 }
            if let ramp = look.ramp ?? found.loadedRamp(part), ramp != is_.ramp { steps += 1 }
            let base = family.base(type: instance.type)
            let (a, b) = (look.paint == .asLoaded ? base : look.paint, is_.paint == .asLoaded ? base : is_.paint)
            if a != b { steps += 1 }
            let place = family.placement(family.copies[0], part: part)
            if place.transform != instance.transform { steps += 1 }
            if place.visible != instance.isVisible { steps += 1 }
        }
        return steps
    }

    /// The least cost over all assignments of the families from an index on.
    func least(from index: Int = 0, used: Set<Int> = []) -> Int {
        guard index < wanted.count else { return live.count - used.count }
        let family = wanted[index]
        let making = family.origin.loader == nil ? 10 : 1000
        var best = making + least(from: index + 1, used: used)
        for place in live.indices where !used.contains(place) {
            guard let steps = steps(family, live[place]) else { continue }
            best = min(best, steps + least(from: index + 1, used: used.union([place])))
        }
        return best
    }
}

@Suite struct LeastWorkTests {
    @Test func aPlanDoesTheLeastWorkThereIs() async throws {
        var compared = 0
        for seed in seeds(4000) {
            var scenes = RandomScenes(seed: seed)
            func small(_ scene: Scene) -> Scene {
                var scene = scene
                scene.models = scene.models.filter { if case .instance = $0.source { false } else { true } }
                for index in scene.models.indices {
                    scene.models[index].instances = []
                    scene.models[index].parts = [:]
                    // One origin for several models, so that there is something to choose.
                    if case .file(var file) = scene.models[index].source {
                        if case .sonata = file.loader { file = FileSource(path: "/data/a.ply", loader: .mesh) }
                        scene.models[index].source = .file(file)
                        scene.models[index].appearance.simulation = nil
                    }
                }
                scene.simulation = nil
                return scene
            }
            let planner = Planner(backend: Connection(StandIn()))
            try await planner.apply(small(scenes.scene()))
            let plan = try await planner.plan(small(scenes.scene()))
            let (wanted, live) = (plan.desired.families, plan.observation.families)
            guard wanted.count <= 6, live.count <= 6 else { continue }
            compared += 1
            let least = BruteForce(wanted: wanted, live: live).least()
            #expect(plan.work == least, "seed \(seed)\n\(plan.text())")
        }
        #expect(compared > 50)
    }

    @Test func theHungarianMethodFindsTheLeastSum() {
        var random = SplitMix64(seed: 3)
        for _ in 0..<300 {
            let (rows, columns) = (Int.random(in: 0...4, using: &random), Int.random(in: 0...4, using: &random))
            let prices = (0..<16).map { _ in Int.random(in: 0...9, using: &random) }
            let forbidden = (0..<16).map { _ in Int.random(in: 0...3, using: &random) == 0 }
            let alone = (0..<8).map { _ in Int.random(in: 0...12, using: &random) }
            func pair(_ row: Int, _ column: Int) -> Int? {
                forbidden[row * 4 + column] ? nil : prices[row * 4 + column]
            }
            func sum(_ chosen: [Int?]) -> Int {
                let used = Set(chosen.compactMap(\.self))
                return chosen.enumerated().reduce(0) { total, choice in
                    total + (choice.element.flatMap { pair(choice.offset, $0) } ?? alone[choice.offset])
                } + (0..<columns).filter { !used.contains($0) }.reduce(0) { $0 + alone[4 + $1] }
            }
            func least(_ row: Int, _ chosen: [Int?]) -> Int {
                guard row < rows else { return sum(chosen) }
                var best = least(row + 1, chosen + [nil])
                for column in 0..<columns where !chosen.contains(column) && pair(row, column) != nil {
                    best = min(best, least(row + 1, chosen + [column]))
                }
                return best
            }
            let found = Assignment.leastCost(
                rows: rows, columns: columns, pair: pair, aloneRow: { alone[$0] }, aloneColumn: { alone[4 + $0] })
            #expect(sum(found) == least(0, []))
        }
    }
}
