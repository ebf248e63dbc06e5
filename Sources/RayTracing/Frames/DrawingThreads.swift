// SPDX-License-Identifier: Apache-2.0
import Dispatch

/// Threads for drawing, apart from the pool on which tasks and `concurrentPerform` run: that pool is as small as
/// the number of cores, and a long picture on it would keep everything else in the process from answering.
enum DrawingThreads {
    /// Runs a body `count` times, each on a thread of its own, one of them the caller's; returns when all are done.
    static func run(_ count: Int, _ body: @Sendable () -> Void) {
        withoutActuallyEscaping(body) { body in
            let group = DispatchGroup()
            for index in 1..<max(count, 1) {
                // A serial queue of its own gets a thread beyond the pool's.
                DispatchQueue(label: "scene-recipe.drawing.\(index)").async(group: group) { body() }
            }
            body()
            group.wait()
        }
    }
}
