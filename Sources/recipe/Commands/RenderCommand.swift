// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BraynsProtocol
import Figures
import Foundation
import RecipeLanguage
import SceneModel
import ScenePlanning

/// Draws the pictures of recipes.
struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render", abstract: "Draw every picture of a recipe.",
        discussion: """
            Prints the path of each picture. A picture whose recipe, data and renderer mean what they meant is not
            drawn again. Of a folder every recipe is taken, of a bundle (recipe pack) its own.

            Example:
              recipe render recipes/quickstart.yaml --output out
              recipe render recipes/ --output out
            """)

    @Argument(help: "Recipe files, folders of them, or bundles.", completion: .file(extensions: ["yaml", "yml", "zip"]))
    var paths: [String]

    @OptionGroup var values: RecipeValues
    @OptionGroup var backend: BackendOptions

    @Option(name: .shortAndLong, help: "Folder of the pictures.")
    var output = "."

    @Option(help: ArgumentHelp("Take only this picture; may be repeated.", valueName: "name"))
    var only: [String] = []

    @Flag(help: "Refuse to draw when an input or the recipe is not the one of the lock file.")
    var locked = false

    @Flag(help: "Draw even what is known already.")
    var force = false

    @Flag(help: "Tell passes, samples a second and time left, in plain lines where standard error is no terminal.")
    var progress = false

    @Option(
        help: ArgumentHelp(
            "Show what is drawn so far in this PNG file, written anew every few seconds.", valueName: "file"))
    var preview: String?

    @Flag(name: .shortAndLong, help: "Do not ask before objects of others are removed or replaced on a service.")
    var yes = false

    @OptionGroup var speech: OutputOptions

    func run() async throws {
        let terminal = speech.terminal
        let unpacked = FileManager.default.temporaryDirectory.path + "/scene-recipe-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: unpacked) }
        let files = try await files(unpackingTo: unpacked, terminal)
        var failure: ExitCode?
        var owners: [String: String] = [:]
        for file in files {
            do {
                try await render(file, &owners, terminal)
            } catch let status as ExitCode where status != ExitStatus.interrupted && files.count > 1 {
                // One wrong recipe is no reason to leave the others.
                failure = failure ?? status
            }
        }
        if let failure { throw failure }
    }

    /// The recipes that the paths mean, those of bundles among them.
    private func files(unpackingTo folder: String, _ terminal: Terminal) async throws -> [String] {
        var files: [String] = []
        for (index, path) in paths.enumerated() {
            if FigureBundle.isBundle(path) {
                files.append(
                    try await reportingBackendFailures(terminal) {
                        try FigureBundle.open(path, unpackingTo: folder + "/\(index)")
                    })
            } else {
                files += try RecipeFinder.files(at: [path], terminal: terminal)
            }
        }
        return files
    }

    /// - Parameter owners: the recipes that pictures of this run belong to, by file.
    private func render(_ file: String, _ owners: inout [String: String], _ terminal: Terminal) async throws {
        let language = try values.options(backend: backend.backend, requiresInputs: true, terminal: terminal)
        let recipe = try RecipeInput.load(file, language, terminal)
        if let movie = recipe.movies.first, only.isEmpty {
            terminal.fault(
                "movies are checked but not made yet", remedy: "take 'movies' out, or name snapshots with --only",
                address: "movies.\(movie.name)", recipe)
            throw ExitStatus.refused
        }
        let names = Set(recipe.pictures.map(\.name))
        if let unknown = only.first(where: { !names.contains($0) }) {
            terminal.failure("the recipe has no snapshot '\(unknown)'; it has \(names.sorted().joined(separator: ", "))")
            throw ExitStatus.usage
        }
        for picture in recipe.pictures where recipe.sweep.isEmpty {
            if let owner = owners.updateValue(file, forKey: picture.file) {
                terminal.fault(
                    "\(output)/\(picture.file) is a picture of \(owner) too",
                    remedy: "give one of them another 'file', or render them into different folders",
                    address: "snapshots.\(picture.name)", recipe)
                throw ExitStatus.refused
            }
        }
        var choice = try backend.choice(recipe: recipe.backend, terminal: terminal)
        if let preview { try choice.preview(in: preview, terminal) }
        let source = FigureSource(recipe, file: file)
        let (folder, only, locked, force) = (output, self.only, self.locked, self.force)
        let consent = Consent(terminal: terminal, isGiven: yes)
        let report = try await choice.useIfNeeded(terminal, recipe: recipe, speaksPlainly: progress) { backend, line in
            let options = RenderOptions(
                outputFolder: folder, only: only.isEmpty ? nil : Set(only), isLocked: locked, isForced: force,
                backend: try await backend.identity())
            let staging = Staging(backend, recipe: recipe, consent: consent, refreshesHidden: locked)
            let session = RenderSession(options: options, progress: { line.show($0) }) { try await staging.set($0, $1) }
            return try await session.render(source)
        }
        for picture in report.pictures { terminal.result(picture.path) }
        try tell(report, recipe, terminal)
    }

    /// Tells what came of locks, checks and single cells.
    private func tell(_ report: RenderReport, _ recipe: ResolvedRecipe, _ terminal: Terminal) throws {
        if let fault = report.lockFault { terminal.talk("no lock file was written: \(fault.message)") }
        for failure in report.failures {
            terminal.fault(failure.message, remedy: failure.remedy, address: failure.address, recipe)
        }
        let failed = report.checks.filter { !$0.passed }
        for check in failed {
            terminal.fault("check '\(check.name)' failed: \(check.finding)", remedy: nil, address: "checks.\(check.name)", recipe)
        }
        if report.failures.contains(where: { $0.blame == .backend }) { throw ExitStatus.backendFailed }
        if !failed.isEmpty || !report.failures.isEmpty { throw ExitStatus.refused }
    }
}

extension ProgressLine {
    /// Shows the news of a run.
    func show(_ event: RenderEvent) {
        switch event {
        case .staging(let progress): show(progress.operation, amount: progress.amount)
        case .began(let drawing, let index, let count):
            show("\(drawing.picture.name) (\(index + 1) of \(count))", amount: 0)
        case .drawing(let drawing, let progress):
            let size = drawing.picture.resolution
            let pace = DrawingPace(
                passes: drawing.picture.renderer.samplesPerPixel, pixels: size.width.multipliedReportingOverflow(
                    by: size.height).partialValue)
            show(drawing.picture.name, pace, amount: progress.amount)
        case .finished(let outcome): show("\(outcome.drawing.picture.name) \(outcome.way.rawValue)", amount: 1)
        }
    }
}
