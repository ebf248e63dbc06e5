// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation
import Imaging

/// Drawn pixels by the digest of all that decides over them, in the user's cache folder.
///
/// It may vanish or lose entries at any time. Above its bound the entries that were used least recently go.
public struct PictureCache: Sendable {
    private let folder: String
    private let greatestSize: Int

    /// - Parameters:
    ///   - folder: the cache folder.
    ///   - greatestSize: bytes that are kept after each run.
    public init(folder: String, greatestSize: Int = 2 << 30) {
        self.folder = folder + "/pictures"
        self.greatestSize = greatestSize
    }

    /// The pixels of a drawing, or nil where they are not known.
    public func pixels(of drawing: SHA256Digest) -> RawPicture? {
        let path = path(drawing)
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let bytes = [UInt8](data)
        utimes(path, nil)
        if bytes.starts(with: PNG.signature) {
            return (try? PNG.decode(bytes)).map { .display($0.picture) }
        }
        return (try? EXR.decode(bytes)).map { .buffers($0.parts) }
    }

    /// Remembers the pixels of a drawing. A cache that cannot be written costs only time, so it is no error.
    public func remember(_ raw: RawPicture, of drawing: SHA256Digest) {
        let bytes: [UInt8]? =
            switch raw {
            case .display(let picture): try? PNG.encode(picture, options: PNG.Options(effort: .fastest))
            case .buffers(let parts): try? EXR.encode(parts)
            }
        if let bytes { try? WholeFile.write(bytes, to: path(drawing)) }
    }

    /// Removes what was used least recently until the rest is within the bound.
    public func trim() {
        guard let names = FileManager.default.enumerator(atPath: folder) else { return }
        var files: [(path: String, stamp: FileStamp)] = []
        var total = 0
        while let name = names.nextObject() as? String {
            let path = folder + "/" + name
            guard let stamp = FileStamp(path: path), stamp.isRegular else { continue }
            files.append((path, stamp))
            total += stamp.size
        }
        for file in files.sorted(by: { $0.stamp.modified < $1.stamp.modified }) where total > greatestSize {
            unlink(file.path)
            total -= file.stamp.size
        }
    }

    private func path(_ drawing: SHA256Digest) -> String {
        let name = drawing.hexadecimal
        return "\(folder)/\(name.prefix(2))/\(name.dropFirst(2))"
    }
}
