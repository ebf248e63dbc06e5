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
    /// Whether camera rays that can meet nothing are sent all the same, to see whether it matters.
    package var sendsAllRays = false

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
        let coverage = options.sendsAllRays
            ? nil
            : coverage(
                camera, buffer.resolution, offsets: drawing.offsets, showsLights: method.showsLights, threads: threads)
        DrawingThreads.run(threads) { draw(method, drawing, coverage, tiles) }
        if tiles.isStopped {
            buffer.clear()
            return false
        }
        buffer.sampleCount += count
        return true
    }

    private static var coreCount: Int { max(onlineProcessorCount(), 1) }

    /// What one thread does: takes tiles until there are none.
    private func draw(
        _ method: DrawingMethod, _ drawing: Drawing, _ coverage: PictureCoverage?, _ tiles: TileQueue
    ) {
        let state = scene_recipe_flush_denormals()
        defer { scene_recipe_restore_denormals(state) }
        switch method {
        case .interactive(let settings):
            draw(InteractiveIntegrator(self, settings), drawing, coverage, tiles)
        case .production(let scene, let settings):
            draw(PathIntegrator(scene, settings), drawing, coverage, tiles)
        }
    }

    @inline(__always)
    private func draw<Integrator: BlockIntegrator>(
        _ method: Integrator, _ drawing: Drawing, _ coverage: PictureCoverage?, _ tiles: TileQueue
    ) {
        // At an address of its own, for a variable that a closure changes is copied in and out.
        let integrator = UnsafeMutablePointer<Integrator>.allocate(capacity: 1)
        integrator.initialize(to: method)
        let block = PixelBlock()
        defer {
            block.deallocate()
            integrator.pointee.deallocate()
            integrator.deinitialize(count: 1)
            integrator.deallocate()
        }
        let miss = integrator.pointee.miss
        while let tile = tiles.next() {
            drawing.draw(tile, block, coverage, miss) { integrator.pointee.sample($0, $1, index: $2) }
        }
        add(integrator.pointee.traced)
    }
}

/// A renderer at work on one thread.
protocol BlockIntegrator {
    /// The result of a camera ray that meets nothing.
    var miss: SampleResult { get }
    /// Rays sent so far.
    var traced: TracedRays { get }
    /// Fills in the results of a block: the light that comes against its camera rays.
    ///
    /// - Parameter index: number of the sample in each pixel.
    mutating func sample(_ block: PixelBlock, _ rays: CameraRays, index: UInt32)
    /// Frees the working memory; the value must not be used afterwards.
    func deallocate()
}

/// A renderer with what it needs for one drawing.
private enum DrawingMethod: Sendable {
    case interactive(InteractiveRenderer)
    case production(ProductionScene, ProductionRenderer)

    /// Whether cameras see lights that have a size.
    var showsLights: Bool {
        switch self {
        case .interactive: false
        case .production: true
        }
    }
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
    /// Where the samples lie, in pixels from a pixel's centre.
    let offsets: [Vector2]
    /// The same from its first corner.
    private let places: [Vector2]
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
        offsets = samples.map { filter.offset($0) }
        places = offsets.map { $0 + Vector2(0.5, 0.5) }
    }

    /// Draws a tile, block by block, with a function that fills in a block's results from camera and number of the
    /// sample. Blocks lie on a fixed grid of the picture.
    ///
    /// - Parameters:
    ///   - coverage: the blocks whose rays may meet something; nil for all.
    ///   - miss: the result of a ray that meets nothing.
    @inline(__always)
    func draw(
        _ tile: Tile, _ memory: PixelBlock, _ coverage: PictureCoverage?, _ miss: SampleResult,
        _ sample: (PixelBlock, CameraRays, UInt32) -> Void
    ) {
        var block = memory
        for top in stride(from: tile.rows.lowerBound, to: tile.rows.upperBound, by: PixelBlock.rows) {
            for left in stride(from: tile.columns.lowerBound, to: tile.columns.upperBound, by: PixelBlock.columns) {
                let rows = top..<min(top + PixelBlock.rows, tile.rows.upperBound)
                let columns = left..<min(left + PixelBlock.columns, tile.columns.upperBound)
                let (column, row) = (left / PixelBlock.columns, top / PixelBlock.rows)
                if let coverage, !coverage.mayHold(column: column, row: row) {
                    drawNothing(rows, columns, miss)
                    continue
                }
                block.count = 0
                for row in rows {
                    for column in columns {
                        let pixel = UInt32(truncatingIfNeeded: row * width + column)
                        block.pixels[block.count] = pixel
                        block.keys[block.count] = pixel ^ seedKey
                        block.corners[block.count] = Vector2(Float(column), Float(row))
                        block.sums[block.count] = color[row * width + column]
                        block.count += 1
                    }
                }
                draw(block, miss, sample) { coverage?.mayHold(column: column, row: row, sample: $0) ?? true }
            }
        }
    }

    /// Adds the same result to all samples of a block, one by one as if each had been traced: the sums round alike.
    @inline(__always)
    private func drawNothing(_ rows: Range<Int>, _ columns: Range<Int>, _ miss: SampleResult) {
        for row in rows {
            for pixel in row * width + columns.lowerBound..<row * width + columns.upperBound {
                var sum = color[pixel]
                for _ in samples { sum += miss.color }
                color[pixel] = sum
                guard let geometry else { continue }
                for _ in samples { geometry[pixel].albedo.add(miss.albedo) }
            }
        }
    }

    @inline(__always)
    private func draw(
        _ block: PixelBlock, _ miss: SampleResult, _ sample: (PixelBlock, CameraRays, UInt32) -> Void,
        mayHold: (Int) -> Bool
    ) {
        places.withUnsafeBufferPointer { places in
            for index in samples {
                let number = index - samples.lowerBound
                if mayHold(number) {
                    for lane in 0..<block.count {
                        block.places[lane] = (block.corners[lane] + places[number]) * pixelSize
                    }
                    sample(block, rays, UInt32(truncatingIfNeeded: index))
                } else {
                    for lane in 0..<block.count { block.results[lane] = miss }
                }
                for lane in 0..<block.count {
                    let result = block.results[lane]
                    block.sums[lane] += result.color
                    guard let geometry else { continue }
                    let pixel = Int(block.pixels[lane])
                    geometry[pixel].normal.add(result.normal)
                    geometry[pixel].albedo.add(result.albedo)
                    geometry[pixel].depth = min(geometry[pixel].depth, result.depth)
                }
            }
        }
        for lane in 0..<block.count { color[Int(block.pixels[lane])] = block.sums[lane] }
    }
}

/// Up to eight pixels that are drawn together, and the working memory for it.
struct PixelBlock {
    static let columns = 4
    static let rows = 2

    /// Number of pixels.
    var count = 0
    /// Number of each pixel in the picture.
    let pixels = UnsafeMutablePointer<UInt32>.allocate(capacity: RayPacket.width)
    /// Number of the random sequence of each pixel.
    let keys = UnsafeMutablePointer<UInt32>.allocate(capacity: RayPacket.width)
    /// Column and row of each pixel.
    let corners = UnsafeMutablePointer<Vector2>.allocate(capacity: RayPacket.width)
    /// Where the current sample lies in the picture, 0 to 1 across and down.
    let places = UnsafeMutablePointer<Vector2>.allocate(capacity: RayPacket.width)
    let results = UnsafeMutablePointer<SampleResult>.allocate(capacity: RayPacket.width)
    let sums = UnsafeMutablePointer<SIMD4<Float>>.allocate(capacity: RayPacket.width)

    /// Frees the memory; the value must not be used afterwards.
    func deallocate() {
        pixels.deallocate()
        keys.deallocate()
        corners.deallocate()
        places.deallocate()
        results.deallocate()
        sums.deallocate()
    }
}
