// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BraynsClient
import BraynsProtocol
import Digest
import Figures
import Foundation
import JSON
import RecipeLanguage
import SceneModel
import ScenePlanning

/// How a plan is made.
struct PlanningFlags: ParsableArguments {
    @Flag(help: "Remove old models before new ones are loaded, to save the service's memory.")
    var replaceFirst = false

    @Flag(help: "Make again what cannot be read back, whatever is remembered of it.")
    var refreshHidden = false

    /// The options of the planner for a recipe.
    func options(_ recipe: ResolvedRecipe, file: String) -> PlanOptions {
        PlanOptions(
            unmanaged: UnmanagedPolicy(rawValue: recipe.unmanaged.rawValue) ?? .fail, replaceFirst: replaceFirst,
            refreshHidden: refreshHidden, owner: URL(fileURLWithPath: file).standardized.path)
    }
}

/// Shows what would change on a backend.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what would change on the backend; changes nothing.",
        discussion: """
            Example:
              recipe plan figure.yaml --backend ws://localhost:5000 --exit-code
            """)

    @OptionGroup var input: RecipeInput
    @OptionGroup var backend: BackendOptions
    @OptionGroup var flags: PlanningFlags
    @Option(help: "text or json.") var format = ResultFormat.text
    @Option(help: ArgumentHelp("Save the plan, to be applied later.", valueName: "file")) var out: String?
    @Flag(help: "End with 2 when there are changes.") var exitCode = false
    @OptionGroup var speech: OutputOptions

    func run() async throws {
        let terminal = speech.terminal
        let recipe = try input.load(requiresInputs: true, backend: backend.backend, terminal: terminal)
        let choice = try backend.choice(recipe: recipe.backend, terminal: terminal)
        let options = flags.options(recipe, file: input.recipe)
        let digest = recipe.digest.description
        let plan = try await choice.use(terminal, recipe: recipe) { connection, _ in
            try await choice.planner(connection).plan(
                recipe.scene, options: options, pictures: recipe.pictures, recipeDigest: digest)
        }
        terminal.result(format == .json ? plan.json.text(.indented) : plan.text(isColored: terminal.colorsResults))
        if let out {
            try await reportingBackendFailures(terminal) {
                try WholeFile.write(plan.file.bytes(.indented), to: out)
            }
            terminal.talk("saved \(out); apply it with: recipe apply \(out)")
        }
        if plan.isBlocked {
            terminal.failure("the backend holds objects that the recipe does not name; say 'unmanaged: keep' or 'remove'")
            throw ExitStatus.refused
        }
        if exitCode, plan.hasChanges { throw ExitStatus.different }
    }
}

/// Brings a running service to what a recipe says.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Make the scene of a running service what a recipe, or a saved plan, says.",
        discussion: """
            Example:
              recipe apply figure.yaml --backend ws://localhost:5000
              recipe plan figure.yaml --out change.plan && recipe apply change.plan
            """)

    @Argument(help: "A recipe, or a plan that 'recipe plan --out' wrote.", completion: .file()) var file: String?
    @OptionGroup var values: RecipeValues
    @OptionGroup var backend: BackendOptions
    @OptionGroup var flags: PlanningFlags
    @Flag(help: "Finish an apply that was interrupted.") var resume = false
    @Flag(help: "Undo an apply that was interrupted.") var rollback = false
    @Flag(name: .shortAndLong, help: "Do not ask before objects are removed or replaced.") var yes = false
    @OptionGroup var speech: OutputOptions

    func validate() throws {
        if resume && rollback { throw ValidationError("--resume and --rollback exclude each other") }
        if (file == nil) != (resume || rollback) {
            throw ValidationError("name a recipe or plan, or give --resume or --rollback with --backend")
        }
    }

    func run() async throws {
        let terminal = speech.terminal
        var recipe: ResolvedRecipe?
        var saved: SavedPlan?
        if let file {
            saved = try await savedPlan(file, terminal)
            if saved == nil {
                let options = try values.options(backend: backend.backend, requiresInputs: true, terminal: terminal)
                recipe = try RecipeInput.load(file, options, terminal)
            }
        }
        var service = backend
        if service.backend == nil { service.backend = saved?.backend }
        let choice = try service.choice(recipe: recipe?.backend, terminal: terminal)
        guard !choice.isEmbedded else {
            terminal.failure("the embedded backend lives as long as one run: use 'recipe render', or name a service with --backend")
            throw ExitStatus.usage
        }
        let (resume, rollback, yes, resolved, stored) = (self.resume, self.rollback, self.yes, recipe, saved)
        let options = resolved.map { flags.options($0, file: file ?? "") }
        let summary = try await choice.use(terminal, recipe: recipe) { connection, line in
            let planner = choice.planner(connection)
            let plan: Plan
            if resume {
                plan = try await planner.resumption()
            } else if rollback {
                plan = try await planner.rollback()
            } else if let stored {
                plan = try await planner.plan(stored)
            } else if let resolved, let options {
                plan = try await planner.plan(resolved.scene, options: options)
            } else {
                throw ExitStatus.usage
            }
            line.clear()
            terminal.talk(plan.text(isColored: terminal.colorsTalk))
            try Consent(terminal: terminal, isGiven: yes).ask(plan)
            _ = try await planner.apply(plan) { line.show(.staging($0)) }
            return plan.hasChanges ? "applied" : "nothing to do"
        }
        terminal.result(summary)
    }

    /// The plan in a file, nil for a file that is no JSON and so a recipe.
    private func savedPlan(_ file: String, _ terminal: Terminal) async throws -> SavedPlan? {
        guard let data = FileManager.default.contents(atPath: file), data.first == UInt8(ascii: "{"),
            let json = try? JSONValue(parsing: [UInt8](data)), json["format_version"] != nil
        else { return nil }
        return try await reportingBackendFailures(terminal) { try SavedPlan(json) }
    }
}

/// Reads the scene of a running service into a recipe.
struct CaptureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture", abstract: "Write a minimal recipe of the scene that a service holds.",
        discussion: """
            What a service does not show is listed in comments.

            Example:
              recipe capture --backend ws://localhost:5000 > live.yaml
            """)

    @OptionGroup var backend: BackendOptions
    @OptionGroup var speech: OutputOptions

    func run() async throws {
        let terminal = speech.terminal
        let choice = try backend.choice(recipe: nil, terminal: terminal)
        guard !choice.isEmbedded else {
            terminal.failure("the embedded backend holds nothing between runs; name a service with --backend")
            throw ExitStatus.usage
        }
        let capture = try await choice.use(terminal) { connection, _ in try await choice.planner(connection).capture() }
        terminal.result(capture.recipe)
    }
}

extension BackendChoice {
    /// A planner that remembers what it applied to a service; the embedded one starts empty each time.
    func planner(_ connection: Connection) -> Planner {
        switch self {
        case .embedded: Planner(backend: connection)
        case .remote(let service):
            Planner(backend: connection, name: service.location, state: StateFolder(backend: service.location))
        }
    }

    /// Connects, works, and closes the connection whatever happens; failures are told and become exit statuses, Ctrl-C
    /// cancels.
    func use<Result: Sendable>(
        _ terminal: Terminal, recipe: ResolvedRecipe? = nil,
        _ work: @escaping @Sendable (Connection, ProgressLine) async throws -> Result
    ) async throws -> Result {
        try await useIfNeeded(terminal, recipe: recipe) { backend, line in
            try await work(try await backend.connection(), line)
        }
    }

    /// As `use`, but connects when the work asks for the connection.
    /// - Parameter speaksPlainly: tell of progress even where nobody watches.
    func useIfNeeded<Result: Sendable>(
        _ terminal: Terminal, recipe: ResolvedRecipe? = nil, speaksPlainly: Bool = false,
        _ work: @escaping @Sendable (OnDemandConnection, ProgressLine) async throws -> Result
    ) async throws -> Result {
        let backend = OnDemandConnection(self)
        let line = ProgressLine(terminal, speaksPlainly: speaksPlainly)
        return try await reportingBackendFailures(terminal, recipe: recipe) {
            defer { line.clear() }
            return try await interruptible {
                do {
                    let result = try await work(backend, line)
                    await backend.close()
                    return result
                } catch {
                    await backend.close()
                    throw error
                }
            }
        }
    }
}
