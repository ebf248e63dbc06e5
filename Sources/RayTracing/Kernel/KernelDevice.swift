// SPDX-License-Identifier: Apache-2.0
import CEmbree

/// The ray kernel library, opened for one set of instructions.
///
/// Results of a kernel depend on the set (fused multiply-add), so it is pinned: AVX2 where the processor has it, and
/// otherwise SSE 4.2, whose pictures may differ in last bits. Trees are built with a fixed number of threads, for
/// the order of primitives in a leaf, and so which of two coincident surfaces is hit, depends on it.
final class KernelDevice: @unchecked Sendable {
    /// The library's handle.
    let handle: RTCDevice
    /// The instruction set in use, as the library names it.
    let instructionSet: String

    /// Threads that build trees unless told otherwise, whatever the machine has.
    static let standardBuildThreads = 4

    /// - Parameter buildThreads: threads that build trees, at least 1.
    init(buildThreads: Int = standardBuildThreads) throws(RayTracingError) {
        let instructionSet = try Self.supportedInstructionSet()
        guard let handle = rtcNewDevice("isa=\(instructionSet),threads=\(max(buildThreads, 1)),set_affinity=0") else {
            throw .kernel("no device: error \(rtcGetDeviceError(nil).rawValue)")
        }
        self.handle = handle
        self.instructionSet = instructionSet
    }

    deinit {
        rtcReleaseDevice(handle)
    }

    /// Throws what the library has complained of since the last look.
    func check() throws(RayTracingError) {
        let error = rtcGetDeviceError(handle)
        if error == RTC_ERROR_NONE { return }
        if error == RTC_ERROR_OUT_OF_MEMORY { throw .kernel("out of memory") }
        throw .kernel("error \(error.rawValue)")
    }

    private static func supportedInstructionSet() throws(RayTracingError) -> String {
        if scene_recipe_has_avx2() != 0 { return "avx2" }
        if scene_recipe_has_sse42() != 0 { return "sse4.2" }
        throw .unsupportedProcessor("it has neither AVX2 nor SSE 4.2")
    }
}
