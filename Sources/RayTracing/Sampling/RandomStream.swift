// SPDX-License-Identifier: Apache-2.0

/// Random numbers without end for one sample of one pixel, where sample sequences have no dimension left.
struct RandomStream {
    private var state: UInt32
    private let key: UInt32

    @inline(__always)
    init(pixel: UInt32, index: UInt32) {
        key = SampleSequence.hash(pixel &* 0x9E37_79B1 ^ SampleSequence.hash(index &+ 0x632B_E5AB))
        state = 0
    }

    /// A number in [0, 1).
    @inline(__always)
    mutating func next() -> Float {
        state = state &+ 1
        return SampleSequence.unit(SampleSequence.hash(key ^ SampleSequence.hash(state)))
    }

    /// The numbers to come, four made at once. The stream stays where it is until `Draws.finish`.
    @inline(__always)
    func draws() -> Draws { Draws(state: state, key: key) }

    /// Numbers of a stream and their logarithms: those of four cost little more than that of one.
    struct Draws {
        private var numbers = SIMD4<Float>.zero
        private var logarithms = SIMD4<Float>.zero
        /// How many of the four are taken.
        private var taken = 4
        /// Number of the last of the four in the stream.
        private var state: UInt32
        private let key: UInt32

        @inline(__always)
        fileprivate init(state: UInt32, key: UInt32) {
            self.state = state
            self.key = key
        }

        /// A number in [0, 1).
        @inline(__always)
        mutating func next() -> Float {
            if taken == 4 { refill() }
            taken &+= 1
            return numbers[taken &- 1]
        }

        /// The logarithm of 1 less a number in [0, 1).
        @inline(__always)
        mutating func nextLogarithm() -> Float {
            if taken == 4 { refill() }
            taken &+= 1
            return logarithms[taken &- 1]
        }

        /// Puts the stream behind what was taken.
        @inline(__always)
        func finish(_ stream: inout RandomStream) {
            stream.state = state &- UInt32(truncatingIfNeeded: 4 &- taken)
        }

        @inline(never)
        private mutating func refill() {
            let states = SIMD4<UInt32>(repeating: state) &+ SIMD4(1, 2, 3, 4)
            let bits = Self.hash(SIMD4(repeating: key) ^ Self.hash(states))
            numbers = SIMD4<Float>(SIMD4<Int32>(truncatingIfNeeded: bits &>> SIMD4(repeating: 8))) * 0x1p-24
            logarithms = Elementary.log(SIMD4(repeating: 1) - numbers)
            state = state &+ 4
            taken = 0
        }

        /// `SampleSequence.hash` of four.
        @inline(__always)
        private static func hash(_ input: SIMD4<UInt32>) -> SIMD4<UInt32> {
            var x = input
            x ^= x &>> SIMD4(repeating: 16)
            x = x &* SIMD4(repeating: 0x7FEB_352D)
            x ^= x &>> SIMD4(repeating: 15)
            x = x &* SIMD4(repeating: 0x846C_A68B)
            x ^= x &>> SIMD4(repeating: 16)
            return x
        }
    }
}
