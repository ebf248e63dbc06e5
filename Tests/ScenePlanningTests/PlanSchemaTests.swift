// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import Foundation
import JSON
import SceneModel
import ScenePlanning
import Testing

/// Checks JSON against the words of JSON Schema that our plan schema uses.
private struct SchemaCheck {
    let root: JSONValue
    private(set) var faults: [String] = []

    init(root: JSONValue) { self.root = root }

    mutating func check(_ value: JSONValue, _ schema: JSONValue, _ path: String) {
        if let reference = schema["$ref"]?.string {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            check(value, root["$defs"]?[name] ?? .null, path)
            return
        }
        let types = schema["type"]?.string.map { [$0] } ?? schema["type"]?.array?.compactMap(\.string) ?? []
        if !types.isEmpty, !types.contains(value.typeName) { faults.append("\(path) is \(value.typeName)") }
        if let words = schema["enum"]?.array, !words.contains(value) { faults.append("\(path) is \(value.text())") }
        if let pattern = schema["pattern"]?.string, let text = value.string,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            faults.append("\(path) is \(text)")
        }
        for (index, element) in (schema["items"] == nil ? [] : value.array ?? []).enumerated() {
            check(element, schema["items"] ?? .null, "\(path)[\(index)]")
        }
        guard let members = value.object, let properties = schema["properties"]?.object else { return }
        for key in schema["required"]?.array?.compactMap(\.string) ?? [] where members[key] == nil {
            faults.append("\(path).\(key) is missing")
        }
        for (key, member) in members {
            if let property = properties[key] {
                check(member, property, "\(path).\(key)")
            } else if schema["additionalProperties"]?.boolean == false {
                faults.append("\(path).\(key) is unknown")
            }
        }
    }
}

@Suite struct PlanSchemaTests {
    @Test func plansFollowTheirSchema() async throws {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("schemas/plan.schema.json")
        #expect(try String(contentsOf: file, encoding: .utf8) == Plan.schema + "\n", "scripts/schemas.sh writes it")
        let schema = try JSONValue(parsing: Plan.schema)
        for seed in seeds(1000) {
            var scenes = RandomScenes(seed: seed)
            let (_, planner, old, _) = try await ConvergenceTests.history(&scenes, .double)
            let new = scenes.edited(old)
            let picture = PictureSetting(name: "hero", file: "hero.png", camera: new.camera, renderer: new.renderer)
            let options = PlanOptions(unmanaged: scenes.pick([.fail, .keep, .remove]), owner: "a.yaml")
            let plan = try await planner.plan(new, options: options, pictures: [picture])
            for json in [plan.json, plan.file] {
                var check = SchemaCheck(root: schema)
                check.check(json, schema, "plan")
                #expect(check.faults.isEmpty, "seed \(seed)")
            }
            // Each address stands once.
            #expect(Set(plan.changes.map(\.address)).count == plan.changes.count, "seed \(seed)\n\(plan.text())")
        }
    }
}
