// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Diagnostics
import RecipeLanguage
import SceneModel

/// What of a recipe a service, as it runs now, cannot do; nothing on it is changed.
struct LiveChecks {
    let capabilities: Capabilities

    /// The faults, at their places in the recipe.
    func diagnostics(of recipe: ResolvedRecipe) -> [Diagnostic] {
        var found: [Diagnostic] = []
        for model in recipe.scene.models {
            if case .file(let source) = model.source { found += check(source, "models.\(model.name)", recipe) }
        }
        let cameras = [("camera", recipe.scene.camera)] + recipe.pictures.map { ("snapshots.\($0.name)", $0.camera) }
        for (address, camera) in cameras {
            guard case .cylindric = camera.lens, !capabilities.has(Methods.Cameras.setCylindric) else { continue }
            found.append(
                Diagnostic(
                    .needsNewerService, "the service has no cylindric camera", at: recipe.span(of: address + ".projection"),
                    severity: .error, detail: "Start it with --plugin \(Plugin.cylindricCamera.library ?? "")."))
            break
        }
        return found
    }

    private func check(_ source: FileSource, _ address: String, _ recipe: ResolvedRecipe) -> [Diagnostic] {
        // A loader left to the service is chosen by the file's name, which only the service can do.
        guard let (name, properties) = LoaderDeclaration.wire(source.loader), !name.isEmpty else { return [] }
        let place = recipe.span(of: address)
        guard let loader = capabilities.loaders.first(where: { $0.name == name }) else {
            let names = capabilities.loaders.map { "'\($0.name)'" }.joined(separator: ", ")
            return [
                Diagnostic(
                    .loadFailed, "the service has no loader '\(name)'", at: place,
                    detail: "Loaders come with plugins: start the service with the --plugin that brings it.",
                    found: names.isEmpty ? "no loaders" : names)
            ]
        }
        if source.upload, !loader.readsUploads {
            return [
                Diagnostic(
                    .loadFailed, "the service's loader '\(name)' reads no uploads", at: place,
                    detail: "Leave 'upload' out and give a path that the service can read.")
            ]
        }
        return loader.parameters.errors(in: properties).map { reason in
            Diagnostic(.loadFailed, "the service's loader '\(name)' refuses the options: \(reason)", at: place)
        }
    }
}
