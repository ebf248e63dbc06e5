// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Foundation
import RenderService
import WebSocketTransport

/// The program: starts the service, joins it to the network, ends in order.
struct ServiceProgram: Sendable {
    let settings: ServiceSettings
    let log: ServiceLog

    /// Runs until `quit` is called or the task is cancelled.
    func run() async throws {
        let start = ContinuousClock.now
        log.write(.info, "Brayns version \(ProgramVersion.text).")
        let service = try SceneService(ServiceOptions(plugins: settings.plugins, viewport: settings.viewport))
        try await reportPlugins(service)
        let network = Task {
            if settings.isClient { try await callOut(service) } else { try await listen(service) }
        }
        // This wait ends with `quit` only; a signal does not wait for it.
        let quit = Task {
            await service.waitUntilQuit()
            network.cancel()
        }
        defer { quit.cancel() }
        try await withTaskCancellationHandler {
            try await network.value
        } onCancel: {
            network.cancel()
        }
        let seconds = (ContinuousClock.now - start).components.seconds
        log.write(.info, "Service stopped after \(seconds) seconds.")
    }

    private func listen(_ service: SceneService) async throws {
        let server = try await WebSocketServer.listen(
            .init(address: settings.address, clients: settings.clients, tls: settings.tls)
        ) { [log] event in
            log.write(.warning, event.description)
        }
        let session = ClientSession(service: service, log: log)
        log.write(.info, "Service is listening on \(server.address)\(settings.tls == nil ? "" : " by TLS").")
        await withTaskCancellationHandler {
            await server.run { connection in await session.serve(connection) }
        } onCancel: {
            server.stop()
        }
    }

    /// Serves a peer that is reached by connecting out, again whenever it is lost.
    private func callOut(_ service: SceneService) async throws {
        let session = ClientSession(service: service, log: log)
        var lastFault = ""
        while !Task.isCancelled {
            do throws(TransportError) {
                let connection = try await WebSocketClient().connect(to: settings.address, tls: settings.tls)
                lastFault = ""
                await session.serve(connection)
                await connection.close()
            } catch {
                // Said once; the same again would fill the log for as long as the peer is away.
                log.write("\(error)" == lastFault ? .debug : .warning, "Cannot connect: \(error).")
                lastFault = "\(error)"
            }
            try? await Task.sleep(for: settings.reconnectionPeriod)
        }
    }

    /// Says of each plugin what clients of the real one would look for in vain.
    private func reportPlugins(_ service: SceneService) async throws {
        guard !settings.plugins.isEmpty else { return }
        let transport = await InProcessTransport(service)
        let offered = Set(try await transport.call(Methods.Service.registry, Nothing(), payload: []) { _ in }.result)
        for name in settings.plugins {
            guard let plugin = Plugin(library: name) else { continue }
            let missing = Methods.table.filter { $0.plugin == plugin && !offered.contains($0.name) }.map(\.name)
            let rest = missing.isEmpty ? "" : ", which does not offer yet: \(missing.sorted().joined(separator: ", "))"
            log.write(missing.isEmpty ? .info : .warning, "Plugin \(name) is on\(rest).")
        }
        await transport.close()
    }
}

/// What the program calls itself.
enum ProgramVersion {
    /// The version of Brayns that is spoken, with the revision that `get-version` answers.
    static let text = "3.10.1 (a15a0a9)"
    /// The one line of `--version`, which begins as Brayns' does.
    static let line = "Brayns version \(text) as served by Scene Recipe"
}
