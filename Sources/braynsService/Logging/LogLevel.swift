// SPDX-License-Identifier: Apache-2.0

/// How much a line of the log matters.
enum LogLevel: Int, Comparable, Sendable {
    case trace, debug, info, warning, error, critical, off

    /// The words that `--log-level` takes, in the order in which a fault lists them.
    static let words: [(word: String, level: LogLevel)] = [
        ("trace", .trace), ("debug", .debug), ("info", .info), ("warn", .warning), ("warning", .warning),
        ("error", .error), ("critical", .critical), ("off", .off),
    ]

    /// The level of a word.
    init?(word: String) {
        guard let entry = Self.words.first(where: { $0.word == word }) else { return nil }
        self = entry.level
    }

    /// The word that lines begin with.
    var name: String { Self.words.last { $0.level == self }?.word ?? "" }

    /// Its colour on a terminal, as a number of ANSI's.
    var color: Int {
        switch self {
        case .trace, .off: 37
        case .debug: 36
        case .info: 32
        case .warning: 33
        case .error, .critical: 31
        }
    }

    static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}
