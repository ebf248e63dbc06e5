// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import Testing

/// What `schema` and `registry` answer, against what Brayns 3.10.1 answered (recorded without descriptions).
@Suite("Schemas")
struct SchemaTests {
    @Test("registry names the methods of the real service", .enabled(if: SharedFolder.path != nil))
    func registry() throws {
        let recorded = try #require(try SharedFolder.json("truth/protocol/registry.json")["result"]?.array)
        let brayns = Methods.table.filter { !$0.plugin.isOurs }.map(\.name)
        #expect(brayns == recorded.compactMap(\.string).sorted())
    }

    @Test("schema answers as the real service does", .enabled(if: SharedFolder.path != nil))
    func schemas() throws {
        let recorded = try #require(try SharedFolder.json("truth/protocol/schemas.json").object)
        #expect(recorded.count == 90)
        for (name, wanted) in recorded.sorted(by: { $0.key < $1.key }) {
            let traits = try #require(Methods.traits(of: name), "\(name) is missing")
            #expect(!traits.description.isEmpty)
            let found = withoutDescriptions(MethodDescription(traits).wire)
            #expect(found == wanted, "\(name): \(found.text()) is not \(wanted.text())")
        }
    }

    @Test("loaders take what the real service's take", .enabled(if: SharedFolder.path != nil))
    func loaders() throws {
        let recorded = try #require(try SharedFolder.json("truth/protocol/loaders.json")["result"]?.array)
        #expect(recorded.compactMap { $0["name"]?.string } == LoaderDeclaration.all.map(\.name))
        for (loader, wanted) in zip(LoaderDeclaration.all, recorded) {
            let found = try JSONValue(parsing: withoutDescriptions(loader.schema.wire).text())
            let schema = try #require(wanted["input_parameters_schema"])
            #expect(found == schema, "\(loader.name): \(found.text()) is not \(schema.text())")
        }
    }

    @Test("a schema survives JSON")
    func roundTrip() throws {
        for traits in Methods.table {
            for schema in [traits.params, traits.result].compactMap(\.self) {
                #expect(try Schema(wire: schema.wire).wire == schema.wire, "\(traits.name)")
            }
        }
    }

    @Test("names are unique, descriptions are sentences without a full stop")
    func table() {
        #expect(Set(Methods.table.map(\.name)).count == Methods.table.count)
        #expect(Methods.table.filter { $0.plugin == .core }.count == 84)
        for traits in Methods.table {
            #expect(traits.description.first?.isUppercase == true && !traits.description.hasSuffix("."))
        }
    }

    /// Descriptions are our own words; a property that is named `description` stays.
    private func withoutDescriptions(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                members.filter { $0.key != "description" || $0.value.string == nil }
                    .mapValues(withoutDescriptions))
        case .array(let elements): .array(elements.map(withoutDescriptions))
        default: value
        }
    }
}
