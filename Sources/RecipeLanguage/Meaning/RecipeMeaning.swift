// SPDX-License-Identifier: Apache-2.0
import Digest
import JSON
import SceneModel

extension ResolvedRecipe {
    /// What the recipe means, as the shortest recipe that means the same: equal for recipes that differ in spelling,
    /// order and comments only, and the same on every machine. `docs/canonical-form.md` describes it.
    public var canonical: JSONValue {
        // The defaults of swept parameters decide over nothing.
        let first = sweep.isEmpty ? self : sweepCell(0)?.recipe ?? self
        let paths = portablePaths
        var members = first.wholeOfOneRun
        if !sweep.isEmpty {
            // The values, and what each of them alone would make of the recipe: that tells where they are used.
            members["sweep"] = .object(
                Dictionary(sweep.map { ($0.parameter, JSONValue.array($0.values)) }) { first, _ in first })
            members["cells"] = .object(
                Dictionary(sweep.map { ($0.parameter, JSONValue.array(variants(of: $0))) }) { first, _ in first })
        }
        members.merge(SectionForm.sections(of: first.value) { paths.portable(origin.files.absolute($0)) }) { own, _ in own }
        return .object(members)
    }

    /// SHA-256 of the canonical form's compact JSON text: equal for recipes that mean the same.
    ///
    /// Locks and plans go by it, and the digests in pictures and caches are taken of the same form of one picture; the
    /// digest of a recipe never changes within version 1 of the language (`Tests/RecipeLanguageTests/MeaningTests.swift`
    /// holds it to that).
    public var digest: SHA256Digest {
        SHA256Digest(of: canonical.bytes(.compact))
    }

    /// Paths of this recipe's inputs as pictures, locks and digests write them.
    public var portablePaths: PortablePaths {
        PortablePaths(
            folder: origin.files.absolute(folder), dataRoots: dataRoots,
            files: scene.filesByModel.map(origin.files.absolute))
    }

    /// The places of the data roots that the inputs use, absolute: what of a path the written one leaves to its root.
    public var dataRoots: [String: String] {
        var roots: [String: String] = [:]
        for input in inputs where input.written.hasPrefix("${data.") {
            guard let end = input.written.firstIndex(of: "}") else { continue }
            let name = input.written[..<end].dropFirst("${data.".count)
            let rest = PathText.normalized(String("/" + input.written[end...].dropFirst()))
            let path = origin.files.absolute(input.path)
            if path.hasSuffix(rest) { roots[String(name)] = String(path.dropLast(rest.count)) }
        }
        return roots
    }

    /// Scene, snapshots and metadata.
    private var wholeOfOneRun: [String: JSONValue] {
        let paths = portablePaths
        var members = CanonicalForm { paths.portable(origin.files.absolute($0)) }.recipe(scene, pictures: pictures)
        members.merge(metadata.members) { own, _ in own }
        return members
    }

    /// The digests of the recipe under each value of an axis, the other axes at their first.
    private func variants(of axis: SweepAxis) -> [JSONValue] {
        var step = 1
        for other in sweep.reversed() {
            if other.parameter == axis.parameter { break }
            step *= other.values.count
        }
        return axis.values.indices.map { index in
            guard let cell = sweepCell(index * step)?.recipe else { return .null }
            return .string(SHA256Digest(of: JSONValue.object(cell.wholeOfOneRun).bytes(.compact)).description)
        }
    }
}

extension Scene {
    /// The files that the models name, by the names of the models.
    package var filesByModel: [String] {
        models.sorted { $0.name < $1.name }.compactMap { model in
            if case .file(let source) = model.source { source.path } else { Optional.none }
        }
    }
}

extension FigureMetadata {
    /// The keys of a recipe that say so.
    public var members: [String: JSONValue] {
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
