// SPDX-License-Identifier: Apache-2.0

/// JPEG (ITU-T T.81) in JFIF form, through libjpeg-turbo. It has no transparency: alpha is dropped on writing and 255
/// on reading.
public enum JPEG {
    /// How finely colour is kept beside brightness.
    public enum Chroma: Sendable, Equatable, CaseIterable {
        /// One colour sample for 2 × 2 pixels (4:2:0): small, the usual choice.
        case halved
        /// One colour sample a pixel (4:4:4): for thin coloured lines and text.
        case full
    }

    /// How a JPEG is written. The same picture and options give the same bytes.
    public struct Options: Sendable, Equatable {
        /// 1 (smallest) to 100 (best), on the scale of the Independent JPEG Group.
        public var quality: Int
        /// Resolution of colour.
        public var chroma: Chroma
        /// XMP text to put into an APP1 segment, at most ``JPEG/maximumXMPLength`` bytes of UTF-8; `nil` writes none.
        public var xmp: String?
        /// Print resolution in dots an inch, stored as a whole number; `nil` writes none.
        public var dotsPerInch: Double?

        /// Collects options; the defaults are quality 90, 4:2:0, no metadata.
        public init(quality: Int = 90, chroma: Chroma = .halved, xmp: String? = nil, dotsPerInch: Double? = nil) {
            self.quality = quality
            self.chroma = chroma
            self.xmp = xmp
            self.dotsPerInch = dotsPerInch
        }
    }

    /// What a JPEG holds.
    public struct Contents: Sendable, Equatable {
        /// The picture, opaque.
        public let picture: Picture
        /// The text of the first XMP segment.
        public let xmp: String?
        /// Print resolution, if the file gives one that is the same both ways.
        public let dotsPerInch: Double?
    }

    /// The most bytes of XMP that one segment takes (XMP specification part 3, 1.1.3).
    public static let maximumXMPLength = 65502

    /// The longest side that a JPEG may have here: libjpeg's limit.
    public static let maximumSide = 65500

    /// What an XMP segment starts with: the namespace and a NUL.
    static let xmpHeader = Array("http://ns.adobe.com/xap/1.0/".utf8) + [0]
}
