// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON
import RecipeLanguage
import SceneModel

/// A recipe with its data, lock and pictures in one folder or archive, described as an RO-Crate.
public struct FigureBundle: Sendable {
    /// The folder or archive.
    public let path: String
    /// Path of the recipe in the bundle.
    public let recipe: String
    /// What the reader of the bundle should know.
    public let notes: [String]

    /// Folder of the pictures in a bundle.
    public static let pictureFolder = "pictures"
    private static let crateFile = "ro-crate-metadata.json"

    /// Packs a recipe: its files and data are copied, and its pictures made or taken from the cache.
    /// - Parameters:
    ///   - destination: a folder that is empty or not there yet, or a file `….zip`.
    ///   - date: day of publication.
    ///   - stage: draws what is not remembered.
    /// - Throws: ``FigureError`` and what rendering throws. What stands at the destination stays until all is done.
    public static func pack(
        _ source: FigureSource, to destination: String, options: RenderOptions, date: Date = Date(),
        progress: @escaping @Sendable (RenderEvent) -> Void = { _ in },
        stage: @escaping @Sendable (FigureRecipe, @escaping @Sendable (RenderEvent) -> Void) async throws -> Stage
    ) async throws -> FigureBundle {
        let isArchive = destination.hasSuffix(".zip")
        if !isArchive, let names = try? FileManager.default.contentsOfDirectory(atPath: destination), !names.isEmpty {
            throw FigureError(
                .notWritable, "\(destination) is not empty", remedy: "choose a new folder for the bundle")
        }
        let plan = try BundlePlan(source)
        let parent = destination.parentFolder
        try WholeFile.makeFolder(parent.isEmpty ? "." : parent)
        let name = destination.fileName
        let work = (parent.isEmpty ? "." : parent) + "/.\(name).\(UInt32.random(in: .min ... .max)).part"
        do {
            try await fill(work, plan, source, options, date, progress, stage)
            if isArchive {
                try ZipArchive.write(files(in: work), of: work, to: destination)
                try? FileManager.default.removeItem(atPath: work)
            } else {
                rmdir(destination)
                guard rename(work, destination) == 0 else {
                    throw FigureError(
                        .notWritable, "\(destination) cannot be written", remedy: "choose another folder")
                }
            }
        } catch {
            try? FileManager.default.removeItem(atPath: work)
            throw error
        }
        return FigureBundle(path: destination, recipe: plan.recipe, notes: plan.notes)
    }

    private static func fill(
        _ folder: String, _ plan: BundlePlan, _ source: FigureSource, _ options: RenderOptions, _ date: Date,
        _ progress: @escaping @Sendable (RenderEvent) -> Void,
        _ stage: @escaping @Sendable (FigureRecipe, @escaping @Sendable (RenderEvent) -> Void) async throws -> Stage
    ) async throws {
        for (path, content) in plan.files.sorted(by: { $0.key < $1.key }) {
            let target = folder + "/" + path
            switch content {
            case .text(let text): try WholeFile.write(Array(text.utf8), to: target)
            case .copy(let original):
                try WholeFile.makeFolder(target.parentFolder)
                do {
                    try FileManager.default.copyItem(atPath: original, toPath: target)
                } catch {
                    throw FigureError(
                        .notWritable, "\(original) cannot be copied to \(target)", remedy: "see that there is room")
                }
            }
        }
        let file = folder + "/" + plan.recipe
        let loaded = RecipeLoader.load(path: file)
        guard let recipe = loaded.recipe else {
            throw FigureError(
                .unsupported, "the packed recipe does not stand on its own: it needs --set or --data",
                remedy: "write the values into the recipe, then pack it")
        }
        var inside = options
        inside.outputFolder = folder + "/" + pictureFolder
        inside.writesSidecars = false
        inside.isLocked = false
        let packed = FigureSource(recipe, file: file)
        let report = try await RenderSession(options: inside, progress: progress, stage: stage)
            .render(packed)
        if let failure = report.failures.first ?? report.lockFault { throw failure }
        var entries: [ResearchCrate.Entry] = []
        let pictures = Set(report.pictures.map { pictureFolder + "/" + $0.drawing.picture.file })
        for path in files(in: folder) {
            let place = folder + "/" + path
            let size = FileStamp(path: place)?.size ?? 0
            entries.append(ResearchCrate.Entry(path: path, size: size, digest: try FileContent.digest(place)))
        }
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withFullDate]
        let crate = ResearchCrate(
            recipe: plan.recipe, metadata: recipe.metadata, inputs: Set(plan.inputs),
            pictures: pictures, entries: entries, day: formatter.string(from: date))
        try WholeFile.write(Array((crate.document.text(.indented) + "\n").utf8), to: folder + "/" + crateFile)
    }

    private static func files(in folder: String) -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else { return [] }
        var result: [String] = []
        while let name = names.nextObject() as? String {
            if FileStamp(path: folder + "/" + name)?.isRegular == true { result.append(name) }
        }
        return result.sorted()
    }

    /// Whether a path is a bundle: an archive, or a folder with a crate's description.
    public static func isBundle(_ path: String) -> Bool {
        guard let stamp = FileStamp(path: path) else { return false }
        if stamp.isFolder { return FileStamp(path: path + "/" + crateFile)?.isRegular == true }
        return path.hasSuffix(".zip")
    }

    /// Opens a bundle and gives the path of its recipe.
    /// - Parameter folder: where an archive is unpacked to.
    /// - Throws: `figure-unsupported` for what is no bundle.
    public static func open(_ path: String, unpackingTo folder: String) throws(FigureError) -> String {
        var place = path
        if path.hasSuffix(".zip") {
            try ZipArchive.read(path, into: folder)
            place = folder
        }
        let description = try FileContent.bytes(place + "/" + crateFile)
        let graph = (try? JSONValue(parsing: description))?["@graph"]?.array ?? []
        let main = graph.first { $0["@id"]?.string == "./" }?["mainEntity"]?["@id"]?.string
        guard let recipe = main?.removingPercentEncoding, !recipe.split(separator: "/").contains("..") else {
            throw FigureError(
                .unsupported, "\(path) describes no recipe", remedy: "give a bundle that `recipe pack` made")
        }
        return place + "/" + recipe
    }
}
