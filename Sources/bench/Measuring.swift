// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Processor seconds of this process so far, all threads.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Wall-clock seconds from some fixed moment.
func wallSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// The median processor seconds of a few runs after one that is not counted.
func medianProcessorSeconds(runs: Int = 5, _ work: () throws -> Void) rethrows -> Double {
    try work()
    let times = try (0..<runs).map { _ in
        let start = processorSeconds()
        try work()
        return processorSeconds() - start
    }
    return times.sorted()[runs / 2]
}

/// Processor seconds of some work, and how often it was done: of one run where that takes a second or more, else the
/// median of three after it.
func typicalProcessorSeconds(_ work: () throws -> Void) rethrows -> (seconds: Double, runs: Int) {
    let start = processorSeconds()
    try work()
    let first = processorSeconds() - start
    if first >= 1 { return (first, 1) }
    let times = try (0..<3).map { _ in
        let start = processorSeconds()
        try work()
        return processorSeconds() - start
    }
    return (times.sorted()[1], 4)
}

/// The median wall-clock seconds of a few runs after one that is not counted.
func medianWallSeconds(runs: Int = 5, _ work: () async throws -> Void) async rethrows -> Double {
    try await work()
    var times: [Double] = []
    for _ in 0..<runs {
        let start = wallSeconds()
        try await work()
        times.append(wallSeconds() - start)
    }
    return times.sorted()[runs / 2]
}

/// Resident memory of this process now, in bytes (Linux, /proc/self/statm).
func residentBytes() -> Double {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .ascii),
        let pages = text.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
    else { return .nan }
    return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
}

/// Runs a program and gives its processor seconds as the system accounts them, or nil where it cannot be started or
/// fails.
func processorSeconds(ofProgram arguments: [String]) -> Double? {
    let before = childSeconds()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus == 0 ? childSeconds() - before : nil
}

private func childSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6
}

/// Forgets the greatest resident memory so far (Linux, /proc/self/clear_refs).
func resetPeak() {
    try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .ascii)
}

/// Greatest resident memory since `resetPeak`, in bytes (Linux, VmHWM of /proc/self/status).
func peakBytes() -> Double {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .ascii),
        let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Double($0) })
    else { return .nan }
    return kilobytes * 1024
}
