// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BraynsProtocol
import Diagnostics
import Figures
import RecipeLanguage
import RenderService
import SceneModel
import ScenePlanning
import WebSocketTransport

/// Runs what speaks to a backend and tells its failures in one line with the next step, at their place in the recipe
/// where they have one.
func reportingBackendFailures<Result>(
    _ terminal: Terminal, recipe: ResolvedRecipe? = nil, _ body: () async throws -> Result
) async throws -> Result {
    do {
        return try await body()
    } catch let status as ExitCode {
        throw status
    } catch let error as FigureError {
        terminal.fault(error.message, remedy: error.remedy, address: error.address, recipe)
        throw error.blame == .backend ? ExitStatus.backendFailed : ExitStatus.refused
    } catch let error as PlanningError {
        let address = [error.address?.description, error.path].compactMap(\.self).joined(separator: ".")
        terminal.fault(error.message, remedy: error.remedy, address: address.isEmpty ? nil : address, recipe)
        throw error.isBackendFailure ? ExitStatus.backendFailed : ExitStatus.refused
    } catch let error as RPCError {
        terminal.failure("the backend answered: \(error)")
        throw ExitStatus.backendFailed
    } catch is CancellationError {
        terminal.failure("interrupted")
        throw ExitStatus.interrupted
    } catch {
        // Connection, transport and service errors say themselves what to do.
        terminal.failure("\(error)")
        throw ExitStatus.backendFailed
    }
}

extension Terminal {
    /// Tells a failure at the place in the recipe that it concerns.
    func fault(_ message: String, remedy: String?, address: String?, _ recipe: ResolvedRecipe?) {
        guard let recipe, let address else {
            failure(message + (remedy.map { "; \($0)" } ?? ""))
            return
        }
        let span = recipe.span(of: address)
        let position = span.source.position(at: span.start)
        failure("\(span.source.name):\(position.line):\(position.column): \(message)" + (remedy.map { "; \($0)" } ?? ""))
    }
}
