// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BraynsClient
import BraynsProtocol
import Figures
import Foundation
import JSON
import RecipeLanguage
import SceneModel
import ScenePlanning

/// Renders again and judges against the lock and the pictures on disk.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Draw a recipe's pictures again and judge whether they are still the same.",
        discussion: """
            Example:
              recipe verify recipes/quickstart.yaml --output out --html report.html
            """)

    /// The forms of a report on standard output.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, junit
    }

    @OptionGroup var input: RecipeInput
    @OptionGroup var backend: BackendOptions
    @Option(name: .shortAndLong, help: "Folder of the pictures.") var output = "."
    @Option(help: "text, json or junit.") var format = Format.text
    @Option(help: ArgumentHelp("Also write a self-contained page with before, after and heat map.", valueName: "file"))
    var html: String?
    @OptionGroup var speech: OutputOptions

    func run() async throws {
        let terminal = speech.terminal
        let recipe = try input.load(requiresInputs: true, backend: backend.backend, terminal: terminal)
        let choice = try backend.choice(recipe: recipe.backend, terminal: terminal)
        let source = FigureSource(recipe, file: input.recipe)
        let folder = output
        let report = try await choice.useIfNeeded(terminal, recipe: recipe) { backend, line in
            let options = RenderOptions(outputFolder: folder, backend: try await backend.identity())
            let staging = Staging(
                backend, recipe: recipe, consent: Consent(terminal: terminal, isGiven: false), refreshesHidden: true)
            let session = VerifySession(options: options, progress: { line.show($0) }) { try await staging.set($0, $1) }
            return try await session.verify(source)
        }
        switch format {
        case .text: terminal.result(report.text)
        case .json: terminal.result(report.document.text(.indented))
        case .junit: terminal.result(report.junit)
        }
        if let html {
            try await reportingBackendFailures(terminal) { try WholeFile.write(Array(report.html.utf8), to: html) }
            terminal.talk("wrote \(html)")
        }
        if !report.passed { throw ExitStatus.refused }
    }
}

/// Makes a picture again from what it carries.
struct RerunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerun", abstract: "Make a picture again from the recipe that it carries.",
        discussion: """
            Example:
              recipe rerun out/quickstart.png --output again
            """)

    @Argument(help: "A picture that recipe render wrote.", completion: .file()) var image: String
    @OptionGroup var values: RecipeValues
    @OptionGroup var backend: BackendOptions
    @Option(name: .shortAndLong, help: "Folder of the new picture; without it the picture is only compared.")
    var output: String?
    @OptionGroup var speech: OutputOptions

    func run() async throws {
        let terminal = speech.terminal
        let roots = try values.options(backend: nil, requiresInputs: true, terminal: terminal).dataRoots
        let rerun = try await reportingBackendFailures(terminal) {
            try Rerun(image: image, dataRoots: Dictionary(roots.map { ($0.name, $0.path) }) { _, last in last })
        }
        let choice = try backend.choice(recipe: nil, terminal: terminal)
        let outcome = try await choice.useIfNeeded(terminal) { backend, line in
            let stage = try await Stage.set(rerun.embedded.recipe, on: try await backend.connection()) { line.show($0) }
            return try await rerun.draw(on: stage, backend: try await backend.identity()) { line.show($0) }
        }
        if let output {
            try await reportingBackendFailures(terminal) {
                try WholeFile.makeFolder(output)
                let path = output + "/" + image.fileName
                try WholeFile.write(outcome.bytes, to: path)
                terminal.result(path)
            }
        }
        guard outcome.isSame else {
            for reason in outcome.reasons { terminal.talk(reason) }
            terminal.failure("\(image) did not come out the same; the lines above say why")
            throw ExitStatus.refused
        }
        terminal.talk("\(image): the same file, byte for byte")
    }
}

/// Tells the reproducibility class of every figure below a folder.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Tell how far each figure of a folder can be made again here.",
        discussion: """
            Example:
              recipe status figures --rebuild --badge figures.svg
            """)

    @Argument(help: "A folder of recipes.") var folder = "."
    @Option(name: .shortAndLong, help: "Folder of the pictures.") var output = "."
    @Flag(help: "Prove it: draw every picture again in a clean folder.") var rebuild = false
    @Option(help: ArgumentHelp("Write a badge (SVG).", valueName: "file")) var badge: String?
    @Option(help: "text or json.") var format = ResultFormat.text
    @OptionGroup var backend: BackendOptions
    @OptionGroup var speech: OutputOptions

    func run() async throws {
        let terminal = speech.terminal
        let choice = try backend.choice(recipe: nil, terminal: terminal)
        let (folder, output, rebuild) = (self.folder, self.output, self.rebuild)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            terminal.failure("\(folder) is no folder; name the folder that holds the recipes")
            throw ExitStatus.refused
        }
        let report = try await choice.useIfNeeded(terminal) { backend, _ in
            let options = RenderOptions(outputFolder: output, backend: try await backend.identity())
            let staging = Staging(
                backend, recipe: nil, consent: Consent(terminal: terminal, isGiven: false), refreshesHidden: true)
            let survey = StatusSurvey(options: options) { try await staging.set($0, $1) }
            return try await survey.survey(folder, rebuilds: rebuild)
        }
        terminal.result(format == .json ? report.document.text(.indented) : report.text)
        if let badge {
            try await reportingBackendFailures(terminal) { try WholeFile.write(Array(report.badge.utf8), to: badge) }
        }
        if !report.passed { throw ExitStatus.refused }
    }
}

/// Explains a picture, or those of a recipe.
struct InspectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Explain a picture: what it shows, from which data, and what differs now.",
        discussion: """
            Of a recipe every picture is explained, with what the recipe means differently now.

            Example:
              recipe inspect out/quickstart.png
              recipe inspect recipes/quickstart.yaml --output out
            """)

    @Argument(help: "A picture that recipe render wrote, or a recipe.", completion: .file()) var file: String
    @Option(name: .shortAndLong, help: "Folder of the recipe's pictures.") var output = "."
    @OptionGroup var values: RecipeValues
    @Option(help: "text or json.") var format = ResultFormat.text
    @OptionGroup var speech: OutputOptions

    func run() async throws {
        let terminal = speech.terminal
        let options = try values.options(backend: nil, requiresInputs: false, terminal: terminal)
        let roots = Dictionary(options.dataRoots.map { ($0.name, $0.path) }) { _, last in last }
        guard ["yaml", "yml"].contains(file.fileExtension) else {
            let inspection = try await reportingBackendFailures(terminal) {
                try PictureInspection(image: file, dataRoots: roots)
            }
            terminal.result(format == .json ? inspection.document.text(.indented) : inspection.text)
            return
        }
        let recipe = try RecipeInput.load(file, options, terminal)
        let inspections = try await reportingBackendFailures(terminal, recipe: recipe) {
            try FigureSource(recipe, file: file).cells.flatMap { cell in
                let cell = try cell.get()
                return try cell.pictures.map { picture in
                    try PictureInspection(image: output + "/" + picture.file, dataRoots: roots, recipe: cell)
                }
            }
        }
        switch format {
        case .json: terminal.result(JSONValue.array(inspections.map(\.document)).text(.indented))
        case .text: terminal.result(inspections.map { "\($0.image)\n\($0.text)" }.joined(separator: "\n"))
        }
    }
}

/// Writes a bundle of recipe, data, lock and pictures.
struct PackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Bundle a recipe with its data, lock and pictures (RO-Crate 1.2).",
        discussion: """
            Example:
              recipe pack figure.yaml --output figure.zip
            """)

    @OptionGroup var input: RecipeInput
    @OptionGroup var backend: BackendOptions
    @Option(name: .shortAndLong, help: "A new folder, or a file ending in .zip.") var output: String
    @OptionGroup var speech: OutputOptions

    func run() async throws {
        let terminal = speech.terminal
        let recipe = try input.load(requiresInputs: true, backend: backend.backend, terminal: terminal)
        let choice = try backend.choice(recipe: recipe.backend, terminal: terminal)
        let source = FigureSource(recipe, file: input.recipe)
        let destination = output
        let bundle = try await choice.useIfNeeded(terminal, recipe: recipe) { backend, line in
            let options = RenderOptions(outputFolder: ".", backend: try await backend.identity())
            let staging = Staging(
                backend, recipe: recipe, consent: Consent(terminal: terminal, isGiven: false))
            return try await FigureBundle.pack(source, to: destination, options: options, progress: { line.show($0) }) {
                try await staging.set($0, $1)
            }
        }
        for note in bundle.notes { terminal.talk(note) }
        terminal.result(bundle.path)
    }
}
