// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BraynsClient
import BraynsProtocol
import Figures
import Foundation
import RecipeLanguage
import RenderService
import WebSocketTransport

/// Which service a command speaks to.
struct BackendOptions: ParsableArguments {
    @Option(help: ArgumentHelp("'embedded', ws://HOST:PORT or wss://HOST:PORT.", valueName: "uri"))
    var backend: String?

    @Option(help: "Threads that draw on the embedded backend (SCENE_RECIPE_THREADS); the pixels do not depend on it.")
    var threads: Int?

    /// The service that the command line names, or else the recipe.
    /// - Throws: exit status 64 for a number of threads or an address that is none.
    func choice(recipe: BackendSetting?, terminal: Terminal) throws -> BackendChoice {
        let uri = backend ?? recipe?.uri ?? "embedded"
        guard uri != "embedded" else { return .embedded(threads: try threadCount(terminal)) }
        do {
            return .remote(try RemoteService(uri: uri, setting: recipe))
        } catch {
            terminal.failure("\(error)")
            throw ExitStatus.usage
        }
    }

    private func threadCount(_ terminal: Terminal) throws -> Int? {
        let told = ProcessInfo.processInfo.environment["SCENE_RECIPE_THREADS"].flatMap { $0.isEmpty ? nil : $0 }
        guard let count = threads.map(String.init) ?? told else { return nil }
        guard let number = Int(count), (1...1024).contains(number) else {
            terminal.failure("\(count) is no number of threads; give 1 to 1024")
            throw ExitStatus.usage
        }
        return number
    }
}

/// A service, not yet connected.
enum BackendChoice: Sendable {
    case embedded(threads: Int?, preview: PicturePreview? = nil)
    case remote(RemoteService)

    /// Connects, or starts the service inside this program.
    func connect() async throws -> Connection {
        switch self {
        case .embedded(let threads, let preview):
            var options = ServiceOptions.embedded
            options.threads = threads
            options.preview = preview
            return Connection(try await InProcessTransport.embedded(options))
        case .remote(let service):
            return try await service.connect()
        }
    }

    /// Shows pictures in a file while they are drawn.
    /// - Throws: exit status 64 for a service elsewhere, which shows nothing before it is done.
    mutating func preview(in file: String, _ terminal: Terminal) throws {
        guard case .embedded(let threads, _) = self else {
            terminal.failure("a preview needs the embedded backend: a service sends its pictures when they are done")
            throw ExitStatus.usage
        }
        let preview = PicturePreview { png in
            do {
                try WholeFile.write(png, to: file)
            } catch {
                terminal.talk("no preview was written: \(error)")
            }
        }
        self = .embedded(threads: threads, preview: preview)
    }

    var isEmbedded: Bool {
        if case .embedded = self { true } else { false }
    }
}
