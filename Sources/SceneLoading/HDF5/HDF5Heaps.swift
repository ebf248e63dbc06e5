// SPDX-License-Identifier: Apache-2.0
import CHDF5
import Glibc

/// The heaps in which an HDF5 file keeps texts of any length (HDF5 File Format Specification 3.0, III.E).
///
/// The library goes from one object of a heap to the next by the size that the object tells, and never comes to an
/// end where that is damaged. So all heaps are looked through before the first of their texts is read.
enum HDF5Heaps {
    /// What a heap begins with: its signature, version 1 and three bytes of zero.
    private static let signature: [UInt8] = [0x47, 0x43, 0x4F, 0x4C, 1, 0, 0, 0]

    /// Looks through all heaps of a file.
    ///
    /// - Parameter lengthSize: how many bytes the file has for a length.
    /// - Throws: `LoadingError` with the byte at which a heap is damaged.
    static func check(_ path: String, lengthSize: Int) throws(LoadingError) {
        guard lengthSize == 4 || lengthSize == 8 else {
            throw LoadingError(.unsupported, "Lengths of \(lengthSize) bytes are not read", path: path)
        }
        let file = try RandomAccessFile(path: path)
        var offset = 0
        while offset < file.size {
            let window = try file.read(at: offset, count: min(1 << 20, file.size - offset))
            guard let hit = place(in: window) else {
                // The signature may begin in one window and end in the next.
                offset += max(window.count - signature.count + 1, 1)
                continue
            }
            offset = try end(ofHeapAt: offset + hit, file, lengthSize)
        }
    }

    /// Where the signature occurs first.
    private static func place(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return nil }
            var place = 0
            while place + signature.count <= bytes.count,
                let hit = memchr(start + place, Int32(signature[0]), bytes.count - place)
            {
                place = UnsafeRawPointer(hit) - start
                if place + signature.count <= bytes.count,
                    memcmp(start + place, signature, signature.count) == 0
                {
                    return place
                }
                place += 1
            }
            return nil
        }
    }

    private static func end(
        ofHeapAt start: Int, _ file: RandomAccessFile, _ lengthSize: Int
    ) throws(LoadingError) -> Int {
        func length(_ bytes: [UInt8], _ offset: Int) -> Int {
            lengthSize == 8
                ? Int(clamping: bytes.uint64(offset, false)) : Int(UInt32(bitPattern: bytes.int32(offset, false)))
        }
        // Both headers are padded to 16 bytes.
        guard start + 16 <= file.size else { throw file.fault("A heap of texts is cut off", start, .truncated) }
        let size = length(try file.read(at: start, count: 16), 8)
        guard size >= 16, size <= file.size - start else {
            throw file.fault("A heap of texts does not fit in the file", start, .truncated)
        }
        let heap = try file.read(at: start, count: size)
        var place = 16
        while place + 16 <= size {
            let isFree = heap[place] == 0 && heap[place + 1] == 0
            let own = length(heap, place + 8)
            guard own <= size else { throw file.fault("A heap of texts is damaged", start + place) }
            // What is free counts its header; texts are padded to 8 bytes.
            let step = isFree ? own : 16 + (own + 7) / 8 * 8
            guard step >= 16, step <= size - place else {
                throw file.fault("A heap of texts is damaged", start + place)
            }
            place += step
        }
        return start + size
    }
}
