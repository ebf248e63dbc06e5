// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol

extension Entrypoints {
    static let standIn: [any AnyEntrypoint] = [
        running(Methods.StandIn.fail) { service, _, command, _ in
            service.commandedFailure = command.after == nil ? nil : command
            return Answer(Nothing())
        }
    ]
}

extension RPCError {
    /// What a call is refused with that is to fail.
    static let commanded = RPCError.failed("Refused on command")
}

extension SceneService {
    /// What is to go wrong with a call that comes now; counts those that write.
    func failureDue(_ method: String) -> CommandedFailure.Way? {
        guard let command = commandedFailure, let left = command.after, method != Methods.StandIn.fail.name,
            Methods.traits(of: method)?.access == .writes
        else { return nil }
        commandedFailure = left > 0 ? CommandedFailure(after: left - 1, command.way) : nil
        return left > 0 ? nil : command.way
    }

    /// Carries out a call of a client in this process, unless it is to fail.
    func failing<Result: Sendable>(
        _ method: String, _ connection: ConnectionID, _ call: () async throws -> Result
    ) async throws -> Result {
        let lost = ConnectionError(.closed, "The connection was closed on command")
        switch failureDue(method) {
        case nil: return try await call()
        case .refusal: throw RPCError.commanded
        case .lostRequest:
            disconnect(connection)
            throw lost
        case .lostReply:
            _ = try? await call()
            disconnect(connection)
            throw lost
        }
    }
}
