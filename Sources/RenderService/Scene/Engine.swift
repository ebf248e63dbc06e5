// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import RayTracing
import SceneLoading
import SceneModel

/// All that the service holds. Lives on the service's actor.
final class Engine {
    /// The names that the service was started with.
    let pluginNames: [String]
    let plugins: [Plugin]
    /// Methods that are on, by name.
    let methods: [MethodTraits]
    /// Those of the core first, then the plugins' in the order in which the plugins were named.
    let loaders: [Loader]
    let threads: Int?
    let preview: PicturePreview?
    let tracer: RayTracer

    var scene = SceneState()
    var camera = Camera()
    var renderer = Renderer.interactive(InteractiveRenderer())
    var viewport: SIMD2<UInt32>
    var simulation = SimulationParameters()
    var framebuffer = MainFramebuffer()
    /// Grows with every change of camera, renderer or viewport.
    private(set) var viewRevision: UInt64 = 0
    /// Set by `quit`.
    var prepared: PreparedPicture?

    init(_ options: ServiceOptions, methods: [MethodTraits]) throws {
        pluginNames = options.plugins
        plugins = try options.enabledPlugins()
        self.methods = methods
        threads = options.threads
        preview = options.preview
        viewport = options.viewport
        tracer = try RayTracer()
        loaders = plugins.flatMap { plugin in Loader.all.filter { $0.plugin == plugin.rawValue } }
    }

    /// Notes a change of camera, renderer or viewport.
    func touchView() { viewRevision += 1 }
}
