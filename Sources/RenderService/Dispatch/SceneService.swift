// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import CAllocator
import JSON
import RayTracing

/// The service: holds one scene and carries out calls on it, one after another, whoever makes them.
///
/// A socket hands it frames (``receive(_:from:)``), a client in the same process typed messages
/// (``InProcessTransport``); both become jobs of one queue.
///
/// Requests are read and checked when they come, so that faults are answered at once; then they wait for their turn.
/// `cancel` waits for nothing. While a call of one client draws or loads, what another client only reads is answered
/// beside it, unless something of that client waits before it.
public actor SceneService {
    /// The scene and all that is set. Touched only by the entrypoints that run on this actor.
    let engine: Engine
    private let entrypoints: [String: any AnyEntrypoint]
    private var queue = TaskQueue()
    private var clients: [ConnectionID: Client] = [:]
    /// What a test wants to go wrong.
    var commandedFailure: CommandedFailure?
    private var connectionCount: UInt64 = 0
    private var isDraining = false
    private var isStopping = false
    private var willReleaseMemory = false
    private var quitWaiters: [CheckedContinuation<Void, Never>] = []

    /// A service with an empty scene.
    /// - Throws: `ServiceError` for a plugin that does not exist or a processor that cannot trace rays.
    public init(_ options: ServiceOptions = ServiceOptions()) throws {
        let plugins = try options.enabledPlugins()
        entrypoints = Dictionary(
            Entrypoints.all.filter { plugins.contains($0.traits.plugin) }.map { ($0.traits.name, $0) }
        ) { first, _ in first }
        var (shown, methods) = (options, entrypoints.values.map(\.traits).sorted { $0.name < $1.name })
        if plugins.contains(.standIn) {
            // Tests can call what they know of; other clients find what a Brayns service has.
            shown.plugins.removeAll { Plugin(library: $0)?.isOurs == true }
            methods.removeAll { $0.plugin.isOurs }
        }
        engine = try Engine(shown, methods: methods)
    }

    /// The way to a client.
    private struct Client {
        let send: @Sendable (Frame) -> Void
        let hangUp: @Sendable () -> Void
    }

    // MARK: Sockets

    /// Lets a client in.
    /// - Parameters:
    ///   - hangUp: ends the connection; only a service that fails on command calls it.
    ///   - send: is called with the frames for the client, in order, from any thread; it must not block.
    public func connect(
        hangUp: @escaping @Sendable () -> Void = {}, _ send: @escaping @Sendable (Frame) -> Void
    ) -> ConnectionID {
        connectionCount += 1
        let id = ConnectionID(number: connectionCount)
        clients[id] = Client(send: send, hangUp: hangUp)
        return id
    }

    /// Takes a frame of a client: answers faults and `cancel` at once, and queues the rest.
    public func receive(_ frame: Frame, from connection: ConnectionID) {
        guard let client = clients[connection] else { return }
        let send = client.send
        let request: Request
        do throws(RPCError) {
            let (json, payload) = try frame.parts()
            request = try Request(text: json, payload: payload)
        } catch {
            send(ServerMessage.error(id: nil, error).frame)
            return
        }
        receive(request, from: connection, client)
    }

    /// How many calls of a client wait for their turn: who hands on frames can hold back a client that sends them faster
    /// than they are carried out.
    public func backlog(of connection: ConnectionID) -> Int {
        queue.waitingCount(of: connection)
    }

    /// A client is gone: what waits of it is dropped, what runs for it alone is stopped.
    public func disconnect(_ connection: ConnectionID) {
        clients[connection] = nil
        for job in queue.removeWaiting(of: connection) { job.drop() }
        for job in queue.running where job.context.connection == connection { job.context.connectionEnded() }
    }

    /// Returns once a client has called `quit` and all that waited is done.
    public func waitUntilQuit() async {
        guard !(isStopping && queue.isEmpty) else { return }
        await withCheckedContinuation { quitWaiters.append($0) }
    }

    /// Does what `quit` does.
    func stop() { isStopping = true }

    private func receive(
        _ request: Request, from connection: ConnectionID, _ client: Client
    ) {
        // A notification is carried out and never answered.
        let isNotification = request.id == nil
        var reply: @Sendable (ServerMessage) -> Void = { message in
            if !isNotification { client.send(message.frame) }
        }
        do {
            switch failureDue(request.method) {
            case nil: break
            case .lostRequest:
                disconnect(connection)
                return client.hangUp()
            case .lostReply:
                reply = { message in
                    if case .progress = message { return }
                    client.hangUp()
                }
            case .refusal: throw RPCError.commanded
            }
            schedule(try job(request, connection, reply))
        } catch {
            reply(.error(id: request.id, RPCError(any: error)))
        }
    }

    /// Reads and checks a request.
    private func job(
        _ request: Request, _ connection: ConnectionID, _ reply: @escaping @Sendable (ServerMessage) -> Void
    ) throws -> Job {
        guard let entrypoint = entrypoints[request.method] else { throw RPCError.methodNotFound(request.method) }
        let call = try entrypoint.prepare(request)
        let id = request.id ?? .number(0)
        let method = request.method
        // As with Brayns, only what is asynchronous by its schema sends progress over a socket.
        let tells = entrypoint.traits.isAsynchronous
        let context = CallContext(connection: connection, requestID: request.id, traits: entrypoint.traits) { news in
            if tells { reply(.progress(id: id, method: method, news)) }
        }
        return Job(context) { service in
            do {
                let answer = try await call(service, context)
                reply(.reply(id: id, result: answer.result, payload: answer.payload, isBinary: answer.isBinary))
            } catch {
                reply(.error(id: id, RPCError(any: error)))
            }
        } drop: {
            reply(.error(id: id, .cancelled))
        }
    }

    // MARK: Within the process

    /// Queues a typed call and waits for its answer.
    func perform<Params, Result>(
        _ method: Method<Params, Result>, _ params: Params, _ payload: [UInt8], _ connection: ConnectionID,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<Result> {
        try checkConnected(connection)
        guard let entrypoint = entrypoints[method.name] as? Entrypoint<Params, Result> else {
            throw RPCError.methodNotFound(method.name)
        }
        let faults = params.faults
        guard faults.isEmpty else { throw RPCError.invalidParams(faults) }
        return try await failing(method.name, connection) {
            try await enqueue(entrypoint.traits, connection, progress) { service, context in
                try await entrypoint.body(service, context, params, payload)
            }
        }
    }

    /// Queues a call by name with JSON params and waits for its answer.
    func perform(
        _ request: Request, _ connection: ConnectionID, _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Answer<JSONValue> {
        try checkConnected(connection)
        guard let entrypoint = entrypoints[request.method] else { throw RPCError.methodNotFound(request.method) }
        let call = try entrypoint.prepare(request)
        return try await failing(request.method, connection) {
            try await enqueue(entrypoint.traits, connection, progress, call)
        }
    }

    private func checkConnected(_ connection: ConnectionID) throws(ConnectionError) {
        if clients[connection] == nil { throw ConnectionError(.closed, "The connection was closed") }
    }

    private func enqueue<Result: Sendable>(
        _ traits: MethodTraits, _ connection: ConnectionID, _ progress: @escaping @Sendable (Progress) -> Void,
        _ body: @escaping @Sendable (isolated SceneService, CallContext) async throws -> Answer<Result>
    ) async throws -> Answer<Result> {
        let context = CallContext(connection: connection, requestID: nil, traits: traits, report: progress)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let job = Job(context) { service in
                    do {
                        continuation.resume(returning: try await body(service, context))
                    } catch {
                        continuation.resume(throwing: RPCError(any: error))
                    }
                } drop: {
                    continuation.resume(throwing: RPCError.cancelled)
                }
                schedule(job)
            }
        } onCancel: {
            if traits.isAsynchronous { context.cancel() }
        }
    }

    // MARK: The queue

    private func schedule(_ job: Job) {
        if job.context.traits.isPriority || queue.mayOvertake(job) {
            start(job)
        } else {
            queue.append(job)
            drain()
        }
    }

    /// Runs a job beside what runs already.
    private func start(_ job: Job) {
        queue.began(job)
        Task.immediate {
            await job.run(self)
            ended(job)
        }
    }

    private func drain() {
        guard !isDraining else { return }
        isDraining = true
        Task.immediate { await drainQueue() }
    }

    private func drainQueue() async {
        while let job = queue.next() {
            if job.context.isCancelled {
                job.drop()
            } else {
                queue.began(job, isMain: true)
                await job.run(self)
                if job.context.traits.access != .reads { releaseMemorySoon() }
            }
            queue.ended(job)
        }
        isDraining = false
        resumeQuitWaiters()
    }

    /// Gives back what a large message or model has left with the allocator: its many small pieces would stay, ten
    /// times the size of the geometry that was made of them.
    private func releaseMemorySoon() {
        guard !willReleaseMemory else { return }
        willReleaseMemory = true
        Task {
            try? await Task.sleep(for: .milliseconds(500))
            willReleaseMemory = false
            // Trees of models that are gone are of no use to the next picture.
            if engine.scene.models.isEmpty { engine.prepared = nil }
            await Task.detached { scene_recipe_release_freed_memory() }.value
        }
    }

    private func ended(_ job: Job) {
        queue.ended(job)
        resumeQuitWaiters()
    }

    private func resumeQuitWaiters() {
        guard isStopping, queue.isEmpty else { return }
        for waiter in quitWaiters { waiter.resume() }
        quitWaiters = []
    }

    /// Cancels the tasks of a client that have an id.
    func cancel(_ id: RequestID, of connection: ConnectionID) throws(RPCError) {
        try queue.cancel(id, of: connection)
    }
}
