// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// What the production renderer needs beyond a prepared scene: materials in full and glowing surfaces as lights.
/// Made when a drawing starts, for interactive pictures need none of it.
final class ProductionScene: @unchecked Sendable {
    let scene: PreparedScene
    /// One for each different material.
    let materials: RecordList<ScatteringRecord>
    let emitters: RecordList<EmitterRecord>
    /// For each surface its emitter, or −1.
    let emitterOfSurface: RecordList<Int32>
    private let areas: [RecordList<Float>]

    init(_ scene: PreparedScene) {
        self.scene = scene
        let records = scene.materials.map { ScatteringRecord($0) }
        materials = RecordList(records)
        var emitters: [EmitterRecord] = []
        var owners: [Int32] = []
        var areas: [RecordList<Float>] = []
        for index in 0..<scene.surfaces.count {
            let surface = scene.surfaces[index]
            let record = records[Int(surface.materialIndex)]
            guard record.isEmissive,
                let sums = EmitterRecord.runningAreas(surface, scene.sourceSurface(index))
            else {
                owners.append(-1)
                continue
            }
            let list = RecordList(sums)
            areas.append(list)
            owners.append(Int32(truncatingIfNeeded: emitters.count))
            emitters.append(EmitterRecord(surface, emission: record.emission, areas: list))
        }
        self.emitters = RecordList(emitters)
        emitterOfSurface = RecordList(owners)
        self.areas = areas
    }

    deinit {
        materials.deallocate()
        emitters.deallocate()
        emitterOfSurface.deallocate()
        for list in areas { list.deallocate() }
    }
}
