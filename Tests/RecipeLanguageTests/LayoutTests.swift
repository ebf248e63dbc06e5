// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import RecipeLanguage
import Testing

/// The formatter.
@Suite struct LayoutTests {
    private func formatted(_ text: String) throws -> String {
        try #require(RecipeFormatter.format(SourceText(name: "recipe.yaml", text: text)).text)
    }

    private func expect(_ text: String, _ wanted: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let once = try formatted(text)
        #expect(once == wanted, sourceLocation: sourceLocation)
        #expect(try formatted(once) == once, sourceLocation: sourceLocation)
    }

    @Test func commentsAndGroupsMoveWithTheirKeys() throws {
        try expect(
            """
            # A header

            # the lights
            lights:   # two of them
                # the key
                key: {directional: {intensity: 3}}   # strong
                fill: ambient
                # no more lights


            # the version
            recipe: 1
            models:
              b:
                color: red      # trailing
                mesh: b.ply
            # the end
            """,
            """
            # A header

            # the version
            recipe: 1
            models:
              b:
                mesh: b.ply
                color: red  # trailing
            # the lights
            lights:  # two of them
              # the key
              key: {directional: {intensity: 3}}  # strong
              fill: ambient
              # no more lights
            # the end

            """)
    }

    @Test func shortCollectionsStayOnOneLine() throws {
        try expect(
            """
            recipe:   1
            keywords: [ a,b , "c d" ]
            models: {a: {mesh: a.ply,color: "#ff8800"},
              b: {spheres: [{radius: 1, center: [0,0,0]}, {center: [1, 0, 0], radius: 2, color: [0.1, 0.2, 0.3, 0.4]}]}}
            camera:
              frame:
                from:
                - 1
                - 0.5
                - 1
            """,
            """
            recipe: 1
            keywords: [a, b, "c d"]
            models:
              a: {mesh: a.ply, color: "#ff8800"}
              b:
                spheres:
                  - {center: [0, 0, 0], radius: 1}
                  - {center: [1, 0, 0], radius: 2, color: [0.1, 0.2, 0.3, 0.4]}
            camera:
              frame:
                from: [1, 0.5, 1]

            """)
    }

    @Test func anchorsStayBeforeTheirAliases() throws {
        try expect(
            "snapshots: {a: {camera: &c {near_clip: 1}}}\ncamera: *c\nrecipe: 1\n",
            "snapshots: {a: {camera: &c {near_clip: 1}}}\ncamera: *c\nrecipe: 1\n")
        try expect(
            "recipe: 1\nmodels:\n  a: &a\n    color: red\n    mesh: a.ply\n  b: *a\n",
            "recipe: 1\nmodels:\n  a: &a\n    mesh: a.ply\n    color: red\n  b: *a\n")
    }

    @Test func longTextsKeepTheirMeaning() throws {
        try expect(
            "recipe: 1\ndescription: >-\n      folded\n      text\n\n        more\ntitle: |\n   literal\n    text\n",
            "recipe: 1\ntitle: |\n  literal\n   text\ndescription: >-\n  folded\n  text\n\n    more\n")
        try expect(
            "recipe: 1\ntitle: over\n  two lines\ndescription: \"a\n  b\\\"\"\n",
            "recipe: 1\ntitle: \"over two lines\"\ndescription: \"a b\\\"\"\n")
        try expect("recipe: 1\ntitle: |2\n   x\n  y\n", "recipe: 1\ntitle: \" x\\ny\\n\"\n")
    }

    @Test func commentsBehindAnchorsAndInHeadersStay() throws {
        try expect(
            "recipe: 1\nlights: &l  # both\n  # above\n  a: ambient\n",
            "recipe: 1\nlights: &l  # both\n  # above\n  a: ambient\n")
        try expect("recipe: 1\ntitle: |2- # said\n    x\n", "recipe: 1\ntitle: \"  x\"  # said\n")
        try expect("recipe: 1\ntitle: | # said\n    x\n", "recipe: 1\ntitle: | # said\n  x\n")
    }

    @Test func unknownKeysComeLastAndStay() throws {
        try expect("zebra: 1\nrecipe: 1\napple: {b: 1, a: 2}\n", "recipe: 1\nzebra: 1\napple: {b: 1, a: 2}\n")
    }

    @Test func emptyAndOddDocuments() throws {
        try expect("{}", "{}\n")
        try expect("# only a comment\n", "# only a comment\n")
        try expect("- a\n-   b: 1\n    c: 2\n- - d\n  - e\n", "- a\n- b: 1\n  c: 2\n-\n  - d\n  - e\n")
        #expect(RecipeFormatter.format(SourceText(name: "x", text: "a: [")).text == nil)
        #expect(
            try formatted("recipe: 1\r\nmodels:\r\n    a: {mesh: a.ply}\r\n")
                == "recipe: 1\nmodels:\n  a: {mesh: a.ply}\n")
    }

    @Test func aDifferenceIsShownInUnifiedForm() {
        let difference = LineDifference.unified("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nD\ne\nf\n", name: "x.yaml")
        #expect(
            difference
                == "--- x.yaml\n+++ x.yaml (formatted)\n@@ -1,7 +1,7 @@\n a\n b\n c\n-d\n+D\n e\n f\n \n")
        #expect(LineDifference.unified("a", "a", name: "x").isEmpty)
    }
}
