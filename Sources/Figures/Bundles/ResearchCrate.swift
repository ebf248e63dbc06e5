// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import JSON
import RecipeLanguage

/// The description of a bundle after RO-Crate 1.2 (w3id.org/ro/crate/1.2), with the run that made the pictures as
/// Process Run Crate describes one.
struct ResearchCrate {
    /// A file of the bundle.
    struct Entry {
        let path: String
        let size: Int
        let digest: SHA256Digest
    }

    let recipe: String
    let metadata: FigureMetadata
    let inputs: Set<String>
    let pictures: Set<String>
    let entries: [Entry]
    /// The day of publication, as `2026-11-21`.
    let day: String

    /// The crate as JSON-LD.
    var document: JSONValue {
        let parts = entries.map { reference($0.path) }
        var root: [String: JSONValue] = [
            "@id": "./", "@type": "Dataset",
            "name": .string(metadata.title ?? recipe),
            "description": .string(
                metadata.description ?? "A scene recipe with its data, its lock and the pictures made from it."),
            "datePublished": .string(day),
            "hasPart": .array(parts),
            "mainEntity": reference(recipe),
            "mentions": ["@id": "#render"],
        ]
        var graph: [JSONValue] = []
        if !metadata.authors.isEmpty {
            let people = metadata.authors.enumerated().map { Self.person($1, number: $0 + 1) }
            root["author"] = .array(people.map { ["@id": $0["@id"] ?? .null] })
            graph += people
        }
        if !metadata.keywords.isEmpty { root["keywords"] = .string(metadata.keywords.joined(separator: ", ")) }
        if let doi = metadata.doi {
            let address = doi.hasPrefix("http") ? doi : "https://doi.org/" + doi
            root["identifier"] = ["@id": .string(address)]
            graph.append([
                "@id": .string(address), "@type": "PropertyValue", "name": "DOI",
                "propertyID": "https://registry.identifiers.org/registry/doi", "value": .string(doi),
                "url": .string(address),
            ])
        }
        let license = metadata.license ?? "No licence is given: ask the authors."
        let address =
            license.hasPrefix("http")
            ? license
            : license.contains(" ") ? "#license" : "https://spdx.org/licenses/" + license
        root["license"] = ["@id": .string(address)]
        graph.append([
            "@id": .string(address), "@type": "CreativeWork", "name": .string(license),
            "description": .string(license),
        ])
        graph += entries.map(file)
        graph.append([
            "@id": "#engine", "@type": "SoftwareApplication", "name": .string(EngineIdentity.name),
            "url": "urn:scene-recipe", "version": .string(EngineIdentity.version),
            "softwareVersion": .string(EngineIdentity.version),
            "description": "Renders scene recipes; made by the renderer \(EngineIdentity.renderer).".json,
        ])
        graph.append([
            "@id": "#render", "@type": "CreateAction", "name": .string("Rendering of \(recipe)"),
            "instrument": ["@id": "#engine"],
            "object": .array(([recipe] + inputs.sorted()).map(reference)),
            "result": .array(pictures.sorted().map(reference)),
        ])
        let descriptor: JSONValue = [
            "@id": "ro-crate-metadata.json", "@type": "CreativeWork",
            "conformsTo": ["@id": "https://w3id.org/ro/crate/1.2"], "about": ["@id": "./"],
        ]
        return [
            "@context": "https://w3id.org/ro/crate/1.2/context",
            "@graph": .array([descriptor, .object(root)] + graph),
        ]
    }

    private func file(_ entry: Entry) -> JSONValue {
        let name = entry.path.fileName
        let kind =
            if entry.path == recipe {
                "the recipe"
            } else if inputs.contains(entry.path) {
                "an input"
            } else if pictures.contains(entry.path) {
                "a picture"
            } else {
                entry.path.hasSuffix(".lock.json") ? "the lock" : "a part"
            }
        var members: [String: JSONValue] = [
            "@id": .string(Self.identifier(entry.path)), "@type": "File", "name": .string(name),
            "description": .string("\(name), \(kind) of the figure"),
            "contentSize": .string(String(entry.size)), "sha256": .string(entry.digest.hexadecimal),
        ]
        let types = [
            "png": "image/png", "jpg": "image/jpeg", "exr": "image/x-exr", "yaml": "application/yaml",
            "yml": "application/yaml", "json": "application/json", "ply": "model/ply", "stl": "model/stl",
            "obj": "model/obj", "h5": "application/x-hdf5",
        ]
        members["encodingFormat"] = .string(
            types[name.fileExtension.lowercased()] ?? "application/octet-stream")
        return .object(members)
    }

    /// An author; an ORCID in the name, as in `Ann Example (0000-0002-1825-0097)`, becomes the identifier.
    private static func person(_ author: String, number: Int) -> JSONValue {
        let words = author.split(whereSeparator: { " ()<>".contains($0) })
        let orcid = words.first { word in
            let digits = word.replacingOccurrences(of: "https://orcid.org/", with: "").split(separator: "-")
            return digits.count == 4
                && digits.allSatisfy { $0.count == 4 && $0.allSatisfy { $0.isNumber || $0 == "X" } }
        }
        let name = words.filter { $0 != orcid }.joined(separator: " ")
        let address = orcid.map { $0.hasPrefix("https") ? String($0) : "https://orcid.org/" + $0 }
        return [
            "@id": .string(address ?? "#author-\(number)"), "@type": "Person",
            "name": .string(name.isEmpty ? author : name),
        ]
    }

    private func reference(_ path: String) -> JSONValue { ["@id": .string(Self.identifier(path))] }

    /// A relative URI of a path: what RFC 3986 does not allow in one is escaped.
    private static func identifier(_ path: String) -> String {
        path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
    }
}

extension String {
    /// The string as JSON.
    fileprivate var json: JSONValue { .string(self) }
}
