// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Entrypoints {
    static let renderers: [any AnyEntrypoint] = [
        on(Methods.Renderers.type) { engine in engine.renderer.wireName },
        on(Methods.Renderers.interactive) { engine in
            guard case .interactive(let renderer) = engine.renderer else { throw engine.wrongRendererType }
            return InteractiveMessage(renderer)
        },
        on(Methods.Renderers.setInteractive) { engine, params in
            var base = InteractiveRenderer()
            if case .interactive(let current) = engine.renderer { base = current }
            return try engine.setRenderer(.interactive(params.applied(to: base)))
        },
        on(Methods.Renderers.production) { engine in
            guard case .production(let renderer) = engine.renderer else { throw engine.wrongRendererType }
            return ProductionMessage(renderer)
        },
        on(Methods.Renderers.setProduction) { engine, params in
            var base = ProductionRenderer()
            if case .production(let current) = engine.renderer { base = current }
            return try engine.setRenderer(.production(params.applied(to: base)))
        },
    ]
}

extension Engine {
    fileprivate var wrongRendererType: RPCError {
        RPCError(.invalidRequest, "Invalid renderer type (should be '\(renderer.wireName)')")
    }

    /// Sets the renderer, which always counts as a change.
    fileprivate func setRenderer(_ renderer: Renderer) throws -> Nothing {
        try RendererFault.check(renderer)
        self.renderer = renderer
        touchView()
        return Nothing()
    }
}

/// What no renderer can be, in the words of Brayns.
enum RendererFault {
    /// Numbers that the renderers count in.
    private static let limit = Int(Int32.max)

    static func check(_ renderer: Renderer) throws(RPCError) {
        let (samples, bounces, occlusion) =
            switch renderer {
            case .interactive(let settings):
                (settings.samplesPerPixel, settings.maxRayBounces, settings.ambientOcclusionSamples)
            case .production(let settings): (settings.samplesPerPixel, settings.maxRayBounces, 0)
            }
        guard samples >= 1 else { throw .failed("samples per pixel cannot be lower than 1") }
        guard samples <= limit else { throw .failed("samples per pixel cannot be higher than 2^31") }
        guard bounces <= limit else { throw .failed("ray bounces cannot be higher than 2^31") }
        guard occlusion <= limit else { throw .failed("ao samples cannot be higher than 2^31") }
    }
}
