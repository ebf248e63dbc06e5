// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

/// An entry of the scene: one showing of a model.
struct SceneInstance {
    let id: UInt32
    let model: SharedModel
    var transform = Transform.identity {
        didSet { bounds = model.bounds(under: transform) }
    }
    var isVisible = true
    /// What a client calls it; empty without a name.
    var name = ""
    /// The box around the transformed model, made anew with the transform.
    var bounds: Bounds

    init(id: UInt32, model: SharedModel, transform: Transform = .identity) {
        self.id = id
        self.model = model
        self.transform = transform
        bounds = model.bounds(under: transform)
    }

    /// What clients are told of it.
    var message: ModelInstance {
        var message = ModelInstance()
        message.id = id
        message.type = model.type
        message.bounds = bounds
        message.info = model.info
        message.transform = transform
        message.isVisible = isVisible
        return message
    }
}

/// All instances in the order of adding, and the ids that are free.
struct SceneState {
    private(set) var instances: [SceneInstance] = []
    private var nextID: UInt32 = 0
    /// Ids that were released, the last one last.
    private var releasedIDs: [UInt32] = []
    /// Models that ever came into the scene.
    private var modelCount: UInt64 = 0
    /// Grows with every change that can alter a picture.
    private(set) var revision: UInt64 = 0

    /// Notes a change that the instances themselves do not tell: of a model's colours, say.
    mutating func touch() { revision += 1 }

    /// Adds an instance; it gets the id that was released last, or a new one.
    mutating func add(_ model: SharedModel, transform: Transform = .identity) -> SceneInstance {
        let id: UInt32
        if let released = releasedIDs.popLast() {
            id = released
        } else {
            id = nextID
            nextID += 1
        }
        if model.number == 0 {
            modelCount += 1
            model.number = modelCount
        }
        let instance = SceneInstance(id: id, model: model, transform: transform)
        instances.append(instance)
        touch()
        return instance
    }

    /// The position of an instance in the list.
    func index(of id: UInt32) -> Int? { instances.firstIndex { $0.id == id } }

    /// An instance by id.
    /// - Throws: `No model found with ID …`.
    func instance(_ id: UInt32) throws(RPCError) -> SceneInstance {
        guard let index = index(of: id) else { throw .noModel(id) }
        return instances[index]
    }

    /// Changes an instance; nothing is noted when the change leaves all as it was.
    /// - Throws: `No model found with ID …`.
    mutating func update(_ id: UInt32, transform: Transform?, isVisible: Bool?) throws(RPCError) -> SceneInstance {
        guard let index = index(of: id) else { throw .noModel(id) }
        if let transform, transform != instances[index].transform {
            instances[index].transform = transform
            touch()
        }
        if let isVisible, isVisible != instances[index].isVisible {
            instances[index].isVisible = isVisible
            touch()
        }
        return instances[index]
    }

    /// Gives an instance a name.
    mutating func name(_ id: UInt32, _ name: String) throws(RPCError) {
        guard let index = index(of: id) else { throw .noModel(id) }
        instances[index].name = name
    }

    /// Makes the bounds of all instances of a model anew, after the model has changed.
    mutating func refreshBounds(of model: SharedModel) {
        for index in instances.indices where instances[index].model === model {
            instances[index].bounds = model.bounds(under: instances[index].transform)
        }
    }

    /// Removes an instance and frees its id.
    /// - Returns: false when there is none.
    mutating func remove(_ id: UInt32) -> Bool {
        guard let index = index(of: id) else { return false }
        instances.remove(at: index)
        releasedIDs.append(id)
        touch()
        return true
    }

    /// Removes the instances of some models and frees their ids.
    mutating func removeAll(where matches: (SharedModel) -> Bool) {
        let gone = instances.filter { matches($0.model) }
        guard !gone.isEmpty else { return }
        instances.removeAll { matches($0.model) }
        releasedIDs += gone.map(\.id)
        touch()
    }

    /// Removes everything; ids begin at 0 again.
    mutating func clear() {
        instances = []
        releasedIDs = []
        nextID = 0
        touch()
    }

    /// Each model once, in the order of its first instance.
    var models: [SharedModel] {
        var seen = Set<ObjectIdentifier>()
        return instances.map(\.model).filter { seen.insert(ObjectIdentifier($0)).inserted }
    }

    /// What clients are told of the scene.
    var message: SceneContents {
        var contents = SceneContents()
        contents.models = instances.map(\.message)
        contents.bounds = instances.reduce(.empty) { $0.union($1.bounds) }
        return contents
    }
}
