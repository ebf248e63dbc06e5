// SPDX-License-Identifier: Apache-2.0
import CHDF5

/// A dataset of an HDF5 file, open for reading.
package final class HDF5Dataset: Sendable {
    /// The kinds of elements that are read.
    package enum ElementKind: Sendable, Equatable {
        case integer, real, text, other
    }

    /// The dataset's path in its file.
    package let name: String
    /// The number of elements along each dimension, slowest first; empty for a single value.
    package let shape: [Int]
    /// What the elements are.
    package let kind: ElementKind
    let file: HDF5File
    let handle: hid_t

    init(_ file: HDF5File, _ name: String) throws(LoadingError) {
        HDF5File.silence()
        guard file.contains(name) else { throw file.fault("There is no dataset of this name", name, .notFound) }
        let handle = H5Dopen2(file.handle, name, chdf5_default_properties())
        guard handle >= 0 else { throw file.fault("This is no dataset, or it is damaged", name) }
        let space = H5Dget_space(handle)
        defer { H5Sclose(space) }
        let rank = H5Sget_simple_extent_ndims(space)
        var sizes = [hsize_t](repeating: 0, count: Int(max(rank, 0)))
        if rank > 0 { H5Sget_simple_extent_dims(space, &sizes, nil) }
        let shape = sizes.map { Int(exactly: $0) ?? .max }
        let bytes = shape.reduce((value: 1, overflows: false)) { result, size in
            let (product, overflow) = result.value.multipliedReportingOverflow(by: size)
            return (product, result.overflows || overflow)
        }
        guard rank >= 0, !bytes.overflows else {
            H5Dclose(handle)
            throw file.fault("The dataset claims an absurd size", name)
        }
        let type = H5Dget_type(handle)
        defer { H5Tclose(type) }
        kind =
            switch H5Tget_class(type) {
            case H5T_INTEGER, H5T_ENUM, H5T_BITFIELD: .integer
            case H5T_FLOAT: .real
            case H5T_STRING: .text
            default: .other
            }
        self.file = file
        self.name = name
        self.shape = shape
        self.handle = handle
        try checkChunks(Int(clamping: H5Tget_size(type)))
    }

    deinit { H5Dclose(handle) }

    /// Number of elements.
    package var count: Int { shape.reduce(1, *) }

    /// All elements as numbers, the last dimension fastest.
    ///
    /// - Throws: `LoadingError` naming the dataset where it holds no numbers, is cut off, or claims more elements
    ///   than its bytes can hold.
    package func numbers<Number: HDF5Number>(as type: Number.Type = Number.self) throws(LoadingError) -> [Number] {
        HDF5File.silence()
        try checkNumeric()
        try checkSize(count, of: MemoryLayout<Number>.stride)
        var failed = false
        let numbers = [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
            failed =
                count > 0
                && H5Dread(
                    handle, Number.nativeType, chdf5_everything(), chdf5_everything(), chdf5_default_properties(),
                    buffer.baseAddress) < 0
            initialized = failed ? 0 : count
        }
        guard !failed else { throw fault("The dataset cannot be read: the file is cut off or damaged") }
        return numbers
    }

    /// Some elements of a list as numbers, in memory for them alone: the list is read in pieces.
    ///
    /// - Parameters:
    ///   - indices: which elements, ascending and in range.
    ///   - count: how many elements the list must have.
    /// - Throws: `LoadingError` as ``numbers(as:)``, or where the dataset is no list of that length.
    package func list<Number: HDF5Number>(
        of type: Number.Type = Number.self, at indices: [UInt64], count: Int
    ) throws(LoadingError) -> [Number] {
        if indices.count == count { return try list(of: type, count: count) }
        var result: [Number] = []
        result.reserveCapacity(indices.count)
        var next = 0
        try forEachPiece(of: type, count: count) { (start, numbers) throws(LoadingError) in
            while next < indices.count, indices[next] < UInt64(start + numbers.count) {
                result.append(numbers[Int(indices[next]) - start])
                next += 1
            }
        } skipping: { piece in
            next >= indices.count || indices[next] >= UInt64(piece.upperBound)
        }
        return result
    }

    /// Reads a list piece by piece.
    ///
    /// - Parameters:
    ///   - count: how many elements the list must have.
    ///   - body: called with the index of a piece's first element and the piece.
    ///   - skipping: whether a range of elements need not be read.
    /// - Throws: `LoadingError` as ``numbers(as:)``, or where the dataset is no list of that length.
    package func forEachPiece<Number: HDF5Number>(
        of type: Number.Type = Number.self, count: Int, _ body: (Int, [Number]) throws(LoadingError) -> Void,
        skipping: (Range<Int>) -> Bool = { _ in false }
    ) throws(LoadingError) {
        HDF5File.silence()
        try checkList(count)
        try checkNumeric()
        try checkSize(count, of: MemoryLayout<Number>.stride)
        let space = H5Dget_space(handle)
        defer { H5Sclose(space) }
        for start in stride(from: 0, to: count, by: HDF5Dataset.pieceLength) {
            let piece = start..<min(start + HDF5Dataset.pieceLength, count)
            if skipping(piece) { continue }
            let extent = [hsize_t(piece.count)]
            let memory = H5Screate_simple(1, extent, nil)
            defer { H5Sclose(memory) }
            var failed = false
            let numbers = [Number](unsafeUninitializedCapacity: piece.count) { buffer, initialized in
                failed =
                    H5Sselect_hyperslab(space, H5S_SELECT_SET, [hsize_t(start)], nil, extent, nil) < 0
                    || H5Dread(
                        handle, Number.nativeType, memory, space, chdf5_default_properties(), buffer.baseAddress) < 0
                initialized = failed ? 0 : piece.count
            }
            guard !failed else { throw fault("The dataset cannot be read: the file is cut off or damaged") }
            try body(start, numbers)
        }
    }

    /// Elements that are read at once of a long list.
    private static let pieceLength = 1 << 20

    /// All elements of a list as numbers.
    ///
    /// - Parameter count: how many there must be; nil for any number.
    /// - Throws: `LoadingError` as ``numbers(as:)``, or where the dataset is no list of that length.
    package func list<Number: HDF5Number>(
        of type: Number.Type = Number.self, count: Int? = nil
    ) throws(LoadingError) -> [Number] {
        try checkList(count)
        return try numbers(as: type)
    }

    /// The rows of a table as numbers, row by row.
    ///
    /// - Parameter columns: how many numbers a row must have.
    /// - Throws: `LoadingError` as ``numbers(as:)``, or where the dataset is no such table.
    package func table<Number: HDF5Number>(
        columns: Int, of type: Number.Type = Number.self
    ) throws(LoadingError) -> [Number] {
        guard shape.count == 2, shape[1] == columns || shape[0] == 0 else {
            throw fault("Expected a table of \(columns) columns, found the shape \(shape)")
        }
        return try numbers(as: type)
    }

    /// Part of one row of a table.
    ///
    /// - Parameters:
    ///   - row: which row.
    ///   - columns: which of its numbers, in range.
    ///   - target: as many elements as `columns`.
    /// - Throws: `LoadingError` naming the dataset.
    package func readRow(
        _ row: Int, columns: Range<Int>, into target: UnsafeMutableBufferPointer<Float>
    ) throws(LoadingError) {
        HDF5File.silence()
        guard shape.count == 2, row >= 0, row < shape[0], columns.lowerBound >= 0, columns.upperBound <= shape[1],
            columns.count <= target.count
        else { throw fault("Row \(row), columns \(columns) are outside the shape \(shape)") }
        if columns.isEmpty { return }
        let space = H5Dget_space(handle)
        defer { H5Sclose(space) }
        let start = [hsize_t(row), hsize_t(columns.lowerBound)]
        let extent = [hsize_t(1), hsize_t(columns.count)]
        let memory = H5Screate_simple(2, extent, nil)
        defer { H5Sclose(memory) }
        guard H5Sselect_hyperslab(space, H5S_SELECT_SET, start, nil, extent, nil) >= 0,
            H5Dread(
                handle, Float.nativeType, memory, space, chdf5_default_properties(), target.baseAddress) >= 0
        else { throw fault("The dataset cannot be read: the file is cut off or damaged") }
    }

    /// All elements as texts; whole numbers are written in decimal.
    ///
    /// - Throws: `LoadingError` naming the dataset where it holds neither.
    package func strings() throws(LoadingError) -> [String] {
        HDF5File.silence()
        if kind == .integer { return try numbers(as: Int64.self).map(String.init) }
        guard kind == .text else { throw fault("Expected texts") }
        let type = H5Dget_type(handle)
        defer { H5Tclose(type) }
        // A text takes 16 bytes here, whatever it takes in the file.
        try checkSize(count, of: max(Int(clamping: H5Tget_size(type)), 16))
        if H5Tis_variable_str(type) > 0 {
            var heaps = try file.heaps()
            let references = try rawElements(of: heaps.referenceSize)
            var texts: [String] = []
            texts.reserveCapacity(count)
            for index in 0..<count { texts.append(try heaps.text(references, index * heaps.referenceSize)) }
            return texts
        }
        let handle = handle
        let strings = HDF5Strings.read(type, count: count) { memoryType, memory in
            H5Dread(
                handle, memoryType, chdf5_everything(), chdf5_everything(), chdf5_default_properties(), memory) >= 0
        }
        guard let strings else { throw fault("The dataset cannot be read: the file is cut off or damaged") }
        return strings
    }

    /// - Throws: `LoadingError` where the dataset is no list, or not one of `count` elements.
    package func checkList(_ count: Int? = nil) throws(LoadingError) {
        guard shape.count == 1, count == nil || shape[0] == count else {
            let expected = count.map { "a list of \($0) elements" } ?? "a list"
            throw fault("Expected \(expected), found the shape \(shape)")
        }
    }

    /// - Throws: `LoadingError` where the dataset claims more elements than its bytes can hold.
    package func checkClaim() throws(LoadingError) { try checkSize(count, of: 8) }

    /// Refuses chunks that the library would have to hold in memory whole though nobody needs them so large.
    private func checkChunks(_ elementSize: Int) throws(LoadingError) {
        let properties = H5Dget_create_plist(handle)
        defer { H5Pclose(properties) }
        guard H5Pget_layout(properties) == H5D_CHUNKED else { return }
        var sizes = [hsize_t](repeating: 0, count: max(shape.count, 1))
        guard H5Pget_chunk(properties, Int32(sizes.count), &sizes) >= 0 else { throw fault("The dataset is damaged") }
        var bytes = elementSize
        for size in sizes {
            let (product, overflow) = bytes.multipliedReportingOverflow(by: Int(clamping: size))
            guard !overflow, product <= 1 << 30 else { throw fault("The dataset is stored in chunks of absurd size") }
            bytes = product
        }
    }

    /// The error for a fault in this dataset.
    package func fault(_ message: String, _ code: LoadingError.Code = .malformed) -> LoadingError {
        file.fault(message, name, code)
    }

    private func checkNumeric() throws(LoadingError) {
        guard kind == .integer || kind == .real else { throw fault("Expected numbers") }
    }

    /// Refuses sizes that no stored bytes can justify: a header may claim any size, and elements that were never
    /// stored read as zero. No filter of the library shrinks data to less than a thousandth.
    private func checkSize(_ count: Int, of size: Int) throws(LoadingError) {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
        let stored = Int(clamping: H5Dget_storage_size(handle))
        guard !overflow, bytes <= 1 << 26 || bytes / 1100 <= stored else {
            throw fault("The dataset claims \(count) elements but holds \(stored) bytes")
        }
    }
}

/// Texts of HDF5, which come with a length of their own or padded to one length.
enum HDF5Strings {
    /// Reads texts.
    ///
    /// - Parameters:
    ///   - type: the texts' type in the file.
    ///   - count: how many there are.
    ///   - read: fills memory with elements of the type that it is given; false where that fails.
    /// - Returns: nil where reading failed.
    static func read(
        _ type: hid_t, count: Int, _ read: (hid_t, UnsafeMutableRawPointer) -> Bool
    ) -> [String]? {
        let memoryType = H5Tcopy(chdf5_c_string())
        defer { H5Tclose(memoryType) }
        H5Tset_cset(memoryType, H5Tget_cset(type))
        if count == 0 { return [] }
        if H5Tis_variable_str(type) > 0 {
            H5Tset_size(memoryType, chdf5_variable_length())
            var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
            let done = pointers.withUnsafeMutableBytes { bytes in
                bytes.baseAddress.map { read(memoryType, $0) } ?? false
            }
            defer { for pointer in pointers where pointer != nil { H5free_memory(pointer) } }
            return done ? pointers.map { $0.map { String(cString: $0) } ?? "" } : nil
        }
        let size = H5Tget_size(type)
        guard size > 0, size <= 1 << 20, !count.multipliedReportingOverflow(by: size).overflow else { return nil }
        H5Tset_size(memoryType, size)
        H5Tset_strpad(memoryType, H5Tget_strpad(type))
        var bytes = [UInt8](repeating: 0, count: count * size)
        let done = bytes.withUnsafeMutableBytes { memory in
            memory.baseAddress.map { read(memoryType, $0) } ?? false
        }
        guard done else { return nil }
        let padding: UInt8 = H5Tget_strpad(type) == H5T_STR_SPACEPAD ? 0x20 : 0
        return (0..<count).map { index in
            var text = bytes[(index * size)..<((index + 1) * size)]
            if padding == 0 { text = text.prefix { $0 != 0 } }
            while text.last == padding { text.removeLast() }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
