// SPDX-License-Identifier: Apache-2.0

/// What kind of value an option takes; the kinds and their faults are those of Brayns' own parser.
enum OptionKind: Sendable {
    /// Any text. A composable one may be given several times.
    case text(isComposable: Bool)
    /// `true`, `1`, `false` or `0`.
    case boolean
    /// Whole numbers of a range, `count` of them in one argument, parted by blanks.
    case integers(count: Int, minimum: Double, maximum: Double)
    /// A number that is not below a minimum.
    case number(minimum: Double)
    /// One of some words.
    case word([String])
}

/// One option of the command line, declared once: parsing, checks and `--help` come from here.
struct CommandLineOption: Sendable {
    let name: String
    let kind: OptionKind
    /// The default as one writes it; empty for none.
    let standard: String
    let help: String

    private init(_ name: String, _ kind: OptionKind, _ standard: String = "", _ help: String) {
        self.name = name
        self.kind = kind
        self.standard = standard
        self.help = help
    }

    static let plugin = CommandLineOption(
        "plugin", .text(isComposable: true), "", "A plugin to switch on, by its library's name; may be repeated")
    static let logLevel = CommandLineOption(
        "log-level", .word(LogLevel.words.map(\.word)), "info", "The least important kind of message to print")
    static let windowSize = CommandLineOption(
        "window-size", .integers(count: 2, minimum: 64, maximum: 65_536), "800 600",
        "Width and height of the main framebuffer, in one argument")
    static let client = CommandLineOption(
        "client", .boolean, "false", "Connect out to --uri and serve that peer, instead of listening")
    static let secure = CommandLineOption("secure", .boolean, "false", "Speak TLS")
    static let maxClients = CommandLineOption(
        "max-clients", .integers(count: 1, minimum: 0, maximum: 65_536), "2",
        "How many clients are served at a time; as many more wait")
    static let uri = CommandLineOption(
        "uri", .text(isComposable: false), "", "HOST:PORT to listen on, or to connect to with --client")
    static let reconnectionPeriod = CommandLineOption(
        "reconnection-period", .number(minimum: 0), "300",
        "With --client: milliseconds between attempts to connect")
    static let privateKeyFile = CommandLineOption(
        "private-key-file", .text(isComposable: false), "", "The private key, a PEM file")
    static let privateKeyPassphrase = CommandLineOption(
        "private-key-passphrase", .text(isComposable: false), "", "What the private key is encrypted with")
    static let certificateFile = CommandLineOption(
        "certificate-file", .text(isComposable: false), "", "The certificate, or a chain of them, a PEM file")
    static let caLocation = CommandLineOption(
        "ca-location", .text(isComposable: false), "", "Whom to trust: a PEM file or a folder; else the system's")

    /// All of them, in the order of `--help`.
    static let all = [
        plugin, logLevel, windowSize, client, secure, maxClients, uri, reconnectionPeriod, privateKeyFile,
        privateKeyPassphrase, certificateFile, caLocation,
    ]

    /// The text of `--help`.
    static var help: String {
        var lines = [
            "braynsService: serves a 3D scene to Brayns clients", "",
            "usage: braynsService --uri HOST:PORT [--KEY VALUE]…",
            "example: braynsService --uri 0.0.0.0:5000 --log-level debug --plugin braynsCircuitExplorer", "",
            "    -v, --version", "        Print the version and exit.", "    -h, -?, --help",
            "        Print this and exit.",
        ]
        for option in all {
            lines.append("    --\(option.name) \(option.kind.placeholder)")
            let standard = option.standard.isEmpty ? "" : " Default: \(option.standard)."
            lines.append("        \(option.help).\(standard)")
        }
        return lines.joined(separator: "\n")
    }
}

extension OptionKind {
    /// What stands for the value in `--help`.
    var placeholder: String {
        switch self {
        case .text: "TEXT"
        case .boolean: "true|false"
        case .integers(let count, _, _):
            count == 1 ? "N" : "'" + Array(repeating: "N", count: count).joined(separator: " ") + "'"
        case .number: "X"
        case .word(let words): words.joined(separator: "|")
        }
    }
}
