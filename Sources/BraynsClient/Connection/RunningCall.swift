// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol

/// A call that has begun: its progress, its answer, and the means to stop it.
/// ```swift
/// let call = connection.task(Methods.Images.snapshot, snapshot)
/// for await news in call.progress { print(news.operation, news.amount) }
/// let picture = try await call.answer().payload
/// ```
public struct RunningCall<Result: Sendable>: Sendable {
    /// News of the call, ending when the call ends. It keeps the latest hundred for whoever looks seldom.
    public let progress: AsyncStream<Progress>
    private let work: Task<Answer<Result>, any Error>

    init(
        _ body: @escaping @Sendable (@escaping @Sendable (Progress) -> Void) async throws -> Answer<Result>
    ) {
        let (stream, continuation) = AsyncStream.makeStream(of: Progress.self, bufferingPolicy: .bufferingNewest(100))
        progress = stream
        work = Task {
            defer { continuation.finish() }
            return try await body { continuation.yield($0) }
        }
    }

    /// Waits for the result and the bytes that come along. Cancelling the waiting task cancels the call.
    /// - Throws: `RPCError`, with code 20 when the call was cancelled; `ConnectionError`.
    public func answer() async throws -> Answer<Result> {
        try await withTaskCancellationHandler {
            try await work.value
        } onCancel: {
            work.cancel()
        }
    }

    /// Waits for the result.
    public func result() async throws -> Result {
        try await answer().result
    }

    /// Asks the service to stop; ``answer()`` then throws with code 20, unless the call was faster.
    public func cancel() {
        work.cancel()
    }
}
