// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneLoading

extension Entrypoints {
    static let service: [any AnyEntrypoint] = [
        on(Methods.Service.version) { _ in Version(3, 10, 1, revision: "a15a0a9") },
        on(Methods.Service.registry) { engine in engine.methods.map(\.name) },
        on(Methods.Service.schema) { engine, params in
            guard let traits = engine.methods.first(where: { $0.name == params.endpoint }) else {
                throw RPCError.methodNotFound(params.endpoint)
            }
            return MethodDescription(traits)
        },
        running(Methods.Service.cancel) { service, context, params, _ in
            guard let id = params.id else { throw RPCError(.invalidParams, "Empty task ID") }
            try service.cancel(id, of: context.connection)
            return Answer(Nothing())
        },
        running(Methods.Service.quit) { service, _, _, _ in
            service.stop()
            return Answer(Nothing())
        },
    ]

    static let application: [any AnyEntrypoint] = [
        on(Methods.Application.parameters) { engine in
            var parameters = ApplicationParameters()
            parameters.plugins = engine.pluginNames
            parameters.viewport = engine.viewport
            return parameters
        },
        on(Methods.Application.setParameters) { engine, params in
            if let viewport = params.viewport, viewport != engine.viewport {
                engine.viewport = viewport
                engine.touchView()
            }
            return Nothing()
        },
        on(Methods.Application.loaders) { engine in engine.loaders.map(LoaderDescription.init) },
    ]
}

extension LoaderDescription {
    /// What clients are told of a loader.
    init(_ loader: Loader) {
        self.init(
            name: loader.name, plugin: Plugin(rawValue: loader.plugin) ?? .core, extensions: loader.extensions,
            readsUploads: loader.readsBytes, parameters: LoaderDeclaration.named(loader.name)?.schema ?? Schema(.any))
    }
}
