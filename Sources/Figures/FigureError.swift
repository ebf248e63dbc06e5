// SPDX-License-Identifier: Apache-2.0

/// Why a figure could not be made, checked or explained.
public struct FigureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Kinds of failure; the raw value is stable and meant for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// A file that the recipe names is not there or cannot be read.
        case inputMissing = "figure-input-missing"
        /// An input is not the one that the lock or the picture names.
        case inputChanged = "figure-input-changed"
        /// There is no lock where one is needed, or it cannot be read.
        case lockMissing = "figure-lock-missing"
        /// The recipe means something else than the lock says.
        case recipeChanged = "figure-recipe-changed"
        /// A file or folder cannot be written.
        case notWritable = "figure-not-writable"
        /// A camera has nothing to look at.
        case nothingToFrame = "figure-nothing-to-frame"
        /// A moment outside of the simulation, or a simulation that is not there.
        case noSuchMoment = "figure-no-such-moment"
        /// The backend answered with an error, or with something that is no picture.
        case backend = "figure-backend"
        /// A picture file that carries no provenance, or is no picture.
        case noProvenance = "figure-no-provenance"
        /// A picture came out other than the one it is to repeat.
        case notTheSame = "figure-not-the-same"
        /// Something that this version cannot draw.
        case unsupported = "figure-unsupported"
    }

    /// Who has to act: it decides over the exit code.
    public enum Blame: Sendable {
        /// The recipe, its data, a lock or a comparison: exit code 1.
        case figure
        /// The backend: exit code 3.
        case backend
    }

    public let code: Code
    /// What is wrong, in one line.
    public let message: String
    /// What to do about it, in one line.
    public let remedy: String
    /// Address in the recipe of what fails, such as `snapshots.hero`, or nil where it is no single thing.
    public let address: String?

    public init(_ code: Code, _ message: String, remedy: String, address: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.address = address
    }

    /// Whether the figure or the backend is at fault.
    public var blame: Blame { code == .backend ? .backend : .figure }

    /// `message (remedy)`.
    public var description: String { "\(message) (\(remedy))" }
}
