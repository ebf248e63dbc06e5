// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import SceneModel

extension Planner {
    /// Runs a body, taking a picture say, while some of the scene's lights are replaced by others, and puts the scene's
    /// own back afterwards, whatever happens. What is done is journaled: should the process die in between, the next
    /// apply puts it right.
    /// - Parameters:
    ///   - lights: by the names of the lights that they stand in for.
    ///   - applied: the scene as it stands.
    /// - Throws: ``PlanningError`` `backend-locked` or `stale-plan` where others are at work; what the body throws.
    public func withLights<Result: Sendable>(
        _ lights: [(name: String, light: Light)], in applied: AppliedScene,
        _ body: @Sendable () async throws -> Result
    ) async throws -> Result {
        guard !lights.isEmpty, let basis = applied.basis else { return try await body() }
        let lock = try store.lock()
        defer { withExtendedLifetime(lock) {} }
        guard basis.stamp == store.stamp else { throw Self.overtaken }
        let journal = try store.beginJournal { Interruption(keeping: basis).header }
        let swap = LightSwap(backend, journal, basis)
        let outcome: Swift.Result<Result, any Error>
        do {
            for (name, light) in lights {
                let old = applied.objects.first { $0.address == .light(name) }?.id
                try await swap.replace(old, by: light, for: name)
            }
            outcome = .success(try await body())
        } catch {
            outcome = .failure(error)
        }
        // A task of its own, so that a cancelled run still puts the lights back.
        let restored = await Task { () -> (any Error)? in
            do {
                try await swap.restore()
                return nil
            } catch {
                return error
            }
        }.value
        if restored == nil { store.endJournal() }
        if case .success = outcome, let restored { throw restored }
        return try outcome.get()
    }
}

/// The lights that were put into the scene for one picture, and those that were hidden for them.
private actor LightSwap {
    private let backend: Connection
    private let journal: any JournalWriter
    private let owner: String?
    private var tokens: Int
    private var hidden: [UInt32] = []
    private var added: [UInt32] = []

    init(_ backend: Connection, _ journal: any JournalWriter, _ basis: AppliedScene.Basis) {
        self.backend = backend
        self.journal = journal
        owner = basis.options.owner
        tokens = basis.ledger.lastToken
    }

    func replace(_ old: UInt32?, by light: Light, for name: String) async throws {
        if let old {
            hidden.append(old)
            try await backend.update(old, isVisible: false)
        }
        tokens += 1
        let token = "f\(tokens)"
        // In parentheses: no recipe has such a name.
        let record = Ledger.FamilyRecord(
            owner: owner, address: .light("(\(name) turned for a picture)"), origin: .light(light),
            looks: ["*": Look()], loadedRamps: [:])
        try journal.write(JournalEvent.making(token: token, record).record)
        let instance = try await backend.add(light)
        added.append(instance.id)
        try journal.write(JournalEvent.made(token: token, parts: ["0": instance]).record)
    }

    func restore() async throws {
        if !added.isEmpty { try await backend.remove(added) }
        added = []
        for light in hidden { try await backend.update(light, isVisible: true) }
        hidden = []
    }
}

extension Ledger {
    /// The greatest number that the token of a family has.
    var lastToken: Int { families.keys.compactMap { Int($0.dropFirst()) }.max() ?? 0 }
}
