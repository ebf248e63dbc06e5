// SPDX-License-Identifier: Apache-2.0
import RecipeLanguage
import Testing

@Suite struct PortablePathsTests {
    @Test func filesNearTheRecipeAreRelative() {
        let paths = PortablePaths(
            folder: "/home/ann/paper/recipes", dataRoots: [:],
            files: ["/home/ann/paper/recipes/data/a.swc", "/home/ann/paper/meshes/b.ply"])
        #expect(paths.portable("/home/ann/paper/recipes/data/a.swc") == "data/a.swc")
        #expect(paths.portable("/home/ann/paper/meshes/b.ply") == "../meshes/b.ply")
        #expect(paths.usedRoots.isEmpty)
    }

    @Test func filesOfADataRootAreNamedByIt() {
        let paths = PortablePaths(
            folder: "/home/ann/paper", dataRoots: ["circuits": "/gpfs/ann/circuits", "inner": "/gpfs/ann/circuits/x"],
            files: ["/gpfs/ann/circuits/BlueConfig", "/gpfs/ann/circuits/x/y.h5"])
        #expect(paths.portable("/gpfs/ann/circuits/BlueConfig") == "${data.circuits}/BlueConfig")
        #expect(paths.portable("/gpfs/ann/circuits/x/y.h5") == "${data.inner}/y.h5")
        #expect(paths.usedRoots == ["circuits": ".", "inner": "."])
    }

    @Test func filesElsewhereBetrayNoFolder() {
        let paths = PortablePaths(
            folder: "/home/ann/paper", dataRoots: ["external": "/home/ann/paper/x"],
            files: ["/mnt/bob/secret/a.ply", "/mnt/bob/secret/b.ply", "/mnt/eve/c.ply"])
        #expect(paths.portable("/mnt/bob/secret/a.ply") == "${data.external2}/a.ply")
        #expect(paths.portable("/mnt/bob/secret/b.ply") == "${data.external2}/b.ply")
        #expect(paths.portable("/mnt/eve/c.ply") == "${data.external3}/c.ply")
        #expect(paths.portable("/mnt/bob/secret/sub/d.ply") == "${data.external2}/sub/d.ply")
        #expect(paths.usedRoots == ["external": "x", "external2": ".", "external3": "."])
    }
}
