// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Figures

/// The program `recipe`.
@main
struct RecipeTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recipe",
        abstract: "Scientific 3D figures from recipes: written once, kept in git, made again.",
        discussion: """
            Example:
              recipe init figure
              recipe validate figure.yaml
              recipe render figure.yaml --output out

            Exit codes: 0 done; 1 the recipe is wrong or something stops the run; 2 there is a difference;
            3 the backend failed; 64 wrong usage; 130 interrupted.
            """,
        version: "\(EngineIdentity.name) \(EngineIdentity.version)",
        subcommands: [
            InitCommand.self, ValidateCommand.self, FormatCommand.self, DiffCommand.self, PlanCommand.self,
            ApplyCommand.self, CaptureCommand.self, RenderCommand.self, VerifyCommand.self, RerunCommand.self,
            StatusCommand.self, InspectCommand.self, PackCommand.self, SchemaCommand.self, ReferenceCommand.self,
            ExplainCommand.self, BackendCommand.self,
        ])
}
