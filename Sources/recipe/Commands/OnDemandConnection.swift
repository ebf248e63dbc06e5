// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import Figures

/// A backend that is connected, or started inside this program, when it is first needed: a run that has nothing to draw
/// needs none.
actor OnDemandConnection {
    let choice: BackendChoice
    private var opened: Task<Connection, any Error>?

    init(_ choice: BackendChoice) {
        self.choice = choice
    }

    /// The connection, the same one each time.
    func connection() async throws -> Connection {
        if let opened { return try await opened.value }
        let choice = choice
        let task = Task { try await choice.connect() }
        opened = task
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// What is written to locks and pictures of the service that draws them; a remote one has to be asked.
    func identity() async throws -> BackendIdentity {
        switch choice {
        case .embedded: .embedded
        case .remote(let service):
            BackendIdentity(
                location: service.location, renderer: "brayns/\(try await connection().version())")
        }
    }

    /// Closes the connection if there is one.
    func close() async {
        if let connection = try? await opened?.value { await connection.close() }
        opened = nil
    }
}
