// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Where work is done that takes long: on threads of its own. The pool that actors run on has as many threads as the
/// machine has cores, and a drawing or a load on it would keep the service from answering.
enum Workshop {
    /// Bytes of stack for each thread: readers of nested formats go deep.
    private static let stackSize = 16 << 20

    /// Does some work elsewhere and waits for it.
    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Swift.Result(catching: body)) }
            thread.stackSize = stackSize
            thread.start()
        }
    }
}
