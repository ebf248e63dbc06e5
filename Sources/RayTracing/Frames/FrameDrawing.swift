// SPDX-License-Identifier: Apache-2.0
import CEmbree
import SceneModel
import Synchronization

/// How a drawing is run. None of this changes the picture.
public struct DrawingOptions: Sendable {
    /// Threads to draw with, at least 1; nil for one a processor core.
    public var threads: Int?
    /// Asked between tiles; true stops the drawing.
    public var isCancelled: @Sendable () -> Bool
    /// Told the share that is done, 0 to 1, at most a hundred times and from any of the threads, one at a time.
    public var progress: @Sendable (Double) -> Void

    public init(
        threads: Int? = nil, isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) {
        self.threads = threads
        self.isCancelled = isCancelled
        self.progress = progress
    }
}

extension PreparedScene {
    /// Adds samples to a frame buffer: those after the ones that it holds, so that several calls with few samples
    /// give the same bits as one call with many, and any number of threads gives the same bits as one.
    ///
    /// Blocks until done. The caller clears the buffer when camera, renderer or scene change.
    /// - Parameters:
    ///   - samples: samples a pixel to add; nil for the renderer's own number. Below 1 counts as 1.
    /// - Returns: false when cancelled; then the buffer is empty.
    @discardableResult
    public func draw(
        _ camera: Camera, _ renderer: Renderer, into buffer: FrameBuffer, samples: Int? = nil,
        options: DrawingOptions = DrawingOptions()
    ) -> Bool {
        let count = max(samples ?? renderer.samplesPerPixel, 1)
        let drawing = Drawing(
            camera, buffer: buffer, samples: buffer.sampleCount..<(buffer.sampleCount + count), seed: renderer.seed)
        let method: DrawingMethod
        switch renderer {
        case .interactive(let settings): method = .interactive(settings)
        case .production(let settings): method = .production(ProductionScene(self), settings)
        }
        let tiles = TileQueue(buffer.resolution, options: options)
        let cores = max(options.threads ?? Self.coreCount, 1)
        let threads = min(cores, tiles.count)
        if threads == 1 {
            draw(method, drawing, tiles)
        } else {
            DrawingThreads.run(threads) { draw(method, drawing, tiles) }
        }
        if tiles.isStopped {
            buffer.clear()
            return false
        }
        buffer.sampleCount += count
        return true
    }

    private static var coreCount: Int { max(onlineProcessorCount(), 1) }

    /// What one thread does: takes tiles until there are none.
    private func draw(_ method: DrawingMethod, _ drawing: Drawing, _ tiles: TileQueue) {
        let state = scene_recipe_flush_denormals()
        defer { scene_recipe_restore_denormals(state) }
        switch method {
        case .interactive(let settings):
            var integrator = InteractiveIntegrator(self, settings)
            defer { integrator.deallocate() }
            while let tile = tiles.next() {
                drawing.draw(tile) { place, rays, pixel, index in
                    integrator.sample(rays.ray(place), pixel: pixel, index: index)
                }
            }
        case .production(let scene, let settings):
            var integrator = PathIntegrator(scene, settings)
            defer { integrator.deallocate() }
            while let tile = tiles.next() {
                drawing.draw(tile) { place, rays, pixel, index in
                    integrator.sample(place, rays, pixel: pixel, index: index)
                }
            }
        }
    }
}

/// A renderer with what it needs for one drawing.
private enum DrawingMethod: Sendable {
    case interactive(InteractiveRenderer)
    case production(ProductionScene, ProductionRenderer)
}

/// A rectangle of pixels.
struct Tile {
    var columns: Range<Int>
    var rows: Range<Int>
}

/// Hands out the tiles of a picture to the threads that draw it.
final class TileQueue: Sendable {
    private let resolution: Resolution
    private let tilesAcross: Int
    /// Number of tiles.
    let count: Int
    private let taken = Atomic<Int>(0)
    private let stopped = Atomic<Bool>(false)
    private let options: DrawingOptions
    private let reported: Mutex<Int>

    /// Pixels a side of a tile.
    static let side = 16

    init(_ resolution: Resolution, options: DrawingOptions) {
        self.resolution = resolution
        self.options = options
        tilesAcross = (resolution.width + Self.side - 1) / Self.side
        count = tilesAcross * ((resolution.height + Self.side - 1) / Self.side)
        reported = Mutex(0)
    }

    /// Whether the drawing was cancelled.
    var isStopped: Bool { stopped.load(ordering: .relaxed) }

    /// The next tile, or nil when there is none left or the drawing was cancelled.
    func next() -> Tile? {
        if isStopped { return nil }
        if options.isCancelled() {
            stopped.store(true, ordering: .relaxed)
            return nil
        }
        let index = taken.add(1, ordering: .relaxed).oldValue
        guard index < count else { return nil }
        report(index)
        let column = index % tilesAcross * Self.side
        let row = index / tilesAcross * Self.side
        return Tile(
            columns: column..<min(column + Self.side, resolution.width),
            rows: row..<min(row + Self.side, resolution.height))
    }

    /// Tells the progress in steps of a hundredth.
    private func report(_ index: Int) {
        let step = index * 100 / count
        guard step != (index - 1) * 100 / count || index == 0 else { return }
        reported.withLock { last in
            guard step >= last else { return }
            last = step
            options.progress(Double(step) / 100)
        }
    }
}

/// What is the same for all tiles of one drawing.
struct Drawing: @unchecked Sendable {
    private let rays: CameraRays
    private let color: UnsafeMutablePointer<SIMD4<Float>>
    private let geometry: UnsafeMutablePointer<FrameBuffer.GeometrySums>?
    private let buffer: FrameBuffer
    private let width: Int
    private let pixelSize: Vector2
    private let samples: Range<Int>
    private let offsets: [Vector2]
    /// What a seed adds to the numbers of pixels, so that each takes the random sequence of another one; 0 for seed 0.
    private let seedKey: UInt32

    init(_ camera: Camera, buffer: FrameBuffer, samples: Range<Int>, seed: Int) {
        seedKey = seed == 0 ? 0 : SampleSequence.hash(UInt32(truncatingIfNeeded: seed))
        let resolution = buffer.resolution
        rays = CameraRays(camera, aspect: resolution.aspectRatio)
        self.buffer = buffer
        color = buffer.color
        geometry = buffer.geometry
        width = resolution.width
        pixelSize = Vector2(1 / Float(resolution.width), 1 / Float(resolution.height))
        self.samples = samples
        let filter = PixelFilter()
        offsets = samples.map { filter.offset($0) + Vector2(0.5, 0.5) }
    }

    /// Draws a tile with a function of point of the picture, camera, number of the pixel and number of the sample.
    @inline(__always)
    func draw(_ tile: Tile, _ sample: (Vector2, CameraRays, UInt32, UInt32) -> SampleResult) {
        offsets.withUnsafeBufferPointer { offsets in
            for row in tile.rows {
                for column in tile.columns {
                    let pixel = row * width + column
                    var sum = color[pixel]
                    for index in samples {
                        let place = Vector2(Float(column), Float(row)) + offsets[index - samples.lowerBound]
                        let result = sample(
                            place * pixelSize, rays, UInt32(truncatingIfNeeded: pixel) ^ seedKey,
                            UInt32(truncatingIfNeeded: index))
                        sum += result.color
                        if let geometry {
                            geometry[pixel].normal.add(result.normal)
                            geometry[pixel].albedo.add(result.albedo)
                            geometry[pixel].depth = min(geometry[pixel].depth, result.depth)
                        }
                    }
                    color[pixel] = sum
                }
            }
        }
    }
}
