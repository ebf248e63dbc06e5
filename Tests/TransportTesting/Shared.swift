// SPDX-License-Identifier: Apache-2.0
import NIOConcurrencyHelpers

/// A value that one task sets and another waits for.
package final class Shared<Value: Sendable>: Sendable {
    private let box: NIOLockedValueBox<Value>

    /// A box with a value.
    package init(_ value: Value) { box = NIOLockedValueBox(value) }

    /// Replaces the value.
    package func set(_ value: Value) { box.withLockedValue { $0 = value } }

    /// Changes the value in place.
    package func update(_ change: (inout Value) -> Void) { box.withLockedValue { change(&$0) } }

    /// The value now.
    package var value: Value { box.withLockedValue { $0 } }

    /// Waits at most five seconds for a condition; the value at its end.
    package func wait(_ condition: (Value) -> Bool) async -> Value? {
        for _ in 0..<500 {
            if condition(value) { return value }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return nil
    }
}
