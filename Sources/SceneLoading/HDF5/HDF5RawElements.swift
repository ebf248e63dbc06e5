// SPDX-License-Identifier: Apache-2.0
import CHDF5

extension HDF5Dataset {
    /// The bytes of all elements as they are in the file, zeros for those that were never written.
    ///
    /// Filters are undone here as far as they are in use for texts: deflate, shuffle and checksums, which are not
    /// checked.
    ///
    /// - Parameter size: bytes an element.
    /// - Throws: `LoadingError` naming the dataset.
    func rawElements(of size: Int) throws(LoadingError) -> [UInt8] {
        let properties = H5Dget_create_plist(handle)
        defer { H5Pclose(properties) }
        let total = count * size
        let source = try RandomAccessFile(path: file.path)
        switch H5Pget_layout(properties) {
        case H5D_CONTIGUOUS:
            let offset = H5Dget_offset(handle)
            if offset == .max || total == 0 { return [UInt8](repeating: 0, count: total) }
            return try source.read(at: Int(clamping: offset), count: total)
        case H5D_CHUNKED where shape.count == 1:
            return try chunks(properties, source, size)
        default:
            throw fault("Texts that are stored in this way are not read", .unsupported)
        }
    }

    private func chunks(
        _ properties: hid_t, _ source: RandomAccessFile, _ size: Int
    ) throws(LoadingError) -> [UInt8] {
        let total = count * size
        var result = [UInt8](repeating: 0, count: total)
        var length: hsize_t = 0
        var chunkCount: hsize_t = 0
        let space = H5Dget_space(handle)
        defer { H5Sclose(space) }
        guard H5Pget_chunk(properties, 1, &length) == 1, length > 0, H5Dget_num_chunks(handle, space, &chunkCount) >= 0
        else { throw fault("The dataset is damaged") }
        let (expected, overflow) = Int(clamping: length).multipliedReportingOverflow(by: size)
        guard !overflow, chunkCount <= hsize_t(count) else { throw fault("The dataset is damaged") }
        let filters = try filters(properties)
        for chunk in 0..<chunkCount {
            var offset: hsize_t = 0
            var (mask, address, stored): (UInt32, haddr_t, hsize_t) = (0, 0, 0)
            guard H5Dget_chunk_info(handle, space, chunk, &offset, &mask, &address, &stored) >= 0,
                let start = Int(exactly: offset), start < count
            else { throw fault("The dataset is damaged") }
            var bytes = try source.read(at: Int(clamping: address), count: Int(clamping: stored))
            for (index, filter) in filters.enumerated().reversed() where mask & 1 << UInt32(index) == 0 {
                bytes = try filter.undo(bytes, limit: expected + 16, for: self)
            }
            guard bytes.count >= expected else { throw fault("A chunk is cut off", .truncated) }
            let own = min(expected, total - start * size)
            result.replaceSubrange((start * size)..<(start * size + own), with: bytes[..<own])
        }
        return result
    }

    private func filters(_ properties: hid_t) throws(LoadingError) -> [ChunkFilter] {
        var filters: [ChunkFilter] = []
        for index in 0..<max(H5Pget_nfilters(properties), 0) {
            var flags: UInt32 = 0
            var valueCount = 1
            var value: UInt32 = 0
            let id = H5Pget_filter2(properties, UInt32(index), &flags, &valueCount, &value, 0, nil, nil)
            guard let filter = ChunkFilter(rawValue: id) else {
                throw fault("Texts under the filter \(id) are not read", .unsupported)
            }
            filters.append(filter)
        }
        return filters
    }
}

/// What was done to a chunk before it was written, by the library's numbers.
private enum ChunkFilter: Int32 {
    case deflate = 1
    case shuffle = 2
    case checksum = 3

    /// The chunk as it was.
    ///
    /// - Parameter limit: the most bytes that it may have.
    func undo(_ bytes: [UInt8], limit: Int, for dataset: HDF5Dataset) throws(LoadingError) -> [UInt8] {
        switch self {
        case .checksum:
            return Array(bytes.dropLast(4))
        case .deflate:
            let result = bytes.withUnsafeBytes { bytes -> Result<[UInt8], LoadingError> in
                do throws(LoadingError) {
                    return .success(try GzipInflation.inflate(bytes, limit: limit))
                } catch {
                    return .failure(error)
                }
            }
            guard case .success(let inflated) = result else { throw dataset.fault("A chunk is damaged") }
            return inflated
        case .shuffle:
            // The first bytes of all elements, then the second ones; what does not fill an element stays at the end.
            let size = 16
            let elements = bytes.count / size
            var result = bytes
            for byte in 0..<size {
                for element in 0..<elements { result[element * size + byte] = bytes[byte * elements + element] }
            }
            return result
        }
    }
}
