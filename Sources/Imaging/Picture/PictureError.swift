// SPDX-License-Identifier: Apache-2.0

/// What went wrong with a picture or its file. The caller knows the file's name and adds it.
public struct PictureError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Kinds of failure; the raw value is stable and meant for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// A size that no picture can have, or bytes that do not fit the size.
        case size = "picture-size"
        /// More pixels than the caller allows, or than a file of this length can hold.
        case tooLarge = "picture-too-large"
        /// The file's bytes are not a picture of the format, or are damaged.
        case damaged = "picture-damaged"
        /// A correct file that uses a part of the format which is not read here.
        case unsupported = "picture-unsupported"
        /// Metadata that the format cannot carry.
        case metadata = "picture-metadata"
        /// Options outside of their range.
        case option = "picture-option"
        /// Two pictures that cannot be compared.
        case comparison = "picture-comparison"
        /// The system has no memory for it.
        case memory = "picture-memory"
    }

    /// The kind of failure.
    public let code: Code
    /// What is wrong, in one line.
    public let message: String
    /// What to do about it, in one line.
    public let remedy: String

    init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// `message (remedy)`.
    public var description: String { "\(message) (\(remedy))" }
}
