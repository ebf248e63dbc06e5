// SPDX-License-Identifier: Apache-2.0
import Digest
import Figures
import Foundation
import Testing

@Suite struct FileTests {
    @Test func filesAreWrittenWholeAndLeaveNothingBehind() async throws {
        try await withFolder { folder in
            let path = folder + "/new/deep/a.png"
            try WholeFile.write([1, 2, 3], to: path)
            try WholeFile.write([4], to: path)
            #expect(try content(path) == [4])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/new/deep") == ["a.png"])
        }
    }

    @Test func aFolderInTheWayIsNamed() async throws {
        try await withFolder { folder in
            try write("x", to: folder + "/file")
            for (path, named) in [(folder + "/file/a.png", folder + "/file "), (folder, folder + " ")] {
                #expect {
                    try WholeFile.write([1], to: path, address: "snapshots.hero.file")
                } throws: { error in
                    let error = error as? FigureError
                    return error?.code == .notWritable && error?.message.contains(named) == true
                        && error?.address == "snapshots.hero.file"
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }

    @Test func digestsAreRememberedUntilTheFileChanges() async throws {
        try await withFolder { folder in
            let path = folder + "/data.swc"
            try write("one", to: path)
            let store = DigestStore(folder: folder + "/cache")
            #expect(try store.digest(of: path).digest == SHA256Digest(of: "one"))
            // Too fresh to be remembered: a second change within the clock's step would go unseen.
            try write("two", to: path)
            #expect(try store.digest(of: path).digest == SHA256Digest(of: "two"))
            #expect(try store.digest(of: path).size == 3)
            store.save()
            let again = DigestStore(folder: folder + "/cache")
            try write("three", to: path)
            #expect(try again.digest(of: path).digest == SHA256Digest(of: "three"))
        }
    }

    @Test func aMissingInputIsNamed() {
        #expect {
            try DigestStore(folder: nil).digest(of: "/nowhere/a.ply", address: "models.a")
        } throws: { error in
            let error = error as? FigureError
            return error?.code == .inputMissing && error?.message.contains("/nowhere/a.ply") == true
                && error?.address == "models.a"
        }
    }
}
