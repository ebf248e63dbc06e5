// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

/// What is to be drawn for a snapshot or g-buffers, with everything filled in and checked.
struct PictureRequest: Sendable {
    var resolution: Resolution
    var camera: Camera
    var renderer: Renderer
    var frame: UInt32
}

extension Engine {
    /// Fills in what a picture's params leave out with the engine's state, and checks it all.
    func pictureRequest(_ params: some PictureMessage) throws(RPCError) -> PictureRequest {
        let projection = try projection(params.camera)
        try CameraFault.check(projection)
        let view = params.view ?? camera.view
        if let fault = view.fault { throw .failed(fault) }
        let nearClip = params.nearClip ?? camera.nearClip
        try CameraFault.check(nearClip: nearClip)
        let region = ImageRegion(
            start: params.imageStart ?? camera.region.start, end: params.imageEnd ?? camera.region.end)
        try CameraFault.check(region)
        let renderer = try renderer(params.renderer)
        try RendererFault.check(renderer)
        try DrawingLimits.check(renderer)
        if let frame = params.simulationFrame { try checkFrame(frame) }
        return PictureRequest(
            resolution: try DrawingLimits.resolution(params.size ?? viewport),
            camera: Camera(projection: projection, view: view, nearClip: nearClip, region: region),
            renderer: renderer, frame: params.simulationFrame ?? simulation.current)
    }

    private func projection(_ object: EngineObject<Projection>?) throws(RPCError) -> Projection {
        switch object {
        case nil, .current, .named("", _): return camera.projection
        case .typed(let projection): return projection
        case .named("perspective", let params):
            return try Self.read(PerspectiveMessage.self, params).applied(to: .orthographic(height: 1))
        case .named("orthographic", let params):
            return .orthographic(height: try Self.read(OrthographicMessage.self, params).height)
        case .named("cylindric", let params) where plugins.contains(.cylindricCamera):
            return try Self.read(CylindricMessage.self, params).applied(to: .orthographic(height: 1))
        case .named(let name, _): throw .failed("Unknown type name \(name)")
        }
    }

    private func renderer(_ object: EngineObject<Renderer>?) throws(RPCError) -> Renderer {
        switch object {
        case nil, .current, .named("", _): return renderer
        case .typed(let renderer): return renderer
        case .named("interactive", let params):
            return .interactive(try Self.read(InteractiveMessage.self, params).applied(to: InteractiveRenderer()))
        case .named("production", let params):
            return .production(try Self.read(ProductionMessage.self, params).applied(to: ProductionRenderer()))
        case .named(let name, _): throw .failed("Unknown type name \(name)")
        }
    }

    private static func read<Message: WireMessage>(
        _ type: Message.Type, _ params: JSONValue?
    ) throws(RPCError) -> Message {
        let params = params ?? .null
        var errors = type.schema.errors(in: params)
        if errors.isEmpty {
            do {
                return try Message(wire: params)
            } catch {
                errors = ["\(error)"]
            }
        }
        throw RPCError(.invalidParams, "Invalid engine JSON schema", details: errors)
    }
}

/// How much one picture may cost.
enum DrawingLimits {
    /// Least side of a picture; the real service stops working below.
    static let leastSide = 64
    /// Greatest side of a picture.
    static let greatestSide = 65_536
    /// Greatest number of pixels: a little above 15360 × 8640, the largest preset of the Python client.
    static let greatestPixelCount = 150_000_000
    /// Greatest number of rays that start at one pixel.
    static let greatestSampleCount = 1 << 22

    /// - Throws: when a picture of this size is not drawn.
    static func resolution(_ size: SIMD2<UInt32>) throws(RPCError) -> Resolution {
        let (width, height) = (Int(size.x), Int(size.y))
        guard width >= leastSide, height >= leastSide else {
            throw .failed("Image size \(width)x\(height) is too small: each side must be at least \(leastSide)")
        }
        guard width <= greatestSide, height <= greatestSide, width * height <= greatestPixelCount else {
            throw .failed(
                "Image size \(width)x\(height) is too large: at most \(greatestPixelCount) pixels, and "
                    + "\(greatestSide) a side")
        }
        return Resolution(width: width, height: height)
    }

    /// - Throws: when a renderer would send more rays a pixel than anyone waits for.
    static func check(_ renderer: Renderer) throws(RPCError) {
        var count = renderer.samplesPerPixel
        if case .interactive(let settings) = renderer {
            let (product, overflow) = count.multipliedReportingOverflow(by: max(settings.ambientOcclusionSamples, 1))
            count = overflow ? .max : product
        }
        guard count <= greatestSampleCount else {
            throw .failed("\(count) rays a pixel are too many: at most \(greatestSampleCount)")
        }
    }
}
