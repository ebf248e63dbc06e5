// SPDX-License-Identifier: Apache-2.0
import CHDF5
import Glibc

/// The heaps in which an HDF5 file keeps texts of any length (HDF5 File Format Specification 3.0, III.E).
///
/// The library follows references into heaps, and goes from one object of a heap to the next, without looking: where
/// they are damaged it reads memory that is not its own, or never comes to an end. So heaps are read here.
struct HDF5Heaps {
    private struct Heap {
        var bytes: [UInt8]
        /// The objects by their indices.
        var objects: [Int: Range<Int>] = [:]
    }

    /// What a heap begins with: its signature, version 1 and three bytes of zero.
    private static let signature: [UInt8] = [0x47, 0x43, 0x4F, 0x4C, 1, 0, 0, 0]

    /// How many bytes a reference has: a length, the heap's address and the object's index.
    let referenceSize: Int
    private let file: RandomAccessFile
    private let layout: HDF5Layout
    private var heaps: [UInt64: Heap] = [:]

    /// - Throws: `LoadingError` where the file has numbers of an unusual size.
    init(_ path: String, _ layout: HDF5Layout) throws(LoadingError) {
        guard layout.addressSize == 8, layout.lengthSize == 8 else {
            throw LoadingError(
                .unsupported, "Texts under addresses of \(layout.addressSize) bytes are not read", path: path)
        }
        file = try RandomAccessFile(path: path)
        self.layout = layout
        referenceSize = 16
    }

    /// The text that a reference leads to.
    ///
    /// - Parameters:
    ///   - bytes: references.
    ///   - offset: where the reference begins, in range.
    /// - Throws: `LoadingError` with the byte of the heap at fault.
    mutating func text(_ bytes: [UInt8], _ offset: Int) throws(LoadingError) -> String {
        let length = Int(UInt32(bitPattern: bytes.int32(offset, false)))
        let address = bytes.uint64(offset + 4, false)
        let index = Int(UInt32(bitPattern: bytes.int32(offset + 12, false)))
        if length == 0 || address == 0 || address == .max { return "" }
        if heaps[address] == nil {
            guard let place = Int(exactly: address), place <= file.size else {
                throw file.fault("A text lies beyond the end of the file", file.size, .truncated)
            }
            heaps[address] = try heap(at: place + layout.base)
        }
        guard let heap = heaps[address], let range = heap.objects[index], range.count >= length else {
            throw file.fault("A text is not where its heap should be", Int(clamping: address))
        }
        return String(decoding: heap.bytes[range].prefix(length).prefix { $0 != 0 }, as: UTF8.self)
    }

    /// Looks through all heaps of the file.
    ///
    /// - Throws: `LoadingError` with the byte at which a heap is damaged.
    func check() throws(LoadingError) {
        var offset = 0
        while offset < file.size {
            let window = try file.read(at: offset, count: min(1 << 20, file.size - offset))
            guard let hit = HDF5Heaps.place(in: window) else {
                // The signature may begin in one window and end in the next.
                offset += max(window.count - HDF5Heaps.signature.count + 1, 1)
                continue
            }
            offset += hit + (try heap(at: offset + hit)).bytes.count
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

    private func heap(at start: Int) throws(LoadingError) -> Heap {
        guard start >= 0, start <= file.size - 16 else {
            throw file.fault("A heap of texts is cut off", start, .truncated)
        }
        let head = try file.read(at: start, count: 16)
        let size = Int(clamping: head.uint64(8, false))
        guard head.starts(with: HDF5Heaps.signature), size >= 16, size <= file.size - start else {
            throw file.fault("There is no whole heap of texts", start)
        }
        var heap = Heap(bytes: try file.read(at: start, count: size))
        var place = 16
        while place + 16 <= size {
            let index = Int(heap.bytes[place]) | Int(heap.bytes[place + 1]) << 8
            let own = Int(clamping: heap.bytes.uint64(place + 8, false))
            guard own <= size else { throw file.fault("A heap of texts is damaged", start + place) }
            // What is free has the index 0 and counts its header; texts are padded to 8 bytes.
            let step = index == 0 ? own : 16 + (own + 7) / 8 * 8
            guard step >= 16, step <= size - place else {
                throw file.fault("A heap of texts is damaged", start + place)
            }
            if index != 0 { heap.objects[index] = (place + 16)..<(place + 16 + own) }
            place += step
        }
        return heap
    }
}

/// How a file is laid out.
struct HDF5Layout: Sendable {
    /// Bytes before the first address.
    var base: Int
    /// Bytes of an address.
    var addressSize: Int
    /// Bytes of a length.
    var lengthSize: Int
}
