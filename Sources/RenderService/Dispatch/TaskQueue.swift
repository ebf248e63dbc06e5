// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol

/// A call that waits or runs.
final class Job: Sendable {
    let context: CallContext
    /// Carries the call out and answers it.
    let run: @Sendable (isolated SceneService) async -> Void
    /// Answers that the call was cancelled, without carrying it out.
    let drop: @Sendable () -> Void

    init(
        _ context: CallContext, run: @escaping @Sendable (isolated SceneService) async -> Void,
        drop: @escaping @Sendable () -> Void
    ) {
        self.context = context
        self.run = run
        self.drop = drop
    }
}

/// What waits and what runs: first come, first served.
struct TaskQueue {
    private var waiting: [Job] = []
    /// Jobs that are being carried out.
    private(set) var running: [Job] = []
    /// The one whose turn it is; others run beside it.
    private var main: Job?

    /// Whether nothing waits or runs.
    var isEmpty: Bool { waiting.isEmpty && running.isEmpty }

    mutating func append(_ job: Job) { waiting.append(job) }

    /// The job whose turn comes, nil when none waits.
    mutating func next() -> Job? { waiting.isEmpty ? nil : waiting.removeFirst() }

    mutating func began(_ job: Job, isMain: Bool = false) {
        running.append(job)
        if isMain { main = job }
    }

    mutating func ended(_ job: Job) {
        running.removeAll { $0 === job }
        if main === job { main = nil }
    }

    /// Whether a job may run now, beside one of another client that draws or loads: it only reads, and nothing of its
    /// own client waits or runs before it. (What is quick never lets another job in while it runs.)
    func mayOvertake(_ job: Job) -> Bool {
        guard let main, job.context.traits.access == .reads else { return false }
        let connection = job.context.connection
        return main.context.connection != connection && !waiting.contains { $0.context.connection == connection }
    }

    /// How many calls of a client wait.
    func waitingCount(of connection: ConnectionID) -> Int {
        waiting.count { $0.context.connection == connection }
    }

    /// Takes out all that waits of a client.
    mutating func removeWaiting(of connection: ConnectionID) -> [Job] {
        let removed = waiting.filter { $0.context.connection == connection }
        waiting.removeAll { $0.context.connection == connection }
        return removed
    }

    /// Marks the jobs of a client that have an id. Those that wait answer when their turn comes.
    func cancel(_ id: RequestID, of connection: ConnectionID) throws(RPCError) {
        let matches = (running + waiting).filter {
            $0.context.connection == connection && $0.context.requestID == id
        }
        guard !matches.isEmpty else { throw RPCError(.invalidParams, "No requests found with ID \(id).") }
        for job in matches {
            guard job.context.traits.isAsynchronous else {
                throw RPCError(.invalidParams, "Method '\(job.context.traits.name)' is not cancellable.")
            }
            guard job.context.cancel() else {
                throw RPCError(.invalidParams, "Request \(id) already cancelled")
            }
        }
    }
}
