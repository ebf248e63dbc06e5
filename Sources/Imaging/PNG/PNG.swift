// SPDX-License-Identifier: Apache-2.0

/// Portable Network Graphics (ISO/IEC 15948), through libpng.
public enum PNG {
    /// One text entry of a PNG: `tEXt`, `zTXt` or `iTXt`.
    public struct Text: Sendable, Equatable {
        /// What the entry is: 1 to 79 printable Latin-1 characters, such as `Title` or `XML:com.adobe.xmp`.
        public var keyword: String
        /// The text; it holds no NUL.
        public var text: String
        /// Whether the text is (to be) deflated in the file.
        public var isCompressed: Bool
        /// The language tag (RFC 3066) of an `iTXt` entry, or empty.
        public var language: String

        /// Describes an entry; it is written as `iTXt`, which keeps every Unicode character.
        public init(_ keyword: String, _ text: String, isCompressed: Bool = false, language: String = "") {
            self.keyword = keyword
            self.text = text
            self.isCompressed = isCompressed
            self.language = language
        }
    }

    /// How a PNG is written. The same picture and options give the same bytes.
    public struct Options: Sendable, Equatable {
        /// How hard to compress.
        public var effort: Effort
        /// Entries to put before the image data, in this order.
        public var texts: [Text]
        /// Print resolution in dots an inch, stored as whole dots a metre; `nil` writes none.
        public var dotsPerInch: Double?
        /// Whether a picture without transparency is stored with three channels (smaller, and reads back the same).
        public var dropsOpaqueAlpha: Bool

        /// Collects options; the defaults are fast, with four channels and no metadata.
        public init(
            effort: Effort = .fast, texts: [Text] = [], dotsPerInch: Double? = nil, dropsOpaqueAlpha: Bool = false
        ) {
            self.effort = effort
            self.texts = texts
            self.dotsPerInch = dotsPerInch
            self.dropsOpaqueAlpha = dropsOpaqueAlpha
        }
    }

    /// The compression levels worth having for rendered pictures. Times and sizes are of 1920 × 1080 pixels on one
    /// core of 2020s server hardware, smooth shading first, sampling noise second.
    public enum Effort: Sendable, Equatable, CaseIterable {
        /// For pictures that are looked at once: 15 ms and 140 kB, 75 ms and 2.5 MB.
        case fastest
        /// The default: 30 ms and 85 kB, 150 ms and 2.2 MB.
        case fast
        /// For archives: 35 ms and 77 kB, 620 ms and 1.9 MB.
        case small
    }

    /// What a PNG holds.
    public struct Contents: Sendable, Equatable {
        /// The picture, whatever the file's depth and channels, as 8-bit red, green, blue, alpha.
        public let picture: Picture
        /// All text entries, before and after the image data, in the file's order.
        public let texts: [Text]
        /// Print resolution, if the file gives one that is the same both ways.
        public let dotsPerInch: Double?

        /// The text of the first entry with a keyword.
        public func text(_ keyword: String) -> String? { texts.first { $0.keyword == keyword }?.text }
    }

    /// The eight bytes every PNG starts with.
    public static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    static let metresPerInch = 0.0254
}
