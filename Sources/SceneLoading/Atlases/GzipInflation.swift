// SPDX-License-Identifier: Apache-2.0
import CZlib

/// Decompresses gzip and zlib data.
enum GzipInflation {
    /// The decompressed bytes.
    ///
    /// - Parameters:
    ///   - bytes: one or more gzip members, or one zlib stream.
    ///   - limit: the most bytes that may come out; more are an error.
    /// - Throws: `LoadingError`.
    static func inflate(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(LoadingError) -> [UInt8] {
        var stream = z_stream()
        guard czlib_inflate_init_gzip(&stream) == Z_OK else {
            throw LoadingError(.unsupported, "The compressed data cannot be read")
        }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var consumed = 0
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let available = min(bytes.count - consumed, 1 << 30)
            // The library takes pointers that it does not write through.
            stream.next_in = bytes.baseAddress.map {
                UnsafeMutablePointer(mutating: ($0 + consumed).assumingMemoryBound(to: UInt8.self))
            }
            stream.avail_in = UInt32(available)
            let (status, produced) = chunk.withUnsafeMutableBufferPointer { buffer in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(buffer.count)
                let status = CZlib.inflate(&stream, Z_NO_FLUSH)
                return (status, buffer.count - Int(stream.avail_out))
            }
            consumed += available - Int(stream.avail_in)
            guard status == Z_OK || status == Z_STREAM_END else {
                let isCut = status == Z_BUF_ERROR && consumed >= bytes.count
                throw LoadingError(
                    isCut ? .truncated : .malformed, "The compressed data are \(isCut ? "cut off" : "damaged")",
                    at: .byte(consumed))
            }
            guard produced <= limit - output.count else {
                throw LoadingError(.malformed, "The compressed data hold more than the header tells")
            }
            output.append(contentsOf: chunk[..<produced])
            if status == Z_STREAM_END {
                // Another member may follow; anything else behind the data is not theirs.
                guard bytes.count - consumed >= 18, bytes[consumed] == 0x1F, bytes[consumed + 1] == 0x8B else { break }
                inflateReset(&stream)
            }
        }
        return output
    }
}
