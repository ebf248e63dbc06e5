// SPDX-License-Identifier: Apache-2.0
import JSON
import Testing

@Suite("JSON")
struct JSONTests {
    /// Values as wire.md §3.2 shows them.
    @Test(arguments: [
        (296.96 as Float, "296.96"), (0.000001, "0.000001"), (0.1, "0.1"), (1, "1"), (-2.5, "-2.5"),
        (.greatestFiniteMagnitude, "3.4028235e+38"), (1e-7, "1e-7"), (123_456_792, "123456790"), (.nan, "0"),
        (-.infinity, "3.4028235e+38"), (-0.0, "0"), (16_777_216, "16777216"),
    ])
    func floatsPrintShortest(value: Float, text: String) {
        #expect(JSONValue.float(value).text() == text)
    }

    @Test func doublesKeepTheirBits() throws {
        for value in [1.0000000000000002, 0.1, 1e300, 123456.789, 1e21, 1e-6, -1.7976931348623157e308] {
            let text = JSONValue.number(value).text()
            #expect(try JSONValue(parsing: text).double == value, "\(text)")
        }
    }

    /// Decimals of up to twenty digits, halves between two doubles among them, against the standard library's reading.
    @Test func decimalsAreRoundedOnce() throws {
        var state: UInt64 = 1
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
        var texts = ["9007199254740993.0", "0.3333333333333333148", "1844674407370955161.5", "0.00000000000000000001"]
        for _ in 0..<20_000 {
            var digits = String(next())
            while digits.count < 20 { digits = "0" + digits }
            digits = String(digits.suffix(Int(next() % 19) + 2))
            let point = digits.index(digits.startIndex, offsetBy: Int(next() % UInt64(digits.count - 1)) + 1)
            let whole = digits[..<point].drop { $0 == "0" }
            texts.append("\(next() % 2 == 0 ? "-" : "")\(whole.isEmpty ? "0" : whole).\(digits[point...])")
        }
        // Every other one of these lies exactly between two doubles.
        for _ in 0..<2_000 { texts.append("\(next() >> 10 | 1 << 53).5") }
        for text in texts {
            #expect(try JSONValue(parsing: text).double?.bitPattern == Double(text)?.bitPattern, "\(text)")
        }
    }

    @Test func keysAreSortedAndTextIsEscaped() {
        let value: JSONValue = ["b": 1, "a": ["x\"\\\n\u{1}é": nil], "ab": true]
        #expect(value.text() == #"{"a":{"x\"\\\n\u0001é":null},"ab":true,"b":1}"#)
    }

    @Test func integersAndNumbersAreTold() throws {
        let value = try JSONValue(parsing: "[1, 1.0, 1e0, -9223372036854775808, 18446744073709551616]")
        #expect(value.array?.map(\.typeName) == ["integer", "number", "number", "integer", "number"])
        #expect(value[3]?.integer == .min)
    }

    @Test(arguments: [
        ("", 1, 1), ("{\"a\":", 1, 6), ("[1,]", 1, 4), ("[1 2]", 1, 4), ("{\"a\":1}x", 1, 8), ("01", 1, 1),
        ("[\n\n  tru]", 3, 6), ("\"\\x\"", 1, 3), ("\"\\ud800\"", 1, 8), ("[1.]", 1, 4), ("nul", 1, 4), ("'a'", 1, 1),
    ])
    func faultsAreLocated(text: String, line: Int, column: Int) {
        #expect {
            try JSONValue(parsing: text)
        } throws: { error in
            guard let error = error as? JSONSyntaxError else { return false }
            return error.line == line && error.column == column
        }
    }

    @Test func depthIsBounded() throws {
        let deep = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        _ = try JSONValue(parsing: deep)
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: "[" + deep + "]") }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: String(repeating: "{\"a\":[", count: 100_000)) }
    }

    @Test func duplicateKeysFollowTheLimit() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"a":2}"#)["a"] == 2)
        #expect(throws: JSONSyntaxError.self) {
            try JSONValue(parsing: #"{"a":1,"a":2}"#, limits: JSONLimits(allowsDuplicateKeys: false))
        }
    }

    @Test func escapesAndSurrogates() throws {
        #expect(try JSONValue(parsing: #""\u00e9\ud83d\ude00\/\t""#).string == "é😀/\t")
    }

    @Test("what is written reads back", arguments: 0..<200)
    func roundTrip(seed: UInt64) throws {
        var state = seed &+ 1
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        func make(_ depth: Int) -> JSONValue {
            switch next(depth > 4 ? 6 : 8) {
            case 0: return .null
            case 1: return .boolean(next(2) == 0)
            case 2: return .integer(Int64(bitPattern: next(1 << 31) << 32 | next(1 << 31)))
            case 3:
                let value = Double(bitPattern: next(1 << 31) << 33 | next(1 << 31))
                return .number(value.isFinite ? value : 0.5)
            case 4: return .string(String(String.UnicodeScalarView((0..<next(6)).compactMap { _ in
                Unicode.Scalar(UInt32(next(0x3000))) })))
            case 5: return .floats((0..<next(5)).map { _ in Float(next(1000)) / 7 })
            case 6: return .array((0..<next(5)).map { _ in make(depth + 1) })
            default: return .object(Dictionary((0..<next(5)).map { ("k\($0)", make(depth + 1)) }) { $1 })
            }
        }
        let value = make(0)
        for layout in [JSONValue.Layout.compact, .indented] {
            let again = try JSONValue(parsing: value.text(layout))
            #expect(again.text() == value.text())
        }
    }
}
