// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BraynsClient
import BraynsProtocol
import JSON
import SceneModel

/// Looks at a service.
struct BackendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backend", abstract: "Look at a service: its version, loaders, methods and their schemas.",
        discussion: """
            Example:
              recipe backend info --backend ws://localhost:5000
              recipe backend schema add-model --backend ws://localhost:5000
            """,
        subcommands: [Info.self, Loaders.self, MethodsList.self, SchemaOf.self])

    /// The service looked at, and how the answer is printed.
    struct Options: ParsableArguments {
        @OptionGroup var backend: BackendOptions
        @Option(help: "text or json.") var format: ResultFormat = .text
        @OptionGroup var output: OutputOptions

        /// Connects, asks, prints.
        func ask(_ question: @escaping @Sendable (Connection) async throws -> (text: String, json: JSONValue)) async throws {
            let terminal = output.terminal
            let choice = try backend.choice(recipe: nil, terminal: terminal)
            let answer = try await choice.use(terminal) { connection, _ in try await question(connection) }
            terminal.result(format == .json ? answer.json.text(.indented) : answer.text)
        }
    }

    struct Info: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Version, plugins and what the scene holds.", discussion: example("info"))
        @OptionGroup var options: Options

        func run() async throws {
            try await options.ask { connection in
                let version = try await connection.version()
                let application = try await connection.application()
                let methods = try await connection.methods()
                let scene = try await connection.scene()
                let lines = [
                    "version   \(version) (\(version.revision))",
                    "plugins   \(application.plugins.isEmpty ? "none" : application.plugins.joined(separator: ", "))",
                    "methods   \(methods.count)",
                    "viewport  \(application.viewport.x) × \(application.viewport.y)",
                    "models    \(scene.models.count)",
                ]
                let json: JSONValue = [
                    "version": version.wire, "plugins": application.plugins.wire, "viewport": application.viewport.wire,
                    "methods": .integer(Int64(methods.count)), "models": .integer(Int64(scene.models.count)),
                ]
                return (lines.joined(separator: "\n"), json)
            }
        }
    }

    struct Loaders: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What files the service reads.", discussion: example("loaders"))
        @OptionGroup var options: Options

        func run() async throws {
            try await options.ask { connection in
                let loaders = try await connection.loaders()
                let text = table(
                    ["loader", "plugin", "extensions", "upload"],
                    loaders.map {
                        [$0.name, $0.plugin, $0.extensions.joined(separator: " "), $0.readsUploads ? "yes" : "no"]
                    })
                return (text, loaders.wire)
            }
        }
    }

    struct MethodsList: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "methods", abstract: "What may be called.", discussion: example("methods"))
        @OptionGroup var options: Options

        func run() async throws {
            try await options.ask { connection in
                let names = try await connection.methods().sorted()
                let rows = names.map { name in
                    let traits = Methods.traits(of: name)
                    let access = traits.map { $0.access == .reads ? "reads" : "writes" } ?? "unknown"
                    return [name, access, traits?.since ?? "", traits?.description ?? ""]
                }
                return (table(["method", "access", "since", "does"], rows), names.wire)
            }
        }
    }

    struct SchemaOf: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "schema", abstract: "What a method takes and gives, as JSON schema.",
            discussion: example("schema add-model"))
        @Argument(help: "Name of the method.") var method: String
        @OptionGroup var options: Options

        func run() async throws {
            let method = method
            try await options.ask { connection in
                let description = try await connection.describe(method).wire
                return (description.text(.indented), description)
            }
        }
    }
}

/// The example of a question.
private func example(_ question: String) -> String {
    """
    Example:
      recipe backend \(question) --backend ws://localhost:5000
    """
}

/// Rows below their headings, columns aligned.
private func table(_ headings: [String], _ rows: [[String]]) -> String {
    let all = [headings] + rows
    let widths = headings.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
        let cells = zip(row, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
        return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
}
