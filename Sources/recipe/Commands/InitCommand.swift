// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation

/// Writes a starter recipe.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a commented starter recipe that renders.",
        discussion: """
            Example:
              recipe init my-figure && recipe render my-figure.yaml
            """)

    @Argument(help: "Name of the recipe; the file gets the ending .yaml.")
    var name = "figure"

    @OptionGroup var output: OutputOptions

    func run() throws {
        let terminal = output.terminal
        let file = name.hasSuffix(".yaml") || name.hasSuffix(".yml") ? name : name + ".yaml"
        let stem = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
        guard !stem.isEmpty, stem.unicodeScalars.allSatisfy({ $0.isASCII && $0.value > 32 && $0 != "\"" && $0 != "\\" })
        else {
            terminal.failure("'\(name)' is no name for a recipe; use letters, digits, '-' and '_'")
            throw ExitStatus.usage
        }
        do {
            try Data(Self.starter(named: stem).utf8).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
        } catch CocoaError.fileWriteFileExists {
            terminal.failure("\(file) exists already; give another name: recipe init NAME")
            throw ExitStatus.refused
        } catch CocoaError.fileNoSuchFile {
            terminal.failure("cannot write \(file): its folder is not there; make it first, or give a plain name")
            throw ExitStatus.refused
        } catch {
            terminal.failure("cannot write \(file): \(error.localizedDescription); choose a folder you may write to")
            throw ExitStatus.refused
        }
        terminal.result(file)
        terminal.talk("next: recipe render \(file)")
    }

    /// The text of a starter recipe: it needs no data, names every top-level part that a first figure uses, and
    /// renders as it is.
    static func starter(named name: String) -> String {
        """
        # yaml-language-server: $schema=recipe.schema.json
        # A scene recipe: one scene and the pictures taken of it. `recipe reference` explains every key;
        # `recipe schema > recipe.schema.json` writes the schema that the line above offers to editors.
        recipe: 1
        title: My first figure

        # What is to be seen. Replace the shapes by your data, for example
        #   mesh: data/surface.ply        morphology: data/neuron.swc
        models:
          cell:
            capsules:
              - {p0: [0, 0, 0], r0: 2, p1: [0, 9, 0], r1: 0.4, color: "#f2b84b"}
              - {p0: [0, 0, 0], r0: 1.2, p1: [-6, -5, 2], r1: 0.3, color: "#d9822b"}
              - {p0: [0, 0, 0], r0: 1.2, p1: [6, -4, -2], r1: 0.3, color: "#d9822b"}
          soma:
            spheres:
              - {center: [0, 0, 0], radius: 2.6, color: "#f7d9a0"}

        # Without a light everything is black.
        lights:
          sky: {ambient: {intensity: 0.5}}
          key: {directional: {direction: [-1, -1, -1], intensity: 2}}

        # The camera fits what it shows; then it may be turned about it.
        camera:
          frame: {target: scene, from: front, margin: 0.05}
          rotate: {euler: [0, 20, 0]}

        renderer:
          interactive: {samples: 16, background: "#101626", ambient_occlusion: 2}

        snapshots:
          picture: {file: "\(name).png", resolution: hd}

        """
    }
}
