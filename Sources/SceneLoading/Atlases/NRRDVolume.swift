// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The numbers of an NRRD file on their grid.
package struct NRRDVolume: Sendable {
    /// The header.
    package let header: NRRDHeader
    /// All numbers, first axis fastest.
    package let values: [Double]

    /// Reads a file and the files that it names.
    ///
    /// - Throws: `LoadingError` with the line of the header at fault, or naming the data.
    package init(path: String) throws(LoadingError) {
        let mismatch = LoadingError(.malformed, "Expected size and parsed element count is different", path: path)
        do throws(LoadingError) {
            (header, values) = try FileBytes(path: path).withBytes { (bytes) throws(LoadingError) in
                var cursor = TextCursor(bytes)
                let header = try NRRDHeader(&cursor)
                guard let count = header.count else { throw mismatch }
                if header.dataFiles.isEmpty {
                    let data = UnsafeRawBufferPointer(rebasing: bytes[cursor.position...])
                    return (header, try NRRDVolume.numbers(data, header, count, mismatch))
                }
                var joined: [UInt8] = []
                for file in header.dataFiles {
                    let located = RelativePath.resolve(file, besides: path)
                    try FileBytes(path: located).withBytes { (bytes) throws(LoadingError) in
                        joined.append(contentsOf: bytes)
                    }
                }
                let values = joined.withUnsafeBytes { data -> Result<[Double], LoadingError> in
                    do throws(LoadingError) {
                        return .success(try NRRDVolume.numbers(data, header, count, mismatch))
                    } catch {
                        return .failure(error)
                    }
                }
                return (header, try values.get())
            }
        } catch {
            throw error.inFile(path)
        }
    }

    private static func numbers(
        _ data: UnsafeRawBufferPointer, _ header: NRRDHeader, _ count: Int, _ mismatch: LoadingError
    ) throws(LoadingError) -> [Double] {
        let size = count * header.type.size
        switch header.encoding {
        case .text:
            // A number takes a digit and a blank.
            guard count <= (data.count + 1) / 2 else { throw mismatch }
            var cursor = TextCursor(data)
            var values: [Double] = []
            values.reserveCapacity(count)
            while true {
                cursor.skipToContent()
                if cursor.isAtEnd { break }
                guard values.count < count, let value = DecimalNumber.double(data, &cursor.position) else {
                    throw mismatch
                }
                values.append(value)
            }
            guard values.count == count else { throw mismatch }
            return values
        case .hexadecimal:
            guard size <= data.count / 2 else { throw mismatch }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(size)
            var high: UInt8?
            for byte in data where !isBlank(byte) && byte != newline {
                guard let digit = hexadecimalDigit(byte) else { throw mismatch }
                if let first = high {
                    bytes.append(first << 4 | digit)
                    high = nil
                } else {
                    high = digit
                }
            }
            guard high == nil else { throw mismatch }
            return try numbers(of: bytes, header, size, mismatch)
        case .gzip:
            return try numbers(of: try GzipInflation.inflate(data, limit: size), header, size, mismatch)
        case .bzip2:
            return try numbers(of: try Bzip2Expansion.expand(data, limit: size), header, size, mismatch)
        case .raw:
            // Some writers close their files with line ends.
            var length = data.count
            while length > size, data[length - 1] == newline || data[length - 1] == 0x0D { length -= 1 }
            guard length == size else { throw mismatch }
            return numbers(UnsafeRawBufferPointer(rebasing: data[..<size]), header)
        }
    }

    private static func numbers(
        of bytes: [UInt8], _ header: NRRDHeader, _ size: Int, _ mismatch: LoadingError
    ) throws(LoadingError) -> [Double] {
        guard bytes.count == size else { throw mismatch }
        return bytes.withUnsafeBytes { numbers($0, header) }
    }

    private static func numbers(_ data: UnsafeRawBufferPointer, _ header: NRRDHeader) -> [Double] {
        func integers<Number: FixedWidthInteger>(_ type: Number.Type) -> [Double] {
            stride(from: 0, to: data.count, by: MemoryLayout<Number>.size).map { offset in
                let value = data.loadUnaligned(fromByteOffset: offset, as: Number.self)
                return Double(header.isLittleEndian ? Number(littleEndian: value) : Number(bigEndian: value))
            }
        }
        func bits<Number: FixedWidthInteger>(_ type: Number.Type, _ real: (Number) -> Double) -> [Double] {
            stride(from: 0, to: data.count, by: MemoryLayout<Number>.size).map { offset in
                let value = data.loadUnaligned(fromByteOffset: offset, as: Number.self)
                return real(header.isLittleEndian ? Number(littleEndian: value) : Number(bigEndian: value))
            }
        }
        switch header.type {
        case .int8: return integers(Int8.self)
        case .uint8: return integers(UInt8.self)
        case .int16: return integers(Int16.self)
        case .uint16: return integers(UInt16.self)
        case .int32: return integers(Int32.self)
        case .uint32: return integers(UInt32.self)
        case .int64: return integers(Int64.self)
        case .uint64: return integers(UInt64.self)
        case .float: return bits(UInt32.self) { Double(Float(bitPattern: $0)) }
        case .double: return bits(UInt64.self) { Double(bitPattern: $0) }
        }
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
