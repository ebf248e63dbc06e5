// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol

/// Why a scene cannot be observed, planned, applied or captured.
public struct PlanningError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure; the raw value is stable.
    public enum Code: String, CaseIterable, Sendable {
        /// The service refused a call that the recipe asks for.
        case refused = "apply-refused"
        /// The service cannot be reached or broke off.
        case unreachable = "backend-unreachable"
        /// A part that the recipe styles is not among those that were loaded.
        case unknownPart = "unknown-part"
        /// A model names a source that the recipe does not have.
        case unknownSource = "unknown-source"
        /// Nothing has bounds that a camera could be fitted to.
        case nothingToFrame = "nothing-to-frame"
        /// The simulation has no such frame, or nothing is simulated.
        case frameOutOfRange = "frame-out-of-range"
        /// A local file cannot be read.
        case unreadableFile = "unreadable-file"
        /// The backend holds objects that the recipe does not name.
        case unmanaged = "unmanaged-objects"
        /// The backend has changed since the plan was made.
        case stalePlan = "stale-plan"
        /// A file of ours (plan, ledger, journal) is not what it should be.
        case unreadableState = "unreadable-state"
        /// Another apply to the same backend is running.
        case locked = "backend-locked"
        /// An interrupted apply is to be finished or undone first, or there is none.
        case journal = "interrupted-apply"
        /// The old scene cannot be made again.
        case irreversible = "cannot-roll-back"
    }

    public var code: Code
    /// What the recipe calls the thing that failed.
    public var address: Address?
    /// The attribute of it, as in a plan: `source`, `color`, `parts.NAME.material`…
    public var path: String?
    /// One sentence: what is wrong.
    public var message: String
    /// What to do about it.
    public var remedy: String?

    public init(
        _ code: Code, _ message: String, at address: Address? = nil, path: String? = nil, remedy: String? = nil
    ) {
        self.code = code
        self.address = address
        self.path = path
        self.message = message
        self.remedy = remedy
    }

    public var description: String {
        let place = [address?.description, path].compactMap(\.self).joined(separator: ".")
        return (place.isEmpty ? "" : place + ": ") + message + (remedy.map { ". " + $0 } ?? "")
    }

    /// Whether the backend is at fault and not the recipe (exit code 3).
    public var isBackendFailure: Bool { code == .unreachable }
}

/// Runs calls that are made for one address, and gives their failure that place.
func located<Value>(
    _ address: Address?, _ path: String? = nil, _ body: () async throws -> Value
) async throws -> Value {
    do {
        return try await body()
    } catch let error as PlanningError {
        throw error
    } catch let error as RPCError where error.code != .cancelled {
        throw PlanningError(.refused, "The backend refuses this: \(error)", at: address, path: path)
    } catch let error as RPCError {
        _ = error
        throw CancellationError()
    } catch is CancellationError {
        throw CancellationError()
    } catch {
        throw PlanningError(
            .unreachable, "The backend cannot be reached: \(error)", at: address, path: path,
            remedy: "Check that the service runs; then apply again with --resume, or undo with --rollback")
    }
}
