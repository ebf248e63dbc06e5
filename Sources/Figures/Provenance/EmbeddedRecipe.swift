// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Digest
import Foundation
import JSON
import RecipeLanguage
import SceneModel

/// The recipe that a picture carries, brought back to life beside the data at hand.
public struct EmbeddedRecipe: Sendable {
    /// The recipe of the one picture.
    public let recipe: FigureRecipe
    public let inputs: FigureInputs
    /// The folder that its relative paths were taken from.
    public let folder: String

    /// Finds the data of a picture and resolves its recipe there.
    ///
    /// Relative paths are tried from the folder that the sidecar names; then from the picture's own folder, the working
    /// folder and those above them, each with the folders just below it. The nearest from which all inputs are there is
    /// taken; among those equally near, one whose inputs have the right content.
    /// - Parameters:
    ///   - provenance: what the picture carries.
    ///   - image: the picture's path.
    ///   - dataRoots: places of data roots by name, which win over all else.
    /// - Throws: `figure-input-missing` naming the first input that is nowhere; `figure-no-provenance` for a recipe
    ///   that this version cannot read.
    public init(
        _ provenance: Provenance, image: String, dataRoots: [String: String] = [:], store: DigestStore,
        workingFolder: String = FileManager.default.currentDirectoryPath
    ) throws(FigureError) {
        let sidecar = Sidecar.places(ofPicture: image)
        var roots = sidecar?.data ?? [:]
        roots.merge(dataRoots) { _, given in given }
        let circles = Self.folders(sidecar.map { $0.recipe.parentFolder }, image: image, working: workingFolder)
        for circle in circles {
            var fallback: EmbeddedRecipe?
            for folder in circle where Self.hasInputs(provenance, in: folder, roots: roots) {
                let found = try EmbeddedRecipe(provenance, folder: folder, roots: roots, store: store)
                if found.inputs.differences(from: provenance.inputs).isEmpty {
                    self = found
                    return
                }
                fallback = fallback ?? found
            }
            if let fallback {
                self = fallback
                return
            }
        }
        let candidates = circles.flatMap(\.self)
        let tried = candidates.prefix(3).joined(separator: ", ")
        let missing =
            provenance.inputs.first { Self.place($0.path, folder: candidates[0], roots: roots) == nil }
            ?? provenance.inputs.first
        throw FigureError(
            .inputMissing,
            "the picture's data is not at hand: \(missing?.path ?? "") was looked for in \(tried) and near them",
            remedy: Self.remedy(missing?.path ?? ""))
    }

    private static func remedy(_ path: String) -> String {
        guard path.hasPrefix("${data."), let end = path.firstIndex(of: "}") else {
            return "run from the recipe's folder, or put the data beside the picture"
        }
        return "say where it is with --data \(path[..<end].dropFirst("${data.".count))=PATH"
    }

    private init(
        _ provenance: Provenance, folder: String, roots: [String: String], store: DigestStore
    ) throws(FigureError) {
        self.folder = folder
        let file = folder + "/" + provenance.picture + ".json"
        var options = RecipeOptions()
        let declared = provenance.recipe["data"]?.object ?? [:]
        for name in declared.keys.sorted() {
            if let path = roots[name] { options.dataRoots.append((name: name, path: path)) }
        }
        let source = SourceText(name: file, bytes: provenance.recipe.bytes())
        let loaded = RecipeLoader.load(source, path: file, options: options)
        guard let resolved = loaded.recipe else {
            let reason = loaded.report.diagnostics.first { $0.severity == .error }?.summary ?? "it has no meaning"
            throw FigureError(
                .noProvenance, "the recipe in the picture cannot be read by this version: \(reason)",
                remedy: "use the version of the program that made the picture")
        }
        var recipe = FigureRecipe(resolved, file: file)
        recipe.scene = provenance.ordered(recipe.scene)
        self.recipe = recipe
        inputs = try FigureInputs(of: recipe, isLocal: true, store: store)
    }

    /// Whether all inputs of a picture are there, with relative paths taken from a folder.
    private static func hasInputs(_ provenance: Provenance, in folder: String, roots: [String: String]) -> Bool {
        let declared = provenance.recipe["data"]?.object ?? [:]
        var places = roots
        for (name, path) in declared where places[name] == nil {
            places[name] = path.string.map { $0.hasPrefix("/") ? $0 : folder + "/" + $0 }
        }
        return provenance.inputs.allSatisfy { place($0.path, folder: folder, roots: places) != nil }
    }

    private static func place(_ path: String, folder: String, roots: [String: String]) -> String? {
        var place = folder + "/" + path
        if path.hasPrefix("${data."), let end = path.firstIndex(of: "}") {
            guard let root = roots[String(path[..<end].dropFirst("${data.".count))] else { return nil }
            place = root + path[end...].dropFirst()
        }
        return FileStamp(path: place)?.isRegular == true ? place : nil
    }

    /// Folders that relative paths may start from, in circles of equal distance, nearest first.
    private static func folders(_ sidecar: String?, image: String, working: String) -> [[String]] {
        func absolute(_ path: String) -> String {
            URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: working)).standardized.path
        }
        func ancestors(_ path: String) -> [String] {
            var list = [path]
            while let last = list.last, last != "/", list.count < 6 {
                list.append(last.parentFolder)
            }
            return list.filter { $0 != "/" && !$0.isEmpty }
        }
        let (pictures, here) = (ancestors(absolute(image).parentFolder), ancestors(absolute(working)))
        var seen: Set<String> = []
        var circles = [sidecar, pictures.first, here.first].map { place in
            place.map { seen.insert($0).inserted ? [$0] : [] } ?? []
        }
        for distance in 0..<max(pictures.count, here.count) {
            var circle: [String] = []
            for list in [pictures, here] where distance < list.count {
                let folder = list[distance]
                let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
                let below = names.prefix(500).filter { !$0.hasPrefix(".") }.map { folder + "/" + $0 }
                for path in [folder] + below where seen.count < 2000 && FileStamp(path: path)?.isFolder == true {
                    if seen.insert(path).inserted { circle.append(path) }
                }
            }
            circles.append(circle)
        }
        let found = circles.filter { !$0.isEmpty }
        return found.isEmpty ? [["/"]] : found
    }
}
