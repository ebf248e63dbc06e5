// SPDX-License-Identifier: Apache-2.0
import JSON

/// The way from a client to a service: the seam between the two.
///
/// Inside one process typed messages go straight to the service's dispatcher; over a socket they become JSON. Whoever
/// calls cannot tell which.
///
/// Cancelling the Swift task that awaits a call asks the service to cancel the request, where its method allows; the
/// call then throws ``RPCError/cancelled``, or returns if the service was faster.
public protocol Transport: Sendable {
    /// Calls a method of the table.
    /// - Parameters:
    ///   - payload: bytes that go along (`upload-model`).
    ///   - progress: told of news while the method runs, in order, from any thread.
    /// - Throws: ``RPCError`` that the service answered, ``ConnectionError`` when no answer can come any more.
    func call<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, payload: [UInt8],
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<Result>

    /// Calls any method by name, with JSON in and out: for methods that the table does not know.
    func call(
        named method: String, params: JSONValue?, payload: [UInt8], progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<JSONValue>

    /// Ends the connection; calls that wait fail.
    func close() async
}

/// Why no answer can come.
public struct ConnectionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What happened.
    public enum Reason: String, Sendable {
        /// Nobody listens there, or the way is barred.
        case unreachable
        /// The connection ended.
        case closed
        /// The other side does not speak the protocol.
        case malformed
    }

    public let reason: Reason
    /// What happened and, where it is known, what to do.
    public let message: String

    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    public var description: String { message }
}

/// A two-way stream of frames, such as a WebSocket, without any meaning of its own.
public protocol MessageChannel: Sendable {
    /// Sends a frame; frames arrive in the order of the calls.
    /// - Throws: when the channel is closed.
    func send(_ frame: Frame) async throws
    /// The next frame, nil once the other side has closed.
    /// - Throws: when the channel broke.
    func receive() async throws -> Frame?
    /// Closes the channel; `receive` then gives nil.
    func close() async
}
