// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

extension Methods {
    /// About the renderer of the main framebuffer.
    public enum Renderers {
        public static let type = Method(
            "get-renderer-type", .renderer, .reads, "Tell the type of the renderer", gives: String.self)
        public static let interactive = Method(
            "get-renderer-interactive", .renderer, .reads, "Tell the interactive renderer's parameters",
            gives: InteractiveMessage.self)
        public static let setInteractive = Method(
            "set-renderer-interactive", .renderer, .writes, "Draw with the interactive renderer",
            takes: InteractiveMessage.self)
        public static let production = Method(
            "get-renderer-production", .renderer, .reads, "Tell the production renderer's parameters",
            gives: ProductionMessage.self)
        public static let setProduction = Method(
            "set-renderer-production", .renderer, .writes, "Draw with the production renderer",
            takes: ProductionMessage.self)

        static let all = [
            type.traits, interactive.traits, setInteractive.traits, production.traits, setProduction.traits,
        ]
    }

    /// About pictures.
    public enum Images {
        public static let setStaticFramebuffer = Method(
            "set-framebuffer-static", .framebuffer, .writes, "Accumulate in one buffer", since: "3.1.0")
        public static let setProgressiveFramebuffer = Method(
            "set-framebuffer-progressive", .framebuffer, .writes,
            "Draw the first picture after a change coarsely, the rest in full", takes: ProgressiveFramebuffer.self,
            since: "3.1.0")
        public static let render = Method(
            "render-image", .images, .writes, "Draw the main framebuffer and send it back", takes: RenderImage.self,
            gives: Accumulation.self)
        public static let snapshot = Method(
            "snapshot", .images, .writes, "Take a picture and send it back or write it to a file",
            takes: Snapshot.self, gives: SnapshotResult.self, asynchronous: true)
        public static let exportGBuffers = Method(
            "export-gbuffers", .images, .writes, "Send back or write what is known of each pixel as an EXR image",
            takes: ExportGBuffers.self, asynchronous: true, since: "3.1.0")
        public static let inspect = Method(
            "inspect", .images, .reads, "Tell what is seen at a point of the picture", takes: Inspect.self,
            gives: InspectResult.self)

        static let all = [
            setStaticFramebuffer.traits, setProgressiveFramebuffer.traits, render.traits, snapshot.traits,
            exportGBuffers.traits, inspect.traits,
        ]
    }
}
