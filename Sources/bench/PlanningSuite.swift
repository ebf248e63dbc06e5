// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel
import ScenePlanning

/// What a plan costs once the backend is read.
let planningSuite = Suite(name: "planning", question: "CPU time of a plan of 10,000 models, beside the aim of 100 ms") {
    let count = 10_000
    var scene = Scene()
    var instances: [ModelInstance] = []
    var materials: [UInt32: Material] = [:]
    for index in 0..<count {
        let path = "/data/mesh\(index).ply"
        let place = Transform(translation: [Float(index), 0, 0])
        scene.models.append(
            Model(
                name: "m\(index)", source: .file(FileSource(path: path, loader: .mesh)),
                appearance: Appearance(transform: place)))
        var instance = ModelInstance()
        instance.id = UInt32(index)
        instance.type = "mesh"
        instance.bounds = Bounds(min: [Float(index), 0, 0], max: [Float(index) + 1, 1, 1])
        instance.info.loadInfo = LoadInfo(source: .file, path: path, loaderName: "mesh", loadParameters: [:])
        // One in a hundred was moved by somebody.
        instance.transform = index % 100 == 0 ? .identity : place
        instances.append(instance)
        materials[instance.id] = .standard
    }
    let (wanted, seen, looks) = (scene, instances, materials)
    var changes = 0
    let seconds = try medianProcessorSeconds(runs: 5) {
        let observation = Observation(
            instances: seen, settings: SceneSettings(), ledger: Ledger(), materials: looks, ramps: [:])
        let plan = try Planning.plan(DesiredScene(wanted), observation, PlanOptions(), backend: "bench")
        changes = plan.count(.update)
    }
    return [Row("plan, \(changes) updates", seconds * 1000, "ms", beside: ("aim", 100))]
}
