// SPDX-License-Identifier: Apache-2.0

import Imaging
import Testing

@Suite("XMP")
struct XMPTests {
    private let namespace = "https://example.org/recipe#"

    private var full: XMPPacket {
        XMPPacket(
            title: "Soma & <axon>", description: "Line one\nline \"two\"\r\u{1}", authors: ["A. Müller", "林 さん"],
            licence: "CC-BY-4.0", doi: "https://doi.org/10.1234/ab<c", keywords: ["neuron", "α & β"],
            creatorTool: "Scene Recipe",
            properties: [.init(prefix: "recipe", namespace: namespace, name: "digest", value: "sha256:00&'\r\n]]>")])
    }

    @Test("a packet says everything, escaped, and values of own properties come back")
    func packet() throws {
        let text = try full.serialized()
        #expect(text == (try full.serialized()))
        for part in [
            "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Soma &amp; &lt;axon&gt;</rdf:li></rdf:Alt></dc:title>",
            "<dc:creator><rdf:Seq><rdf:li>A. Müller</rdf:li><rdf:li>林 さん</rdf:li></rdf:Seq></dc:creator>",
            "<dc:subject><rdf:Bag><rdf:li>neuron</rdf:li><rdf:li>α &amp; β</rdf:li></rdf:Bag></dc:subject>",
            "<cc:license rdf:resource=\"https://creativecommons.org/licenses/by/4.0/\"/>",
            "<prism:doi>10.1234/ab&lt;c</prism:doi>", "xmlns:recipe=\"https://example.org/recipe#\"",
            "line &quot;two&quot;&#xD;\u{FFFD}",
        ] { #expect(text.contains(part)) }
        #expect(XMPPacket.value(of: "recipe:digest", in: text) == "sha256:00&'\r\n]]>")
        #expect(XMPPacket.value(of: "recipe:other", in: text) == nil)
        #expect(!full.isEmpty && XMPPacket().isEmpty)
    }

    @Test(
        "licences with a known address lead to it",
        arguments: [
            ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
            ("cc-by-nc-sa-3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
            ("https://example.org/terms", "https://example.org/terms"),
        ])
    func licence(name: String, address: String) throws {
        let text = try XMPPacket(licence: name).serialized()
        #expect(text.contains("<xmpRights:WebStatement>\(address)</xmpRights:WebStatement>"))
    }

    @Test("other licences stay text", arguments: ["MIT", "CC-BY", "CC-BY-9.9", "CC-XX-4.0", ""])
    func plainLicence(name: String) throws {
        let text = try XMPPacket(licence: name).serialized()
        #expect(!text.contains("cc:license"))
        #expect(text.contains("<rdf:li xml:lang=\"x-default\">\(name)</rdf:li>"))
    }

    @Test("names that XML cannot have and prefixes of two minds are refused")
    func refused() {
        let bad: [(String, String, String)] = [
            ("1a", namespace, "x"), ("a", namespace, "x y"), ("a", namespace, ""), ("dc", namespace, "x"),
            ("é", namespace, "x"),
        ]
        for (prefix, uri, name) in bad {
            let packet = XMPPacket(properties: [.init(prefix: prefix, namespace: uri, name: name, value: "v")])
            let error = #expect(throws: PictureError.self) { try packet.serialized() }
            #expect(error?.code == .metadata)
        }
        let twice = XMPPacket(properties: [
            .init(prefix: "a", namespace: "one:", name: "x", value: ""),
            .init(prefix: "a", namespace: "two:", name: "x", value: ""),
        ])
        #expect(throws: PictureError.self) { try twice.serialized() }
    }

    @Test("the fragment of a snapshot's metadata is what a Brayns service writes")
    func fragment() {
        let metadata = SnapshotMetadata(
            title: "T&", description: "D", whereUsed: "W", keywords: ["a", "b"])
        #expect(
            metadata.fragment == "<photoshop:Headline>T&</photoshop:Headline><dc:description>D</dc:description>"
                + "<Iptc4xmpExt:Event>W</Iptc4xmpExt:Event>"
                + "<dc:subject><rdf:Bag><rdf:li>a</rdf:li><rdf:li>b</rdf:li></rdf:Bag></dc:subject>")
    }
}
