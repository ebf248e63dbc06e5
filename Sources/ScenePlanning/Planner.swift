// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import JSON
import SceneModel

/// Brings the scene of one backend to what a recipe says.
///
/// ```swift
/// let planner = Planner(backend: connection, name: "ws://localhost:5000", state: StateFolder(backend: uri))
/// let plan = try await planner.plan(scene)
/// print(plan.text())
/// let applied = try await planner.apply(plan)
/// let camera = try applied.camera(picture.camera, aspectRatio: picture.resolution.aspectRatio)
/// ```
public struct Planner: Sendable {
    /// The backend's connection.
    public let backend: Connection
    let name: String
    let store: any PlanningStore

    /// Plans for a backend.
    /// - Parameters:
    ///   - name: the backend's URI, as a plan prints it.
    ///   - state: where what cannot be read back is remembered; nil: in memory, as long as this planner lives.
    public init(backend: Connection, name: String = "embedded", state: StateFolder? = nil) {
        self.backend = backend
        self.name = name
        store = state ?? MemoryStore() as any PlanningStore
    }

    /// Reads the backend: reading calls only.
    package func observe() async throws -> Observation {
        let stamp = store.stamp
        var observation = try await look()
        observation.stamp = stamp
        return observation
    }

    private func look() async throws -> Observation {
        var ledger = store.loadLedger()
        guard let interruption = try Interruption(store.loadJournal()) else {
            return try await located(nil) { try await backend.observe(ledger) }
        }
        // What an apply did that broke off is in its journal.
        ledger = interruption.ledger
        let instances = try await located(nil) { try await backend.scene() }.models
        ledger.replay(interruption.events, instances: instances)
        return try await located(nil) { try await backend.observe(ledger) }
    }

    /// What would change. Nothing does.
    /// - Throws: ``PlanningError``.
    public func plan(
        _ scene: Scene, options: PlanOptions = PlanOptions(), pictures: [PictureSetting] = [],
        recipeDigest: String? = nil
    ) async throws -> Plan {
        let desired = try DesiredScene(scene)
        var plan = try Planning.plan(desired, try await observe(), options, backend: name)
        plan.recipeDigest = recipeDigest
        plan.pictures = pictures.map { Plan.Picture(name: $0.name, file: $0.file, resolution: $0.resolution) }
        return plan
    }

    /// Makes it so.
    /// - Throws: ``PlanningError`` with the address that failed; `CancellationError`. What was done until then is
    ///   remembered: the next apply goes on from there, ``rollBack(progress:)`` undoes it.
    @discardableResult
    public func apply(
        _ plan: Plan, progress: @escaping @Sendable (ApplyProgress) -> Void = { _ in }
    ) async throws -> AppliedScene {
        let lock = try store.lock()
        defer { withExtendedLifetime(lock) {} }
        return try await carryOut(plan, progress)
    }

    /// Plans and applies in one go.
    @discardableResult
    public func apply(
        _ scene: Scene, options: PlanOptions = PlanOptions(),
        progress: @escaping @Sendable (ApplyProgress) -> Void = { _ in }
    ) async throws -> AppliedScene {
        let lock = try store.lock()
        defer { withExtendedLifetime(lock) {} }
        return try await carryOut(try await plan(scene, options: options), progress)
    }

    /// Applies a plan while the lock is held.
    private func carryOut(
        _ plan: Plan, _ progress: @escaping @Sendable (ApplyProgress) -> Void
    ) async throws -> AppliedScene {
        if plan.isBlocked { throw plan.unmanagedError }
        guard plan.observation.stamp == store.stamp else { throw Self.overtaken }
        // The journal of an apply that broke off is replaced by one that begins with all that it told.
        let interruption = Interruption(plan, after: try? Interruption(store.loadJournal()))
        let journal = try store.beginJournal { interruption.header }
        var executor = Executor(plan, backend: backend, journal: journal, progress: progress)
        var applied = try await executor.run()
        let ledger = executor.ledger(applied)
        try await executor.sign(ledger, &applied)
        try store.save(ledger)
        store.endJournal()
        applied.basis = AppliedScene.Basis(
            desired: plan.desired, options: plan.options, ledger: ledger, stamp: store.stamp)
        return applied
    }

    static let overtaken = PlanningError(
        .stalePlan, "Another apply to this backend came in between", remedy: "Make the plan again")

    /// Whether an apply to this backend broke off and was neither finished nor undone.
    public var isInterrupted: Bool { !store.loadJournal().isEmpty }

    /// The plan that finishes an apply that broke off.
    /// - Throws: ``PlanningError`` `interrupted-apply` where none did.
    public func resumption() async throws -> Plan {
        guard let interruption = try Interruption(store.loadJournal()) else { throw Self.nothingInterrupted }
        return try Planning.plan(interruption.desired, try await observe(), interruption.options, backend: name)
    }

    /// The plan that undoes an apply that broke off.
    /// - Throws: ``PlanningError`` `interrupted-apply` where none did; `cannot-roll-back` where something is gone that
    ///   nobody can make again.
    public func rollback() async throws -> Plan {
        guard let interruption = try Interruption(store.loadJournal()) else { throw Self.nothingInterrupted }
        var observation = try await observe()
        let present = Set(observation.instances.map(\.id))
        let lost = interruption.irreplaceable.filter { !present.contains($0.key) }
        guard lost.isEmpty else {
            let list = lost.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            throw PlanningError(
                .irreversible, "These are gone and cannot be made again, as nothing tells what they were: \(list)",
                remedy: "Finish the apply with --resume")
        }
        var options = interruption.options
        options.unmanaged = .keep
        options.refreshHidden = false
        options.ownsAllCopies = true
        // What others had made is theirs again.
        for place in observation.families.indices {
            guard let token = observation.families[place].token,
                let record = interruption.ledger.families[token]
            else { continue }
            observation.families[place].owner = record.owner
            observation.families[place].address = record.address
        }
        return try Planning.plan(interruption.before, observation, options, backend: name)
    }

    private static let nothingInterrupted = PlanningError(
        .journal, "No apply to this backend was interrupted", remedy: "Apply without --resume and --rollback")
}

extension Plan {
    /// Why a plan that is blocked is not applied.
    public var unmanagedError: PlanningError {
        let blocking = unmanaged.filter { $0.policy == .fail }
        let list = blocking.prefix(5).map { "\($0.type) \($0.id)" + ($0.path.map { " (\($0))" } ?? "") }
            .joined(separator: ", ")
        let more = blocking.count > 5 ? " and \(blocking.count - 5) more" : ""
        return PlanningError(
            .unmanaged, "The backend holds what the recipe does not name: \(list)\(more)",
            remedy: "Say `unmanaged: keep` or `unmanaged: remove` in the recipe, or capture them into it")
    }
}
