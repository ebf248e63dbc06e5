// SPDX-License-Identifier: Apache-2.0

/// What a figure says about itself in XMP (ISO 16684-1), which picture programs, libraries and search engines show.
///
/// Serialized, it is one `rdf:Description` with Dublin Core, rights and PRISM properties, in a read-only packet without
/// padding; the same values always give the same text.
public struct XMPPacket: Sendable, Equatable {
    /// A property of a vocabulary of one's own, with a plain text value.
    public struct Property: Sendable, Equatable {
        /// Prefix of the vocabulary: an XML name without colon, such as `recipe`.
        public var prefix: String
        /// URI of the vocabulary.
        public var namespace: String
        /// Name in the vocabulary: an XML name without colon.
        public var name: String
        /// Any text.
        public var value: String

        /// Describes a property.
        public init(prefix: String, namespace: String, name: String, value: String) {
            self.prefix = prefix
            self.namespace = namespace
            self.name = name
            self.value = value
        }
    }

    /// `dc:title`.
    public var title: String?
    /// `dc:description`.
    public var description: String?
    /// `dc:creator`, in order.
    public var authors: [String]
    /// `dc:rights`; a web address or the SPDX name of a Creative Commons licence also becomes `cc:license` and
    /// `xmpRights:WebStatement`.
    public var licence: String?
    /// Digital object identifier, bare or as a link: `prism:doi` and `dc:identifier`.
    public var doi: String?
    /// `dc:subject`.
    public var keywords: [String]
    /// `xmp:CreatorTool`: the program, without a version if files shall not change with it.
    public var creatorTool: String?
    /// More properties, in order.
    public var properties: [Property]

    /// Collects what is known; nothing is required.
    public init(
        title: String? = nil, description: String? = nil, authors: [String] = [], licence: String? = nil,
        doi: String? = nil, keywords: [String] = [], creatorTool: String? = nil, properties: [Property] = []
    ) {
        self.title = title
        self.description = description
        self.authors = authors
        self.licence = licence
        self.doi = doi
        self.keywords = keywords
        self.creatorTool = creatorTool
        self.properties = properties
    }

    /// Whether there is nothing to say.
    public var isEmpty: Bool { self == XMPPacket() }

    /// The keyword under which a PNG keeps XMP.
    public static let pngKeyword = "XML:com.adobe.xmp"

    /// The packet as text.
    ///
    /// - Throws: `picture-metadata` when the prefix or name of a property is not an XML name, or a prefix stands for
    ///   two namespaces.
    public func serialized() throws(PictureError) -> String {
        var namespaces = try ownNamespaces()
        var body = ""
        func add(_ prefix: String, _ line: String) {
            if !namespaces.contains(where: { $0.prefix == prefix }), let uri = Self.vocabularies[prefix] {
                namespaces.append((prefix, uri))
            }
            body += line
        }
        if let title { add("dc", Self.alternative("dc:title", title)) }
        if let description { add("dc", Self.alternative("dc:description", description)) }
        if !authors.isEmpty { add("dc", Self.list("dc:creator", "Seq", authors)) }
        if !keywords.isEmpty { add("dc", Self.list("dc:subject", "Bag", keywords)) }
        if let licence {
            add("dc", Self.alternative("dc:rights", licence))
            if let address = Self.licenceAddress(licence) {
                add("xmpRights", Self.element("xmpRights:WebStatement", address))
                add("cc", "<cc:license rdf:resource=\"\(XMLText.escaped(address))\"/>")
            }
        }
        if let name = doi.map(Self.bareDOI) {
            add("dc", Self.element("dc:identifier", "doi:" + name))
            add("prism", Self.element("prism:doi", name))
        }
        if let creatorTool { add("xmp", Self.element("xmp:CreatorTool", creatorTool)) }
        for property in properties {
            body += Self.element("\(property.prefix):\(property.name)", property.value)
        }
        let declared = namespaces.sorted { $0.prefix < $1.prefix }
            .map { " xmlns:\($0.prefix)=\"\(XMLText.escaped($0.uri))\"" }.joined()
        return "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
            + "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\""
            + "\(declared)>\(body)</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>"
    }

    /// The plain text value of a property in a packet that ``serialized()`` made, by its name with prefix.
    public static func value(of name: String, in packet: String) -> String? {
        guard let start = packet.firstRange(of: "<\(name)>"),
            let end = packet[start.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        return XMLText.unescaped(packet[start.upperBound..<end.lowerBound])
    }

    private static let vocabularies = [
        "cc": "http://creativecommons.org/ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "prism": "http://prismstandard.org/namespaces/basic/2.0/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    ]

    private func ownNamespaces() throws(PictureError) -> [(prefix: String, uri: String)] {
        var known: [(prefix: String, uri: String)] = []
        for property in properties {
            guard XMLText.isName(property.prefix), XMLText.isName(property.name) else {
                throw PictureError(
                    .metadata, "\"\(property.prefix):\(property.name)\" is not a name of XML",
                    remedy: "use letters, digits, - and _, a letter first")
            }
            let uri = known.first { $0.prefix == property.prefix }?.uri ?? Self.vocabularies[property.prefix]
            guard uri == nil || uri == property.namespace else {
                throw PictureError(
                    .metadata, "the prefix \(property.prefix) stands for two namespaces",
                    remedy: "choose another prefix")
            }
            if !known.contains(where: { $0.prefix == property.prefix }) {
                known.append((property.prefix, property.namespace))
            }
        }
        return known
    }

    private static func element(_ name: String, _ text: String) -> String {
        "<\(name)>\(XMLText.escaped(text))</\(name)>"
    }

    private static func alternative(_ name: String, _ text: String) -> String {
        "<\(name)><rdf:Alt><rdf:li xml:lang=\"x-default\">\(XMLText.escaped(text))</rdf:li></rdf:Alt></\(name)>"
    }

    private static func list(_ name: String, _ kind: String, _ items: [String]) -> String {
        "<\(name)><rdf:\(kind)>" + items.map { element("rdf:li", $0) }.joined() + "</rdf:\(kind)></\(name)>"
    }

    private static func bareDOI(_ text: String) -> String {
        for start in ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]
        where text.lowercased().hasPrefix(start) {
            return String(text.dropFirst(start.count))
        }
        return text
    }

    /// Where a licence can be read: the licence itself if it is an address, else derived from a Creative Commons name
    /// as SPDX writes it (`CC0-1.0`, `CC-BY-SA-4.0`).
    static func licenceAddress(_ licence: String) -> String? {
        let lower = licence.lowercased()
        if lower.hasPrefix("https://") || lower.hasPrefix("http://") { return licence }
        if lower == "cc0-1.0" { return "https://creativecommons.org/publicdomain/zero/1.0/" }
        let parts = lower.split(separator: "-")
        guard parts.count >= 3, parts.first == "cc", let version = parts.last,
            ["1.0", "2.0", "2.5", "3.0", "4.0"].contains(version),
            ["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"]
                .contains(parts.dropFirst().dropLast().joined(separator: "-"))
        else { return nil }
        return "https://creativecommons.org/licenses/\(parts.dropFirst().dropLast().joined(separator: "-"))/\(version)/"
    }
}
