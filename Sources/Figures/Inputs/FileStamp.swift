// SPDX-License-Identifier: Apache-2.0
import Digest
import Foundation

/// What a file system tells of a file without reading it: equal stamps mean, as far as any program can see, that the
/// content was not touched.
struct FileStamp: Hashable, Sendable {
    /// Bytes.
    let size: Int
    /// Nanoseconds since 1970 of the last change of the content.
    let modified: Int64
    /// Nanoseconds since 1970 of the last change of content, name or rights.
    let changed: Int64
    let inode: UInt64
    let device: UInt64
    /// Whether this is a plain file and no folder, pipe or device.
    let isRegular: Bool
    let isFolder: Bool

    /// Looks at a file, following links; nil where there is none.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        size = Int(status.st_size)
        #if canImport(Darwin)
            let (content, name) = (status.st_mtimespec, status.st_ctimespec)
        #else
            let (content, name) = (status.st_mtim, status.st_ctim)
        #endif
        modified = Int64(content.tv_sec) &* 1_000_000_000 &+ Int64(content.tv_nsec)
        changed = Int64(name.tv_sec) &* 1_000_000_000 &+ Int64(name.tv_nsec)
        inode = UInt64(status.st_ino)
        device = UInt64(truncatingIfNeeded: status.st_dev)
        isRegular = status.st_mode & S_IFMT == S_IFREG
        isFolder = status.st_mode & S_IFMT == S_IFDIR
    }
}

/// Reads whole files with errors that say what to do.
enum FileContent {
    /// The bytes of a file.
    /// - Throws: `figure-input-missing` where it cannot be read.
    static func bytes(_ path: String, address: String? = nil) throws(FigureError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw missing(path, address: address)
        }
        return [UInt8](data)
    }

    /// The SHA-256 of a file's content, read in pieces of 1 MB.
    /// - Throws: `figure-input-missing` where it cannot be read.
    static func digest(_ path: String, address: String? = nil) throws(FigureError) -> SHA256Digest {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw missing(path, address: address) }
        defer { close(descriptor) }
        var hash = SHA256Stream()
        let size = 1 << 20
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = read(descriptor, buffer.baseAddress, size)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw missing(path, address: address)
            }
            hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        return hash.finish()
    }

    static func missing(_ path: String, address: String?) -> FigureError {
        let reason = errno == EACCES ? "may not be read" : "is not there or cannot be read"
        return FigureError(
            .inputMissing, "\(path) \(reason)",
            remedy: "put the file there, or point to it with --data or in the recipe", address: address)
    }
}
