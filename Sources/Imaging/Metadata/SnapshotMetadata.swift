// SPDX-License-Identifier: Apache-2.0

/// The metadata that a Brayns `snapshot` request may carry, and the text that a Brayns 3.10 service makes of it.
public struct SnapshotMetadata: Sendable, Equatable {
    /// A headline.
    public var title: String
    /// Free text.
    public var description: String
    /// The event or place for which the picture is made.
    public var whereUsed: String
    /// Search words.
    public var keywords: [String]

    /// Collects the four values, all of which the request requires.
    public init(title: String, description: String, whereUsed: String, keywords: [String]) {
        self.title = title
        self.description = description
        self.whereUsed = whereUsed
        self.keywords = keywords
    }

    /// The fragment as the service embeds it: a run of elements without a packet around it and without escaping, so
    /// that clients who look for these bytes find them. It goes into the entry ``XMPPacket/pngKeyword`` of a PNG or the
    /// XMP segment of a JPEG; figures of our own use ``XMPPacket`` instead, which other programs can read.
    public var fragment: String {
        let words = keywords.map { "<rdf:li>\($0)</rdf:li>" }.joined()
        return "<photoshop:Headline>\(title)</photoshop:Headline>"
            + "<dc:description>\(description)</dc:description>"
            + "<Iptc4xmpExt:Event>\(whereUsed)</Iptc4xmpExt:Event>"
            + "<dc:subject><rdf:Bag>\(words)</rdf:Bag></dc:subject>"
    }
}
