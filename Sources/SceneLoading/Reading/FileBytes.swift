// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The contents of a file in memory of their own, released with the value.
///
/// The file is read rather than mapped: a mapped file that another program shortens meanwhile would end this
/// process, and reading costs less than a tenth of the cheapest parse.
package struct FileBytes: ~Copyable {
    private let memory: UnsafeMutableRawBufferPointer

    /// Reads a whole file.
    ///
    /// - Parameter path: a regular file.
    /// - Throws: `LoadingError` `unreadable`, naming the file and the system's reason.
    package init(path: String) throws(LoadingError) {
        // Not blocking: opening a pipe would wait for its writer. To regular files it makes no difference.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileBytes.systemError("Cannot open the file", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileBytes.systemError("Cannot read the file", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw LoadingError(.unreadable, "Cannot read the file: it is not a regular file", path: path)
        }
        let size = Int(status.st_size)
        guard let start = malloc(max(size, 1)) else {
            throw LoadingError(.unreadable, "Cannot read the file: its \(size) bytes do not fit in memory", path: path)
        }
        var filled = 0
        while filled < size {
            let got = read(descriptor, start + filled, size - filled)
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else {
                let error = FileBytes.systemError("Cannot read the file", path)
                free(start)
                throw error
            }
            if got == 0 { break }
            filled += got
        }
        memory = UnsafeMutableRawBufferPointer(start: start, count: filled)
    }

    deinit { free(memory.baseAddress) }

    /// Calls `body` with the contents, which are valid only during the call.
    package borrowing func withBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(LoadingError) -> Result
    ) throws(LoadingError) -> Result {
        try body(UnsafeRawBufferPointer(memory))
    }

    /// Whether a regular file can be opened for reading.
    ///
    /// - Returns: its size in bytes.
    /// - Throws: `LoadingError` `unreadable`, naming the file and the system's reason.
    package static func checkReadable(_ path: String) throws(LoadingError) -> Int {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileBytes.systemError("Cannot open the file", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileBytes.systemError("Cannot read the file", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw LoadingError(.unreadable, "Cannot read the file: it is not a regular file", path: path)
        }
        return Int(status.st_size)
    }

    /// Whether a path leads to anything.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether a path leads to a folder.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func systemError(_ what: String, _ path: String) -> LoadingError {
        LoadingError(.unreadable, "\(what): \(String(cString: strerror(errno)))", path: path)
    }
}
