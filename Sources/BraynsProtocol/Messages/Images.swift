// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// Two buffers: a coarse one for the first picture after a change, a fine one for the rest.
public struct ProgressiveFramebuffer: PlainMessage {
    public var scale: Int32 = 4
    public init() {}
    public init(scale: Int32) { self.scale = scale }

    public static let title = "ProgressiveFrameMessage"
    public static let fields: [Field<Self>] = [
        .defaulted("scale", \.scale, "How many times smaller the first picture is", .range(1))
    ]
}

/// Draws the main framebuffer.
public struct RenderImage: PlainMessage {
    public var send = true
    public var force = false
    public var accumulate = false
    public var format = "jpg"
    public var jpegQuality: UInt32 = 100
    public var render = true
    public init() {}

    public static let title = "RenderImageParams"
    public static let fields: [Field<Self>] = [
        .defaulted("send", \.send, "Whether the picture is sent back when it is new"),
        .defaulted("force", \.force, "Whether the picture is sent back even when it is not new"),
        .defaulted("accumulate", \.accumulate, "Whether to render until all samples are accumulated"),
        .defaulted("format", \.format, "Format of the picture: jpg, png or exr"),
        .defaulted("jpeg_quality", \.jpegQuality, "Quality of a JPEG picture", .range(0, 100)),
        .defaulted("render", \.render, "Whether anything is rendered before").since("3.3.0"),
    ]
}

/// How far the main framebuffer has come.
public struct Accumulation: PlainMessage, Equatable {
    public var accumulation: UInt32 = 0
    public var maximum: UInt32 = 0
    public init() {}

    public static let title = "RenderImageResult"
    public static let fields: [Field<Self>] = [
        .required("accumulation", \.accumulation, "Frames accumulated", .range(0, readOnly: true)),
        .required("max_accumulation", \.maximum, "Frames of a finished picture", .range(0, readOnly: true)),
    ]
}

/// Format and size of a picture.
public struct ImageSettings: PlainMessage {
    public var format = "png"
    public var quality: UInt32 = 100
    /// Nil: the viewport's.
    public var size: SIMD2<UInt32>?
    public init() {}

    public static let title = "ImageSettings"
    public static let fields: [Field<Self>] = [
        .defaulted("format", \.format, "Format of the picture: jpg, png or exr"),
        .defaulted("quality", \.quality, "Quality of a JPEG picture"),
        .optional("size", \.size, "Width and height in pixels, those of the viewport when left out"),
    ]
}

/// What is written into a picture file for people and catalogues.
public struct ImageMetadata: PlainMessage, Equatable {
    public var title = ""
    public var description = ""
    public var whereUsed = ""
    public var keywords: [String] = []
    public init() {}

    public init(title: String, description: String, whereUsed: String, keywords: [String]) {
        self.title = title
        self.description = description
        self.whereUsed = whereUsed
        self.keywords = keywords
    }

    public static let title = "ImageMetadata"
    public static let fields: [Field<Self>] = [
        .required("title", \.title, "Title of the picture"),
        .required("description", \.description, "What the picture shows"),
        .required("where_used", \.whereUsed, "Event or place where the picture is used"),
        .required("keywords", \.keywords, "Words to find the picture by"),
    ]
}

/// A picture on its own, beside the main framebuffer. What is left out is as the service has it.
public struct Snapshot: PictureMessage {
    public var imageSettings: ImageSettings?
    public var metadata: ImageMetadata?
    public var camera: EngineObject<Projection>?
    public var view: View?
    public var nearClip: Float?
    public var imageStart: SIMD2<Float>?
    public var imageEnd: SIMD2<Float>?
    public var renderer: EngineObject<Renderer>?
    public var simulationFrame: UInt32?
    /// Where the service is to write the picture; nil: it is sent back.
    public var filePath: String?
    public init() {}

    /// A picture of a camera with a renderer, sent back.
    public init(
        size: SIMD2<UInt32>, format: String = "png", quality: UInt32 = 100, camera: Camera, renderer: Renderer,
        simulationFrame: UInt32? = nil
    ) {
        self.init(camera, renderer, simulationFrame)
        var settings = ImageSettings()
        settings.size = size
        settings.format = format
        settings.quality = quality
        imageSettings = settings
    }

    public var size: SIMD2<UInt32>? { imageSettings?.size }

    public static let title = "SnapshotParams"
    public static let fields: [Field<Self>] =
        [
            .optional("image_settings", \.imageSettings, "Format and size of the picture"),
            .optional("metadata", \.metadata, "What is written into the file").since("3.3.0"),
            .optional("file_path", \.filePath, "File that the service writes instead of sending the picture"),
        ] + pictureFields
}

/// Where the picture lies in the bytes that came along.
public struct SnapshotResult: PlainMessage, Equatable {
    /// A range of bytes.
    public struct Buffer: PlainMessage, Equatable {
        public var offset: UInt32 = 0
        public var size: UInt32 = 0
        public init() {}

        public static let title = "ColorBufferMessage"
        public static let fields: [Field<Self>] = [
            .required("offset", \.offset, "First byte of the picture", .range(0, readOnly: true)),
            .required("size", \.size, "Bytes of the picture, 0 when it was written to a file",
                      .range(0, readOnly: true)),
        ]
    }

    public var colorBuffer = Buffer()
    public init() {}
    public init(size: Int) { colorBuffer.size = UInt32(clamping: size) }

    public static let title = "SnapshotResult"
    public static let fields: [Field<Self>] = [
        .required("color_buffer", \.colorBuffer, "Where the picture lies in the payload", .readOnly)
    ]
}

extension ImageChannel: WireEnumeration {
    /// In the order in which the service names them.
    public static var schema: Schema {
        var schema = Schema(.string)
        schema.values = ["color", "depth", "albedo", "normal"]
        return schema
    }
}

/// What the renderer knows of each pixel, as an EXR file.
public struct ExportGBuffers: PictureMessage {
    public var channels: [ImageChannel] = []
    public var resolution: SIMD2<UInt32>?
    public var camera: EngineObject<Projection>?
    public var view: View?
    public var nearClip: Float?
    public var imageStart: SIMD2<Float>?
    public var imageEnd: SIMD2<Float>?
    public var renderer: EngineObject<Renderer>?
    public var simulationFrame: UInt32?
    /// Where the service is to write the file; nil: it is sent back.
    public var filePath: String?
    public init() {}

    /// Channels of a camera's picture with a renderer, sent back.
    public init(
        channels: [ImageChannel], size: SIMD2<UInt32>, camera: Camera, renderer: Renderer,
        simulationFrame: UInt32? = nil
    ) {
        self.init(camera, renderer, simulationFrame)
        self.channels = channels
        resolution = size
    }

    public var size: SIMD2<UInt32>? { resolution }

    public static let title = "GBuffersParams"
    public static let fields: [Field<Self>] =
        [
            .required("channels", \.channels, "What is exported of each pixel"),
            .optional("resolution", \.resolution, "Width and height in pixels, those of the viewport when left out"),
            .optional("file_path", \.filePath, "File that the service writes instead of sending the buffers"),
        ] + pictureFields
}

/// A point of the picture.
public struct Inspect: PlainMessage {
    public var position = SIMD2<Float>()
    public init() {}
    public init(_ position: SIMD2<Float>) { self.position = position }

    public static let title = "InspectMessage"
    public static let fields: [Field<Self>] = [
        .required("position", \.position, "Normalised position in the picture; (0, 0) is its top left corner")
    ]
}

/// What is seen at a point of the picture.
public struct InspectResult: PlainMessage, Equatable {
    public var hit = false
    public var position = SIMD3<Float>()
    public var modelID: UInt32 = 0
    public var metadata = JSONValue.null
    public init() {}

    public static let title = "InspectResult"
    public static let fields: [Field<Self>] = [
        .required("hit", \.hit, "Whether anything is there", .readOnly),
        .required("position", \.position, "Where it is in the scene", .readOnly),
        .required("model_id", \.modelID, "Id of the instance", .range(0, readOnly: true)),
        .required("metadata", \.metadata, "What the model tells of the place", .readOnly),
    ]
}
