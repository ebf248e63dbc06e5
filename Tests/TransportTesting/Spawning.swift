// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

/// Starts programs one at a time.
///
/// Foundation's descriptors for a child are open to every other child that is started in the same moment; such a
/// sibling then keeps a pipe open, or an end from being noticed, for as long as it lives.
package enum Spawning {
    private static let lock = Mutex(())

    /// Starts a program that is set up.
    package static func start(_ process: Process) throws {
        try lock.withLock { _ in try process.run() }
    }
}
