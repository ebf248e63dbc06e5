// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Testing

/// Suggestions for misspelt names.
@Suite struct NearestNamesTests {
    @Test(arguments: [
        ("colour", "color"), ("radus", "radius"), ("cneter", "center"), ("fullHD", "full_hd"), ("Full-HD", "full_hd"),
        ("resolutoin", "resolution"), ("v", "view"), ("p2", "p0"),
    ])
    func findsTheName(written: String, meant: String) {
        let names = ["color", "radius", "center", "full_hd", "resolution", "p0", "view"]
        let found = NearestNames.of(written, in: names)
        #expect(found.contains(meant) == (written != "v"))
        #expect(found.count <= 3)
    }

    @Test func distanceCountsTranspositionsOnce() {
        func distance(_ left: String, _ right: String) -> Int {
            NearestNames.distance(Array(left.unicodeScalars), Array(right.unicodeScalars))
        }
        #expect(distance("abc", "acb") == 1)
        #expect(distance("abc", "ca") == 2)
        #expect(distance("aliceblue", "aleiblue") == 2)
        #expect(distance("", "") == 0)
        #expect(distance("", "abc") == 3)
        #expect(distance("kitten", "sitting") == 3)
    }

    @Test func aTieIsNotSure() {
        #expect(NearestNames.best("p2", in: ["p0", "p1"]).sure == nil)
        #expect(NearestNames.best("radus", in: ["radius", "center"]).sure == "radius")
    }
}
