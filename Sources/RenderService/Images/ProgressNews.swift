// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Synchronization

/// Tells of progress at the start and then at most once a second, as Brayns does: a client that looks seldom keeps
/// only its latest hundred messages.
final class ProgressNews: Sendable {
    private let operation: String
    private let context: CallContext
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    init(_ operation: String, _ context: CallContext) {
        self.operation = operation
        self.context = context
    }

    /// Tells the share that is done, if it is time.
    func tell(_ amount: Double) {
        let now = ContinuousClock.now
        let isDue = last.withLock { last in
            if let told = last, now - told < .seconds(1) { return false }
            last = now
            return true
        }
        if isDue { context.progress(operation, amount) }
    }
}
