// SPDX-License-Identifier: Apache-2.0
import JSON

/// The objects of SARIF 2.1.0 (OASIS Standard, 27 March 2020) that a linter needs, closed: what is not listed here,
/// with the section that defines it, may not occur.
enum SARIFGrammar {
    indirect enum Kind: Sendable {
        case text
        case uri
        case word(Set<String>)
        case integer(least: Int64)
        case object(String)
        case list(Kind, least: Int = 0)
    }

    private struct Definition: Sendable {
        let section: String
        let required: Set<String>
        let properties: [String: Kind]
    }

    private static let level = Kind.word(["none", "note", "warning", "error"])

    private static let definitions: [String: Definition] = [
        "sarifLog": Definition(
            section: "3.13", required: ["version", "runs"],
            properties: ["version": .word(["2.1.0"]), "$schema": .uri, "runs": .list(.object("run"))]),
        "run": Definition(
            section: "3.14", required: ["tool"],
            properties: [
                "tool": .object("tool"), "results": .list(.object("result")),
                "columnKind": .word(["utf16CodeUnits", "unicodeCodePoints"]),
            ]),
        "tool": Definition(section: "3.18", required: ["driver"], properties: ["driver": .object("toolComponent")]),
        "toolComponent": Definition(
            section: "3.19", required: ["name"],
            properties: [
                "name": .text, "version": .text, "informationUri": .uri,
                "rules": .list(.object("reportingDescriptor")),
            ]),
        "reportingDescriptor": Definition(
            section: "3.49", required: ["id"],
            properties: [
                "id": .text, "name": .text, "shortDescription": .object("multiformatMessageString"),
                "fullDescription": .object("multiformatMessageString"), "help": .object("multiformatMessageString"),
                "helpUri": .uri, "defaultConfiguration": .object("reportingConfiguration"),
            ]),
        "multiformatMessageString": Definition(
            section: "3.12", required: ["text"], properties: ["text": .text, "markdown": .text]),
        "reportingConfiguration": Definition(section: "3.50", required: [], properties: ["level": level]),
        "result": Definition(
            section: "3.27", required: ["message"],
            properties: [
                "ruleId": .text, "ruleIndex": .integer(least: 0), "level": level, "message": .object("message"),
                "locations": .list(.object("location")), "relatedLocations": .list(.object("location")),
                "fixes": .list(.object("fix")),
            ]),
        "message": Definition(section: "3.11", required: ["text"], properties: ["text": .text, "markdown": .text]),
        "location": Definition(
            section: "3.28", required: [],
            properties: [
                "id": .integer(least: 0), "physicalLocation": .object("physicalLocation"),
                "message": .object("message"),
            ]),
        "physicalLocation": Definition(
            section: "3.29", required: ["artifactLocation"],
            properties: ["artifactLocation": .object("artifactLocation"), "region": .object("region")]),
        "artifactLocation": Definition(section: "3.4", required: ["uri"], properties: ["uri": .uri]),
        "region": Definition(
            section: "3.30", required: ["startLine"],
            properties: [
                "startLine": .integer(least: 1), "startColumn": .integer(least: 1), "endLine": .integer(least: 1),
                "endColumn": .integer(least: 1), "byteOffset": .integer(least: 0), "byteLength": .integer(least: 0),
            ]),
        "fix": Definition(
            section: "3.55", required: ["artifactChanges"],
            properties: [
                "description": .object("message"), "artifactChanges": .list(.object("artifactChange"), least: 1),
            ]),
        "artifactChange": Definition(
            section: "3.56", required: ["artifactLocation", "replacements"],
            properties: [
                "artifactLocation": .object("artifactLocation"),
                "replacements": .list(.object("replacement"), least: 1),
            ]),
        "replacement": Definition(
            section: "3.57", required: ["deletedRegion"],
            properties: ["deletedRegion": .object("region"), "insertedContent": .object("artifactContent")]),
        "artifactContent": Definition(section: "3.3", required: [], properties: ["text": .text]),
    ]

    /// Where a log breaks the standard.
    static func faults(of log: JSONValue) -> [String] {
        var faults: [String] = []
        check(log, .object("sarifLog"), "log", &faults)
        // A rule is found by its index and has the id of the result (3.27.5, 3.27.6).
        guard case .array(let runs)? = log["runs"] else { return faults }
        for run in runs {
            guard case .array(let results)? = run["results"] else { continue }
            for result in results {
                guard let index = result["ruleIndex"]?.integer else { continue }
                if run["tool"]?["driver"]?["rules"]?[Int(index)]?["id"] != result["ruleId"] {
                    faults.append("ruleIndex \(index)")
                }
            }
        }
        return faults
    }

    private static func check(_ value: JSONValue, _ kind: Kind, _ place: String, _ faults: inout [String]) {
        switch (kind, value) {
        case (.text, .string): return
        case (.uri, .string(let text)):
            // RFC 3986, appendix A: what a reference may consist of.
            let isFine = text.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && !"\"<>\\^`{|}".utf8.contains(byte)
            }
            if !isFine || text.isEmpty { faults.append("\(place): no URI") }
        case (.word(let words), .string(let text)): if !words.contains(text) { faults.append("\(place): \(text)") }
        case (.integer(let least), .integer(let number)): if number < least { faults.append("\(place): \(number)") }
        case (.list(let element, let least), .array(let elements)):
            if elements.count < least { faults.append("\(place): too short") }
            for (index, item) in elements.enumerated() { check(item, element, "\(place)[\(index)]", &faults) }
        case (.object(let name), .object(let members)):
            guard let definition = definitions[name] else { return faults.append("\(place): \(name)") }
            for (key, member) in members {
                guard let kind = definition.properties[key] else {
                    faults.append("\(place).\(key): not in section \(definition.section)")
                    continue
                }
                check(member, kind, "\(place).\(key)", &faults)
            }
            for key in definition.required where members[key] == nil { faults.append("\(place): lacks \(key)") }
        default: faults.append("\(place): another type")
        }
    }
}
