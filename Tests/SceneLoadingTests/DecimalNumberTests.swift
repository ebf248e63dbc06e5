// SPDX-License-Identifier: Apache-2.0
import SceneLoading
import Testing

@Suite struct DecimalNumberTests {
    private func float(_ text: String) -> (Float?, Int) {
        var position = 0
        let value = Array(text.utf8).withUnsafeBytes { DecimalNumber.float($0, &position) }
        return (value, position)
    }

    @Test(arguments: [
        "0", "-0", "1", "-1.5", "+2", "3.", ".25", "1e3", "1E-3", "123456789012345678901234567890", "16777217",
        "0.1", "3.4028235e38", "1e-45", "1.17549435e-38", "2.2250738585072011e-308", "8388609.5",
        "0.30000001192092896", "1.00000005960464477540", "7.0064923216240862e-46", "9007199254740993",
    ])
    func agreesWithTheStandardLibrary(_ text: String) {
        let (value, end) = float(text)
        // The standard library takes no leading point, trailing point or plus sign.
        var plain = text.hasPrefix("+") ? String(text.dropFirst()) : text
        if plain.hasSuffix(".") { plain.removeLast() }
        #expect(value?.bitPattern == Float(plain)?.bitPattern)
        #expect(end == text.utf8.count)
    }

    @Test func manyRandomNumbersRoundAsTheStandardLibraryDoes() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<20_000 {
            let digits = UInt64.random(in: 0...UInt64.max, using: &generator)
            let text = "\(digits % 1_000_000_000_000).\(digits % 9973)e\(Int(digits % 60) - 40)"
            #expect(float(text).0?.bitPattern == Float(text)?.bitPattern, "\(text)")
        }
    }

    @Test(arguments: ["", "x", "-", ".", "e5", "+-1"])
    func whatIsNoNumberIsLeftAlone(_ text: String) {
        let (value, end) = float(text)
        #expect(value == nil)
        #expect(end == 0)
    }

    @Test func namesAreNumbers() {
        #expect(float("NaN").0?.isNaN == true)
        #expect(float("-Infinity").0 == -.infinity)
        #expect(float("1e999").0 == .infinity)
    }
}
