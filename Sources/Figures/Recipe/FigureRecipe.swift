// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON
import SceneModel

/// What a figure says about itself, to people and catalogues.
public struct Attribution: Hashable, Sendable {
    public var title: String?
    public var description: String?
    public var authors: [String]
    /// An SPDX name or an address.
    public var license: String?
    public var keywords: [String]
    /// Digital object identifier of the publication or data.
    public var doi: String?

    public init(
        title: String? = nil, description: String? = nil, authors: [String] = [], license: String? = nil,
        keywords: [String] = [], doi: String? = nil
    ) {
        self.title = title
        self.description = description
        self.authors = authors
        self.license = license
        self.keywords = keywords
        self.doi = doi
    }

    /// The keys of a recipe that say so.
    var members: [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        if let title { members["title"] = .string(title) }
        if let description { members["description"] = .string(description) }
        if !authors.isEmpty { members["authors"] = .array(authors.map { .string($0) }) }
        if let license { members["license"] = .string(license) }
        if !keywords.isEmpty { members["keywords"] = .array(keywords.map { .string($0) }) }
        if let doi { members["doi"] = .string(doi) }
        return members
    }
}

/// A recipe with parameters, includes and paths resolved: one cell of a sweep, or the whole of a recipe without one.
public struct FigureRecipe: Sendable {
    /// The recipe's file, absolute.
    public var file: String
    public var metadata: Attribution
    public var scene: Scene
    public var pictures: [PictureSetting]
    public var checks: [FigureCheck]
    /// Values of the parameters by name.
    public var parameters: [String: JSONValue]
    /// Values of the swept parameters by name; empty without a sweep.
    public var cell: [String: JSONValue]
    /// Named data roots, absolute.
    public var dataRoots: [String: String]

    public init(
        file: String, metadata: Attribution = Attribution(), scene: Scene, pictures: [PictureSetting],
        checks: [FigureCheck] = [], parameters: [String: JSONValue] = [:], cell: [String: JSONValue] = [:],
        dataRoots: [String: String] = [:]
    ) {
        self.file = file
        self.metadata = metadata
        self.scene = scene
        self.pictures = pictures
        self.checks = checks
        self.parameters = parameters
        self.cell = cell
        self.dataRoots = dataRoots
    }

    /// The folder of the recipe's file.
    public var folder: String { file.parentFolder }

    /// The recipe's file name without extension.
    public var name: String { file.fileStem }

    /// Paths of this recipe's inputs as pictures and locks write them.
    public var portablePaths: PortablePaths {
        PortablePaths(folder: folder, dataRoots: dataRoots, files: scene.files)
    }

    /// The recipe in canonical form with portable paths: what is digested, embedded and compared.
    /// - Parameter pictures: the pictures to keep; nil keeps all.
    public func canonical(pictures kept: [PictureSetting]? = nil) -> JSONValue {
        let paths = portablePaths
        let form = CanonicalForm { paths.portable($0) }
        var members = form.recipe(scene, pictures: kept ?? pictures)
        members.merge(metadata.members) { own, _ in own }
        let roots = paths.usedRoots
        if !roots.isEmpty { members["data"] = .object(roots.mapValues { .string($0) }) }
        return .object(members)
    }

    /// The digest of the recipe's meaning.
    public var digest: SHA256Digest { SHA256Digest(of: canonical().text()) }
}

extension Scene {
    /// The files that the models name, absolute, each once, in order of loading.
    public var files: [String] {
        var seen: Set<String> = []
        return models.compactMap { model -> String? in
            guard case .file(let source) = model.source, seen.insert(source.path).inserted else { return nil }
            return source.path
        }
    }
}
