// SPDX-License-Identifier: Apache-2.0

/// A picture size in pixels.
@frozen
public struct Resolution: Hashable, Sendable {
    public var width: Int
    public var height: Int

    @inlinable
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// 1920 × 1080.
    public static let fullHD = Resolution(width: 1920, height: 1080)

    /// Width over height.
    public var aspectRatio: Float { Float(width) / Float(height) }
}

/// The format of a picture file.
public enum ImageFormat: String, CaseIterable, Hashable, Sendable {
    case png, jpg, exr
}

/// What an EXR picture may hold.
public enum ImageChannel: String, CaseIterable, Hashable, Sendable {
    case color, depth, normal, albedo
}

/// Which instant of the simulation is shown.
public enum SimulationInstant: Hashable, Sendable {
    /// A frame of the service.
    case frame(Int)
    /// A time in milliseconds: frame round(time / dt).
    case time(Double)
}

/// How `verify` judges a picture.
public struct Comparison: Hashable, Sendable {
    public enum Metric: String, CaseIterable, Hashable, Sendable {
        case exact, ssim, flip, statistical
    }

    public var metric: Metric
    /// The metric's own limit, where the recipe gives one.
    public var threshold: Double?
    /// Why this metric, in the author's words.
    public var reason: String?

    public init(metric: Metric, threshold: Double? = nil, reason: String? = nil) {
        self.metric = metric
        self.threshold = threshold
        self.reason = reason
    }
}

/// A picture to be taken of a scene, with all that differs from the scene's own settings already merged in.
public struct PictureSetting: Hashable, Sendable {
    public var name: String
    /// Relative to the output folder.
    public var file: String
    public var format: ImageFormat
    public var resolution: Resolution
    /// Dots an inch where the recipe told a size in millimetres.
    public var dotsPerInch: Double?
    /// 1…100, the JPEG encoder's.
    public var quality: Int
    /// For EXR.
    public var channels: [ImageChannel]
    public var camera: CameraSetting
    public var renderer: Renderer
    /// nil: the frame that the scene shows.
    public var simulation: SimulationInstant?
    public var comparison: Comparison?

    public init(
        name: String, file: String, format: ImageFormat = .png,
        resolution: Resolution = Resolution(width: 1920, height: 1080), dotsPerInch: Double? = nil, quality: Int = 90,
        channels: [ImageChannel] = [.color], camera: CameraSetting = CameraSetting(),
        renderer: Renderer = .interactive(InteractiveRenderer()), simulation: SimulationInstant? = nil,
        comparison: Comparison? = nil
    ) {
        self.name = name
        self.file = file
        self.format = format
        self.resolution = resolution
        self.dotsPerInch = dotsPerInch
        self.quality = quality
        self.channels = channels
        self.camera = camera
        self.renderer = renderer
        self.simulation = simulation
        self.comparison = comparison
    }
}
