// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file of which parts are read where they are needed; may be shared between threads.
package final class RandomAccessFile: Sendable {
    /// The file.
    package let path: String
    /// Its size in bytes when it was opened.
    package let size: Int
    private let descriptor: Int32

    /// Opens a file.
    ///
    /// - Throws: `LoadingError` `unreadable`.
    package init(path: String) throws(LoadingError) {
        size = try FileBytes.checkReadable(path)
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw LoadingError(.unreadable, "Cannot open the file", path: path) }
    }

    deinit { close(descriptor) }

    /// Reads bytes.
    ///
    /// - Throws: `LoadingError` `truncated` where they are not all there.
    package func read(at offset: Int, count: Int) throws(LoadingError) -> [UInt8] {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
            throw fault("The file ends before byte \(offset) + \(count)", size, .truncated)
        }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while initialized < count {
                let got = pread(
                    descriptor, buffer.baseAddress.map { $0 + initialized }, count - initialized,
                    off_t(offset + initialized))
                if got < 0 && errno == EINTR { continue }
                if got <= 0 { break }
                initialized += got
            }
            failed = initialized < count
        }
        guard !failed else { throw fault("The file cannot be read", offset, .unreadable) }
        return bytes
    }

    /// The error for a fault at a byte.
    package func fault(
        _ message: String, _ byte: Int, _ code: LoadingError.Code = .malformed
    ) -> LoadingError {
        LoadingError(code, message, path: path, at: .byte(byte))
    }
}

extension [UInt8] {
    /// Numbers at a byte that is in range, in this machine's byte order or the other one.
    package func int32(_ offset: Int, _ isSwapped: Bool) -> Int32 {
        Int32(bitPattern: uint32(offset, isSwapped))
    }

    package func uint64(_ offset: Int, _ isSwapped: Bool) -> UInt64 {
        let value = withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
        return isSwapped ? value.byteSwapped : value
    }

    package func double(_ offset: Int, _ isSwapped: Bool) -> Double {
        Double(bitPattern: uint64(offset, isSwapped))
    }

    package func float(_ offset: Int, _ isSwapped: Bool) -> Float {
        Float(bitPattern: uint32(offset, isSwapped))
    }

    private func uint32(_ offset: Int, _ isSwapped: Bool) -> UInt32 {
        let value = withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
        return isSwapped ? value.byteSwapped : value
    }
}
