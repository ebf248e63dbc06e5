// SPDX-License-Identifier: Apache-2.0
import Figures
import Testing

@Suite("Paths as text")
struct PathTextTests {
    @Test(arguments: [
        ("o", "o", "", "o"), (".", ".", "", "."), ("/", "/", "/", "/"), ("", "", "", ""), ("/a", "a", "/", "a"),
        ("a/b.yaml", "b.yaml", "a", "b"), ("a//b/", "b", "a", "b"), ("/x/.hidden", ".hidden", "/x", ".hidden"),
        ("é/图.lock.json", "图.lock.json", "é", "图.lock"),
    ])
    func partsOfPaths(path: String, name: String, parent: String, stem: String) {
        #expect(path.fileName == name)
        #expect(path.parentFolder == parent)
        #expect(path.fileStem == stem)
    }
}
