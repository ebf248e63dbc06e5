// SPDX-License-Identifier: Apache-2.0

/// OpenEXR: pictures of 32-bit floats, any channels, one or several named parts, through OpenEXR's C library. Values
/// are linear and untouched.
public enum EXR {
    /// One channel of a part.
    public struct Channel: Sendable, Equatable {
        /// `R`, `G`, `B`, `A`, or any name of at most 255 bytes without NUL.
        public var name: String
        /// `width × height` values, row 0 on top.
        public var values: [Float]

        /// Describes a channel.
        public init(_ name: String, _ values: [Float]) {
            self.name = name
            self.values = values
        }
    }

    /// One picture of a file.
    public struct Part: Sendable, Equatable {
        /// The name; several parts of a file must have different ones, a single part may have none.
        public var name: String?
        /// Columns, at least 1.
        public var width: Int
        /// Rows, at least 1.
        public var height: Int
        /// The channels; a file keeps them in alphabetical order.
        public var channels: [Channel]

        /// Describes a part.
        public init(name: String? = nil, width: Int, height: Int, channels: [Channel]) {
            self.name = name
            self.width = width
            self.height = height
            self.channels = channels
        }

        /// A part from pixels whose channels lie side by side, as a renderer keeps them.
        ///
        /// - Parameter interleaved: `width × height × names.count` values; `names[i]` is channel i of each pixel.
        /// - Throws: `picture-size` when the number of values is another.
        public init(
            name: String? = nil, width: Int, height: Int, names: [String], interleaved: [Float]
        ) throws(PictureError) {
            let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
            guard !overflow, !names.isEmpty, interleaved.count % names.count == 0,
                interleaved.count / names.count == pixels
            else {
                throw PictureError(
                    .size, "\(interleaved.count) values are not \(width) × \(height) × \(names.count)",
                    remedy: "give one value a pixel and channel")
            }
            let channels = names.enumerated().map { index, name in
                Channel(
                    name,
                    [Float](unsafeUninitializedCapacity: pixels) { buffer, initialized in
                        for pixel in 0..<pixels { buffer[pixel] = interleaved[pixel * names.count + index] }
                        initialized = pixels
                    })
            }
            self.init(name: name, width: width, height: height, channels: channels)
        }

        /// The values of a channel.
        public func values(_ channel: String) -> [Float]? { channels.first { $0.name == channel }?.values }
    }

    /// A text attribute, kept in the header of the first part.
    public struct Attribute: Sendable, Equatable {
        /// At most 255 bytes; not a name that the format itself uses, such as `channels` or `compression`.
        public var name: String
        /// Any text without NUL; the custom is UTF-8.
        public var text: String

        /// Describes an attribute.
        public init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    /// How pixels are stored.
    public enum Compression: Sendable, Equatable {
        /// As they are, which is what a Brayns service sends.
        case none
        /// Without loss, 16 lines at a time (`ZIP_COMPRESSION`).
        case zip
    }

    /// What a file holds.
    public struct Contents: Sendable, Equatable {
        /// The parts, with channels in alphabetical order.
        public let parts: [Part]
        /// The text attributes of the first part that the format does not use itself.
        public let attributes: [Attribute]

        /// The part of a name.
        public func part(_ name: String) -> Part? { parts.first { $0.name == name } }
        /// The text of an attribute.
        public func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.text }
    }

    /// Header attributes of the format that are texts too, and which no attribute of ours may replace.
    static let reservedNames: Set<String> = [
        "channels", "chunkCount", "compression", "dataWindow", "displayWindow", "lineOrder", "maxSamplesPerPixel",
        "name", "pixelAspectRatio", "screenWindowCenter", "screenWindowWidth", "tiles", "type", "version", "view",
    ]
}
