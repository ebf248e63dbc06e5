// SPDX-License-Identifier: Apache-2.0

/// Which renderer draws, and how well. Defaults are the service's.
public enum Renderer: Hashable, Sendable {
    /// Direct light with hard shadows, fast.
    case interactive(InteractiveRenderer)
    /// A path tracer.
    case production(ProductionRenderer)

    /// Samples a pixel, at least 1.
    public var samplesPerPixel: Int {
        switch self {
        case .interactive(let renderer): renderer.samplesPerPixel
        case .production(let renderer): renderer.samplesPerPixel
        }
    }

    /// Start of the random sequences: pictures of other seeds differ by noise alone.
    public var seed: Int {
        get {
            switch self {
            case .interactive(let renderer): renderer.seed
            case .production(let renderer): renderer.seed
            }
        }
        set {
            switch self {
            case .interactive(var renderer):
                renderer.seed = newValue
                self = .interactive(renderer)
            case .production(var renderer):
                renderer.seed = newValue
                self = .production(renderer)
            }
        }
    }

    /// What is seen where nothing is.
    public var background: Color {
        switch self {
        case .interactive(let renderer): renderer.background
        case .production(let renderer): renderer.background
        }
    }
}

/// The renderer `interactive`.
public struct InteractiveRenderer: Hashable, Sendable {
    /// At least 1.
    public var samplesPerPixel: Int
    /// Without effect on this renderer, kept for the wire.
    public var maxRayBounces: Int
    public var background: Color
    public var shadows: Bool
    /// Rays for ambient occlusion at each hit; 0 turns it off.
    public var ambientOcclusionSamples: Int
    /// Start of the random sequences; on the embedded backend only.
    public var seed: Int

    public init(
        samplesPerPixel: Int = 1, maxRayBounces: Int = 3, background: Color = Color(0.004, 0.016, 0.102, 0),
        shadows: Bool = true, ambientOcclusionSamples: Int = 0, seed: Int = 0
    ) {
        self.samplesPerPixel = samplesPerPixel
        self.maxRayBounces = maxRayBounces
        self.background = background
        self.shadows = shadows
        self.ambientOcclusionSamples = ambientOcclusionSamples
        self.seed = seed
    }
}

/// The renderer `production`.
public struct ProductionRenderer: Hashable, Sendable {
    /// At least 1.
    public var samplesPerPixel: Int
    /// Greatest length of a light path; 0 shows only emitters and background.
    public var maxRayBounces: Int
    public var background: Color
    /// Start of the random sequences; on the embedded backend only.
    public var seed: Int

    public init(
        samplesPerPixel: Int = 5, maxRayBounces: Int = 3, background: Color = Color(0, 0, 0, 1), seed: Int = 0
    ) {
        self.samplesPerPixel = samplesPerPixel
        self.maxRayBounces = maxRayBounces
        self.background = background
        self.seed = seed
    }
}
