// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON
import RecipeLanguage
import SceneModel

/// A recipe with parameters, includes and paths resolved: one cell of a sweep, or the whole of a recipe without one.
public struct FigureRecipe: Sendable {
    /// The recipe's file, absolute.
    public var file: String
    public var metadata: FigureMetadata
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
        file: String, metadata: FigureMetadata = FigureMetadata(), scene: Scene, pictures: [PictureSetting],
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
        PortablePaths(folder: folder, dataRoots: dataRoots, files: scene.filesByModel)
    }

    /// The recipe of one picture in canonical form, as pictures carry it: with portable paths, and with the data roots
    /// that these name.
    public func document(of picture: PictureSetting) -> JSONValue {
        let paths = portablePaths
        var members = canonical(of: picture, paths)
        let roots = paths.usedRoots
        if !roots.isEmpty { members["data"] = .object(roots.mapValues { .string($0) }) }
        return .object(members)
    }

    /// The digest of the meaning of the recipe as far as a picture goes, its title and authors included.
    public func meaning(of picture: PictureSetting) -> SHA256Digest {
        SHA256Digest(of: JSONValue.object(canonical(of: picture, portablePaths)).text())
    }

    private func canonical(of picture: PictureSetting, _ paths: PortablePaths) -> [String: JSONValue] {
        var members = CanonicalForm { paths.portable($0) }.recipe(scene, pictures: [picture])
        members.merge(metadata.members) { own, _ in own }
        return members
    }
}
