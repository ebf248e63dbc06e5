// SPDX-License-Identifier: Apache-2.0

/// A fault of the command line; the texts are Brayns'.
struct CommandLineFault: Error, Equatable {
    let message: String
}

/// The values of the options, checked against their declarations.
struct CommandLineArguments {
    private var given: [String: [String]] = [:]

    /// Reads `--key value` pairs. A single dash is taken too, as one of Brayns' own documents writes `-log-level`.
    init(_ tokens: [String]) throws(CommandLineFault) {
        var rest = tokens[...]
        while let token = rest.popFirst() {
            guard let option = try Self.option(token) else {
                throw CommandLineFault(message: "Unknown positional argument '\(token)'")
            }
            guard let value = rest.popFirst() else {
                throw CommandLineFault(message: "No value for keyword argument '\(option.name)'")
            }
            if case .text(isComposable: true) = option.kind {
                given[option.name, default: []].append(value)
                continue
            }
            guard given[option.name] == nil else {
                throw CommandLineFault(message: "Duplicated keyword argument '\(option.name)'")
            }
            given[option.name] = [value]
            try option.check(value)
        }
    }

    private static func option(_ token: String) throws(CommandLineFault) -> CommandLineOption? {
        let isDouble = token.hasPrefix("--")
        guard isDouble || token.hasPrefix("-") else { return nil }
        let name = token.dropFirst(isDouble ? 2 : 1)
        let option = CommandLineOption.all.first { $0.name == name }
        if option == nil, isDouble { throw CommandLineFault(message: "Unknown keyword argument '\(name)'") }
        return option
    }

    /// All values of a composable option.
    func texts(_ option: CommandLineOption) -> [String] { given[option.name] ?? [] }

    /// The value of an option as it was written, or its default.
    func text(_ option: CommandLineOption) -> String { given[option.name]?.last ?? option.standard }

    /// The value of a boolean option.
    func boolean(_ option: CommandLineOption) -> Bool { ["true", "1"].contains(text(option)) }

    /// The values of an option of numbers.
    func numbers(_ option: CommandLineOption) -> [Double] {
        text(option).split(separator: " ").compactMap { CommandLineOption.leadingNumber($0) }
    }
}

extension CommandLineOption {
    /// Checks a value against the declaration.
    fileprivate func check(_ value: String) throws(CommandLineFault) {
        switch kind {
        case .text:
            return
        case .boolean:
            guard ["true", "1", "false", "0"].contains(value) else {
                throw CommandLineFault(message: "Invalid boolean value for keyword argument '\(name)': '\(value)'")
            }
        case .word(let words):
            guard words.contains(value) else {
                let list = words.joined(separator: ", ")
                throw CommandLineFault(
                    message: "Invalid enum value for keyword argument '\(name)': '\(value)' not in [\(list)]")
            }
        case .number(let minimum):
            try check(value, minimum: minimum, maximum: .greatestFiniteMagnitude, isInteger: false)
        case .integers(let count, let minimum, let maximum):
            let items = count == 1 ? [value[...]] : value.split(separator: " ")
            if items.count < count {
                throw CommandLineFault(
                    message: "Not enough items for keyword argument '\(name)': \(items.count) < \(count)")
            }
            if items.count > count {
                throw CommandLineFault(
                    message: "Too many items for keyword argument '\(name)': \(items.count) > \(count)")
            }
            for item in items { try check(item, minimum: minimum, maximum: maximum, isInteger: true) }
        }
    }

    private func check(
        _ text: some StringProtocol, minimum: Double, maximum: Double, isInteger: Bool
    ) throws(CommandLineFault) {
        guard let value = Self.leadingNumber(text) else {
            throw CommandLineFault(message: "Invalid numeric value for keyword argument '\(name)': '\(text)'")
        }
        func show(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }
        if isInteger, value.rounded() != value {
            throw CommandLineFault(message: "Invalid integer value for keyword argument '\(name)': \(show(value))")
        }
        if value < minimum {
            throw CommandLineFault(
                message: "Value below minimum for keyword argument '\(name)': \(show(value)) < \(show(minimum))")
        }
        if value > maximum {
            throw CommandLineFault(
                message: "Value above maximum for keyword argument '\(name)': \(show(value)) > \(show(maximum))")
        }
    }

    /// The number that a text begins with, as C++ streams read it: what follows the number does not matter.
    fileprivate static func leadingNumber(_ text: some StringProtocol) -> Double? {
        var number = ""
        var isExponentAllowed = false
        for character in text.drop(while: { $0 == " " || $0 == "\t" }) {
            switch character {
            case "0"..."9" where character.isASCII:
                number.append(character)
                if !number.contains("e") { isExponentAllowed = true }
            case "+" where number.isEmpty || number.last == "e", "-" where number.isEmpty || number.last == "e":
                number.append(character)
            case "." where !number.contains(".") && !number.contains("e"):
                number.append(character)
            case "e" where isExponentAllowed, "E" where isExponentAllowed:
                number.append("e")
                isExponentAllowed = false
            default:
                return finite(number)
            }
        }
        return finite(number)
    }

    private static func finite(_ text: String) -> Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
