// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Connection {
    /// Loads models from a file that the service can see.
    public func load(_ path: String, _ options: LoaderOptions) async throws -> [ModelInstance] {
        try await call(Methods.Models.add, AddModel(path: path, options))
    }

    /// Begins to load models from a file that the service can see.
    public func loadTask(_ path: String, _ options: LoaderOptions) -> RunningCall<[ModelInstance]> {
        task(Methods.Models.add, AddModel(path: path, options))
    }

    /// Sends the bytes of a file to be loaded; `type` is its extension without point.
    public func upload(
        _ bytes: [UInt8], type: String, _ options: LoaderOptions
    ) async throws -> [ModelInstance] {
        try await uploadTask(bytes, type: type, options).result()
    }

    /// Begins to send the bytes of a file to be loaded.
    public func uploadTask(
        _ bytes: [UInt8], type: String, _ options: LoaderOptions
    ) -> RunningCall<[ModelInstance]> {
        task(Methods.Models.upload, UploadModel(type: type, options), payload: bytes)
    }

    /// All that stands in the scene.
    public func scene() async throws -> SceneContents { try await call(Methods.Models.scene) }

    /// The box around everything in the scene, invisible things too.
    public func bounds() async throws -> Bounds { try await scene().bounds }

    /// One instance.
    public func model(_ id: UInt32) async throws -> ModelInstance {
        try await call(Methods.Models.model, InstanceID(id))
    }

    /// Moves, shows or hides an instance; what is nil stays.
    @discardableResult
    public func update(
        _ id: UInt32, transform: Transform? = nil, isVisible: Bool? = nil
    ) async throws -> ModelInstance {
        try await call(Methods.Models.update, ModelUpdate(id, transform: transform, isVisible: isVisible))
    }

    /// Removes instances.
    public func remove(_ ids: [UInt32]) async throws { try await call(Methods.Models.remove, RemoveModels(ids)) }

    /// Removes everything.
    public func clearModels() async throws { try await call(Methods.Models.clear) }

    /// Removes everything that can be seen, and leaves lights and clipping.
    public func clearRenderables() async throws { try await call(Methods.Models.clearRenderables) }

    /// Adds instances of the model behind an instance, each with a transform of its own.
    public func instantiate(_ id: UInt32, _ transforms: [Transform]) async throws -> [ModelInstance] {
        try await call(Methods.Models.instantiate, InstantiateModel(id, transforms: transforms))
    }
}
