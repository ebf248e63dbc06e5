// SPDX-License-Identifier: Apache-2.0
import Dispatch

/// Where work is done that takes long: on threads of its own, for the pool that actors run on is as small as the
/// number of cores, and a drawing on it would keep the service from answering.
enum Workshop {
    private static let queue = DispatchQueue(label: "scene-recipe.render-service.workshop", attributes: .concurrent)

    /// Does some work elsewhere and waits for it.
    static func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Swift.Result(catching: body)) }
        }
    }
}
