// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel
import Testing

/// Every message goes through JSON and back, and what does not follow its schema is told in the wire's words.
@Suite("Messages")
struct MessageTests {
    @Test("every message survives JSON", arguments: Methods.table.map(\.name))
    func roundTrip(_ name: String) throws {
        let traits = try #require(Methods.traits(of: name))
        var samples = SchemaSamples(seed: UInt64(name.count))
        for _ in 0..<50 {
            if let schema = traits.params {
                let sample = samples.value(schema, reported: false)
                #expect(schema.errors(in: sample) == [], "\(sample.text())")
                let again = try JSONValue(parsing: traits.rereadParams(sample).text())
                #expect(holds(again, sample), "\(again.text()) has lost something of \(sample.text())")
            }
            if let schema = traits.result, schema.title != "JsonSchema" {
                let sample = samples.value(schema, reported: true)
                let again = try JSONValue(parsing: traits.rereadResult(sample).text())
                #expect(holds(again, sample), "\(again.text()) has lost something of \(sample.text())")
            }
        }
    }

    @Test("a member too many, too few or of another type is told with its path", arguments: Methods.table.map(\.name))
    func mutations(_ name: String) throws {
        let traits = try #require(Methods.traits(of: name))
        guard let schema = traits.params, schema.kind == .object else { return }
        var samples = SchemaSamples(seed: 7)
        guard var members = samples.value(schema, reported: false).object else { return }
        members["surplus"] = 1
        #expect(schema.errors(in: .object(members)) == ["unknown property 'surplus'"])
        members["surplus"] = nil
        for property in schema.properties where property.isRequired && !property.schema.isReadOnly {
            var fewer = members
            fewer[property.name] = nil
            #expect(schema.errors(in: .object(fewer)) == ["missing required property '\(property.name)'"])
            guard property.schema.kind != .any else { continue }
            fewer[property.name] = .null
            #expect(
                schema.errors(in: .object(fewer)) == [
                    "\(property.name): invalid type, expected \(property.schema.kind.rawValue) got null"
                ])
        }
        for property in schema.properties where property.schema.isReadOnly {
            var more = members
            more[property.name] = 1
            #expect(schema.errors(in: .object(more)) == ["read only property '\(property.name)'"])
        }
    }

    @Test("the quick look and the close one agree", arguments: Methods.table.map(\.name))
    func acceptance(_ name: String) throws {
        guard let schema = try #require(Methods.traits(of: name)).params else { return }
        let acceptance = SchemaAcceptance(schema)
        var samples = SchemaSamples(seed: 11)
        for _ in 0..<200 {
            let sample = samples.value(schema, reported: false)
            #expect(acceptance.accepts(sample) || name == "cancel", "\(sample.text())")
            let broken = samples.broken(sample)
            if acceptance.accepts(broken) { #expect(schema.errors(in: broken) == [], "\(broken.text())") }
        }
    }

    @Test("null stands for a default, and only for one")
    func nullDefaults() throws {
        let schema = RenderImage.schema
        #expect(schema.errors(in: ["format": nil, "send": nil]) == [])
        #expect(try RenderImage(wire: ["format": nil]).format == "jpg")
        #expect(
            Snapshot.schema.errors(in: ["file_path": nil]) == ["file_path: invalid type, expected string got null"])
    }

    @Test("whole numbers with a point are no integers, integers are numbers")
    func integers() {
        #expect(InstanceID.schema.errors(in: ["id": 1.0]) == ["id: invalid type, expected integer got number"])
        #expect(NearClip.schema.errors(in: ["distance": 1]) == [])
    }

    @Test("numbers print as the wire prints them")
    func numbers() {
        let view = View(position: [296.96, 0.1, 1], target: [0.000001, 3.4028235e38, -2.5], up: [0, 1, 0])
        #expect(
            view.wire.text() == #"{"position":[296.96,0.1,1],"target":[0.000001,3.4028235e+38,-2.5],"up":[0,1,0]}"#)
        #expect(
            Bounds.empty.wire["max"]?.text() == "[-3.4028235e+38,-3.4028235e+38,-3.4028235e+38]")
        let broken = Transform(translation: [.nan, .infinity, -.infinity])
        #expect(broken.wire["translation"]?.text() == "[0,3.4028235e+38,3.4028235e+38]")
    }

    @Test("typed values are checked as JSON is")
    func faults() {
        var light = AmbientLightMessage()
        light.intensity = -1
        #expect(light.faults == ["intensity: value below minimum -1 < 0"])
        #expect(AmbientLightMessage().faults == [])
        let material = SetMaterial(modelID: 1, MetalMaterial(.metal(roughness: 2)) ?? .fresh)
        #expect(material.faults == ["material.roughness: value above maximum 2 > 1"])
        #expect(View(position: [.nan, 0, 0], target: .zero).faults == ["position[0]: value is not a number"])
    }

    /// Whether a value has all members of another one; numbers may have been rounded to 32 bits.
    private func holds(_ value: JSONValue, _ part: JSONValue) -> Bool {
        if let members = part.object {
            return members.allSatisfy { key, inner in value[key].map { holds($0, inner) } ?? inner.isNull }
        }
        if let elements = part.array {
            guard let found = value.array, found.count == elements.count else { return false }
            return zip(found, elements).allSatisfy(holds)
        }
        if let a = value.double, let b = part.double { return a == b || Float(a) == Float(b) }
        return value == part
    }
}
