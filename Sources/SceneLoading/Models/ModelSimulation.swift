// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// How a model changes over time: the times it knows, and what it looks like at one of them.
public struct ModelSimulation: Sendable {
    /// What a moment changes.
    public enum Change: Sendable {
        /// New colours of each part.
        case colors([PrimitiveColors])
        /// New surfaces of each part.
        case surfaces([Surface])
    }

    /// The first moment, milliseconds.
    public let start: Double
    /// The end, milliseconds; the last moment is one step before it.
    public let end: Double
    /// Milliseconds from one frame to the next.
    public let step: Double
    private let change: @Sendable (Double, ColorRamp) throws(LoadingError) -> Change

    /// - Parameters:
    ///   - start: the first moment, milliseconds.
    ///   - end: the end, milliseconds.
    ///   - step: milliseconds a frame.
    ///   - change: what a moment changes, given the colour ramp.
    package init(
        start: Double, end: Double, step: Double,
        change: @escaping @Sendable (Double, ColorRamp) throws(LoadingError) -> Change
    ) {
        self.start = start
        self.end = end
        self.step = step
        self.change = change
    }

    /// What the model looks like at a moment.
    ///
    /// - Parameters:
    ///   - time: milliseconds; moments outside the known ones are taken to the nearest known one.
    ///   - ramp: the colours of the values.
    /// - Throws: `LoadingError` where the report cannot be read any more.
    public func change(at time: Double, ramp: ColorRamp) throws(LoadingError) -> Change {
        let last = max(start, end - step)
        return try change(time < start || time.isNaN ? start : min(time, last), ramp)
    }
}
