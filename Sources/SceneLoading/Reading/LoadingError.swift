// SPDX-License-Identifier: Apache-2.0

/// Why a file could not become a model.
///
/// The code is stable and tells the kind of fault; the message is one sentence for people; the place, where one
/// is known, is a line of a text file, a byte of a binary one or a path inside an HDF5 file.
public struct LoadingError: Error, Sendable, Equatable {
    /// The kinds of fault, each with a stable name.
    public enum Code: String, Sendable, Equatable, CaseIterable {
        /// The file does not exist or cannot be opened or read.
        case unreadable = "load.unreadable"
        /// The contents break the rules of their format.
        case malformed = "load.malformed"
        /// The contents end before what the header or the structure promises.
        case truncated = "load.truncated"
        /// The contents are valid but of a kind that is not read.
        case unsupported = "load.unsupported"
        /// The contents are valid but hold nothing to show.
        case empty = "load.empty"
        /// A name or id asked for does not occur in the data.
        case notFound = "load.not-found"
        /// An option has a value that the loader refuses: the caller's fault, not the file's.
        case invalidOption = "load.invalid-option"
        /// What was asked for is nothing that can be loaded, whatever the data: the service answers as it does to params
        /// that break their schema.
        case invalidRequest = "load.invalid-request"
        /// The caller asked for the load to stop.
        case cancelled = "load.cancelled"
    }

    /// Where in the input the fault lies.
    public enum Place: Sendable, Equatable {
        /// A line of a text file, counted from 1.
        case line(Int)
        /// A byte of a binary file, counted from 0.
        case byte(Int)
        /// A group, dataset or attribute inside an HDF5 file, or a key inside a configuration.
        case item(String)
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, one sentence without the place.
    public var message: String
    /// The file that holds the fault; empty for bytes that never were a file.
    public var path: String
    /// Where in that file.
    public var place: Place?
    /// Everything that is wrong, in the service's words, where that is more than one thing.
    public var details: [String]

    /// - Parameters:
    ///   - code: the kind of fault.
    ///   - message: one sentence, without file and place.
    ///   - path: the file at fault, empty where there is none or it is not known yet.
    ///   - place: where in the file.
    ///   - details: everything that is wrong.
    public init(
        _ code: Code, _ message: String, path: String = "", at place: Place? = nil, details: [String] = []
    ) {
        self.code = code
        self.message = message
        self.path = path
        self.place = place
        self.details = details
    }

    /// The same error, said to lie in a file; an error that names its file already keeps it.
    package func inFile(_ path: String) -> LoadingError {
        var located = self
        if located.path.isEmpty { located.path = path }
        return located
    }
}

extension LoadingError: CustomStringConvertible {
    /// `path:line: message`, or `path (item): message`, as far as they are known.
    public var description: String {
        switch place {
        case .line(let line):
            let prefix = path.isEmpty ? "line \(line)" : "\(path):\(line)"
            return "\(prefix): \(message)"
        case .byte(let byte):
            return "\(path.isEmpty ? "" : path + " ")(byte \(byte)): \(message)"
        case .item(let item):
            return "\(path.isEmpty ? "" : path + " ")(\(item)): \(message)"
        case nil:
            return path.isEmpty ? message : "\(path): \(message)"
        }
    }
}
