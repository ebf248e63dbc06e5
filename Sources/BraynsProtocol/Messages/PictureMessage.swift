// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// What a snapshot and g-buffers have in common: the picture that is drawn. What is nil is as the service has it.
public protocol PictureMessage: PlainMessage {
    /// Width and height in pixels.
    var size: SIMD2<UInt32>? { get }
    /// Type and parameters of the camera.
    var camera: EngineObject<Projection>? { get set }
    /// Where the camera is and looks.
    var view: View? { get set }
    /// The near clip distance.
    var nearClip: Float? { get set }
    /// Normalised position of the first pixel.
    var imageStart: SIMD2<Float>? { get set }
    /// Normalised position of the last pixel.
    var imageEnd: SIMD2<Float>? { get set }
    /// Type and parameters of the renderer.
    var renderer: EngineObject<Renderer>? { get set }
    /// The frame of the simulation.
    var simulationFrame: UInt32? { get set }
}

extension PictureMessage {
    /// The members on the wire that are the same for all pictures.
    static var pictureFields: [Field<Self>] {
        [
            .optional("camera", \.camera, "Camera of this picture"),
            .optional("camera_view", \.view, "View of this picture"),
            .optional("camera_near_clip", \.nearClip, "Near clip distance of this picture").since("3.6.0"),
            .optional("image_start", \.imageStart, "Normalised position of the first pixel").since("3.9.0"),
            .optional("image_end", \.imageEnd, "Normalised position of the last pixel").since("3.9.0"),
            .optional("renderer", \.renderer, "Renderer of this picture"),
            .optional("simulation_frame", \.simulationFrame, "Simulation frame of this picture"),
        ]
    }

    /// A picture of a camera with a renderer.
    init(_ camera: Camera, _ renderer: Renderer, _ simulationFrame: UInt32?) {
        self.init()
        self.camera = .typed(camera.projection)
        view = camera.view
        nearClip = camera.nearClip
        imageStart = camera.region.start
        imageEnd = camera.region.end
        self.renderer = .typed(renderer)
        self.simulationFrame = simulationFrame
    }
}
