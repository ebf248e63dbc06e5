// SPDX-License-Identifier: Apache-2.0

/// Steps of a ray whose samples are not known to be empty, collected so that they are seen through in fours, and room
/// for what is found of them.
struct StepNotes {
    /// Steps noted.
    private(set) var count = 0
    /// For each four of steps their colours with extinctions, and the share of light that each lets pass.
    let samples: UnsafeMutablePointer<SIMD4<Float>>
    private let places: UnsafeMutablePointer<Float>
    private let sizes: UnsafeMutablePointer<Float>

    /// Steps that find room; four more may be written before it is seen which of them count.
    private static let room = 36

    /// Does some work with empty notes on the stack.
    @inline(__always)
    static func withNotes(_ work: (inout StepNotes) -> Void) {
        withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: room / 4 * 5) { samples in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * (room + 4)) { steps in
                guard let samples = samples.baseAddress, let steps = steps.baseAddress else { return }
                var notes = StepNotes(samples: samples, places: steps, sizes: steps + (room + 4))
                work(&notes)
            }
        }
    }

    private init(
        samples: UnsafeMutablePointer<SIMD4<Float>>, places: UnsafeMutablePointer<Float>,
        sizes: UnsafeMutablePointer<Float>
    ) {
        self.samples = samples
        self.places = places
        self.sizes = sizes
    }

    /// Whether there may be no room for four more.
    @inline(__always) var isFull: Bool { count > Self.room - 4 }

    /// Notes those of four steps whose samples lie in parts that are not empty.
    ///
    /// - Parameters:
    ///   - distances: where the samples lie.
    ///   - parts: which part of the brick each lies in.
    ///   - occupancy: a bit for each part of the brick.
    @inline(__always)
    mutating func note(
        _ distances: SIMD4<Float>, _ lengths: SIMD4<Float>, _ parts: SIMD4<UInt32>, _ occupancy: UInt64
    ) {
        var index = count
        for lane in 0..<4 {
            places[index] = distances[lane]
            sizes[index] = lengths[lane]
            index &+= Int(truncatingIfNeeded: occupancy &>> UInt64(parts[lane]) & 1)
        }
        count = index
    }

    /// Adds steps of no length, which change nothing, until there are fours only.
    @inline(__always)
    mutating func fillUp() {
        while count % 4 != 0 {
            places[count] = places[0]
            sizes[count] = 0
            count &+= 1
        }
    }

    /// Where the samples of a four of steps lie.
    @inline(__always)
    func distances(_ four: Int) -> SIMD4<Float> {
        UnsafeRawPointer(places + 4 &* four).loadUnaligned(as: SIMD4<Float>.self)
    }

    /// The lengths of a four of steps.
    @inline(__always)
    func lengths(_ four: Int) -> SIMD4<Float> {
        UnsafeRawPointer(sizes + 4 &* four).loadUnaligned(as: SIMD4<Float>.self)
    }

    /// Takes away the first steps.
    @inline(__always)
    mutating func remove(_ first: Int) {
        count &-= first
        guard first > 0 else { return }
        for index in 0..<count {
            places[index] = places[first &+ index]
            sizes[index] = sizes[first &+ index]
        }
    }
}

/// Light that comes against a ray, and how much of what lies behind still passes.
struct GatheredLight {
    private(set) var color = SIMD4<Float>.zero
    private(set) var transmission: Float = 1
    /// Where less passes, nothing does.
    private let least: Float

    init(least: Float) {
        self.least = least
    }

    /// Takes in four steps, the nearest first: their colours, and the shares of light that they let pass. False where
    /// no light is left.
    @inline(__always)
    mutating func add(_ steps: UnsafePointer<SIMD4<Float>>) -> Bool {
        let passing = steps[4]
        let stopped = SIMD4(repeating: 1) - passing
        return add(steps[0], passing.x, stopped.x) && add(steps[1], passing.y, stopped.y)
            && add(steps[2], passing.z, stopped.z) && add(steps[3], passing.w, stopped.w)
    }

    /// Takes in one step.
    @inline(__always)
    private mutating func add(_ sample: SIMD4<Float>, _ passing: Float, _ stopped: Float) -> Bool {
        color += sample * (transmission * stopped)
        transmission *= passing
        if transmission >= least { return true }
        transmission = 0
        return false
    }
}
