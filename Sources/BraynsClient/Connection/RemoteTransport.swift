// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON

/// Calls over a channel of frames: ids, JSON, replies in any order, progress, cancelling.
public actor RemoteTransport: Transport {
    /// A request that waits for its reply.
    private struct Pending {
        let progress: @Sendable (Progress) -> Void
        let continuation: CheckedContinuation<Answer<JSONValue>, any Error>
    }

    private let channel: any MessageChannel
    private var pending: [RequestID: Pending] = [:]
    private var nextID: Int64 = 0
    private var fault: ConnectionError?
    private var reader: Task<Void, Never>?
    private var writer: Task<Void, Never>?
    /// Frames on their way out, so that they leave in the order of the calls.
    private let outbox: AsyncStream<Frame>
    private let outgoing: AsyncStream<Frame>.Continuation

    /// Speaks over a channel that is open.
    public init(_ channel: any MessageChannel) {
        self.channel = channel
        (outbox, outgoing) = AsyncStream.makeStream(of: Frame.self)
    }

    public func call<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, payload: [UInt8],
        progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<Result> {
        let answer = try await send(
            method.name, method.traits.params == nil ? nil : params.wire, payload, progress,
            isCancellable: method.traits.isAsynchronous)
        do {
            return Answer(try Result(wire: answer.result), payload: answer.payload, isBinary: answer.isBinary)
        } catch {
            throw ConnectionError(.malformed, "The answer to '\(method.name)' is not of its type: \(error)")
        }
    }

    public func call(
        named method: String, params: JSONValue?, payload: [UInt8], progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<JSONValue> {
        try await send(
            method, params, payload, progress, isCancellable: Methods.traits(of: method)?.isAsynchronous ?? false)
    }

    public func close() async {
        fail(ConnectionError(.closed, "The connection was closed"))
        outgoing.finish()
        await channel.close()
        reader?.cancel()
    }

    deinit {
        outgoing.finish()
        reader?.cancel()
    }

    private func send(
        _ method: String, _ params: JSONValue?, _ payload: [UInt8], _ progress: @escaping @Sendable (Progress) -> Void,
        isCancellable: Bool
    ) async throws -> Answer<JSONValue> {
        if let fault { throw fault }
        start()
        let id = RequestID.number(nextID)
        nextID += 1
        let request = Request(id: id, method: method, params: params, payload: payload)
        let frame = Frame(json: request.json.bytes(), payload: payload)
        do {
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    pending[id] = Pending(progress: progress, continuation: continuation)
                    outgoing.yield(frame)
                }
            } onCancel: {
                if isCancellable { Task { await self.cancel(id) } }
            }
        } catch let error as RPCError {
            throw error.namingVersions(for: method)
        }
    }

    /// Asks for the end of a request. The service answers the request itself with an error.
    private func cancel(_ id: RequestID) async {
        guard pending[id] != nil else { return }
        _ = try? await send(
            Methods.Service.cancel.name, CancelRequest(id).wire, [], { _ in }, isCancellable: false)
    }

    private func start() {
        guard reader == nil else { return }
        let channel = channel
        let outbox = outbox
        writer = Task { [weak self] in
            do {
                for await frame in outbox { try await channel.send(frame) }
            } catch {
                await self?.fail(ConnectionError(.closed, "The connection was lost: \(error)"))
            }
        }
        reader = Task { [weak self] in
            do {
                while let frame = try await channel.receive() {
                    guard let self else { return }
                    await self.handle(frame)
                }
                await self?.fail(ConnectionError(.closed, "The service has closed the connection"))
            } catch {
                await self?.fail(ConnectionError(.closed, "The connection was lost: \(error)"))
            }
        }
    }

    private func handle(_ frame: Frame) async {
        do throws(RPCError) {
            switch try ServerMessage(frame) {
            case .reply(let id, let result, let payload, let isBinary):
                pending.removeValue(forKey: id)?.continuation
                    .resume(returning: Answer(result, payload: payload, isBinary: isBinary))
            case .error(let id?, let error):
                pending.removeValue(forKey: id)?.continuation.resume(throwing: error)
            case .error(nil, let error):
                // It cannot be told whose fault it was, so no one's answer can be trusted to come.
                let waiting = pending
                pending = [:]
                for call in waiting.values { call.continuation.resume(throwing: error) }
            case .progress(let id, _, let progress):
                pending[id]?.progress(progress)
            }
        } catch {
            fail(ConnectionError(.malformed, "The service sent what is no message: \(error.message)"))
            await channel.close()
        }
    }

    private func fail(_ error: ConnectionError) {
        if fault == nil { fault = error }
        let waiting = pending
        pending = [:]
        for call in waiting.values { call.continuation.resume(throwing: error) }
    }
}
