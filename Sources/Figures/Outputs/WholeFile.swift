// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Writes files whole or not at all.
public enum WholeFile {
    /// Writes a file beside its place, then moves it there, so that whoever looks sees the old or the new content.
    /// Missing folders are made.
    /// - Throws: `figure-not-writable`.
    public static func write(
        _ bytes: [UInt8], to path: String, address: String? = nil
    ) throws(FigureError) {
        let folder = path.parentFolder
        try makeFolder(folder, address: address)
        let name = path.fileName
        let part = folder + "/.\(name).\(UInt32.random(in: .min ... .max)).part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(path, address: address) }
        var written = 0
        var isWhole = true
        bytes.withUnsafeBytes { buffer in
            while written < buffer.count, let start = buffer.baseAddress {
                let count = Foundation.write(descriptor, start + written, buffer.count - written)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else {
                    isWhole = false
                    return
                }
                written += count
            }
        }
        let reason = errno
        let isClosed = close(descriptor) == 0
        guard isWhole, isClosed, rename(part, path) == 0 else {
            let code = isWhole ? errno : reason
            unlink(part)
            errno = code
            throw failure(path, address: address)
        }
    }

    /// Makes a folder and those above it, and sees that files can be made in it.
    /// - Throws: `figure-not-writable`.
    public static func makeFolder(_ folder: String, address: String? = nil) throws(FigureError) {
        let path = folder.isEmpty ? "." : folder
        if let stamp = FileStamp(path: path), stamp.isFolder {
            guard access(path, W_OK | X_OK) == 0 else { throw failure(path, address: address) }
            return
        }
        let parent = path.parentFolder
        if parent != path, !parent.isEmpty { try makeFolder(parent, address: address) }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST && FileStamp(path: path)?.isFolder == true else {
            throw failure(path, address: address)
        }
    }

    private static func failure(_ path: String, address: String?) -> FigureError {
        let remedy: String
        let reason: String
        switch errno {
        case EACCES, EPERM: (reason, remedy) = ("no permission", "choose a folder of your own with --output")
        case ENOSPC, EDQUOT: (reason, remedy) = ("the disk is full", "make room, or choose another folder")
        case EROFS: (reason, remedy) = ("the file system is read-only", "choose another folder with --output")
        case ENOTDIR, EEXIST: (reason, remedy) = ("it should be a folder", "move it, or choose another folder")
        case EISDIR: (reason, remedy) = ("a folder of that name is in the way", "move it, or choose another name")
        default: (reason, remedy) = (String(cString: strerror(errno)), "choose another folder with --output")
        }
        return FigureError(.notWritable, "\(path) cannot be written: \(reason)", remedy: remedy, address: address)
    }
}
