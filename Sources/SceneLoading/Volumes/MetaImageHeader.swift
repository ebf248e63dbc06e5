// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The header of a MetaImage (`.mhd`): lines `key = value` up to the first empty line.
///
/// Byte order, offset and transform keys are passed over: data are read as little endian, from their first byte,
/// in their own axes.
package struct MetaImageHeader: Sendable, Equatable {
    /// The form of the voxels.
    package var grid: VoxelGrid
    /// The file of the voxels, as written.
    package var dataFile: String

    /// The voxel types by their MetaImage names.
    private static let types: [String: VoxelType] = [
        "MET_UCHAR": .unsignedChar, "MET_SHORT": .short, "MET_USHORT": .unsignedShort, "MET_FLOAT": .float,
        "MET_DOUBLE": .double,
    ]

    /// Reads a header.
    ///
    /// - Parameter bytes: the contents of the `.mhd` file.
    /// - Throws: `LoadingError` with the line at fault.
    package init(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) {
        var cursor = TextCursor(bytes)
        var entries: [String: (value: String, line: Int)] = [:]
        while !cursor.isAtEnd {
            let line = cursor.line
            let text = cursor.restOfLine()
            if text.isEmpty { break }
            guard let sign = text.firstIndex(of: "=") else {
                throw LoadingError(.malformed, "Could not parse line \(line)", at: .line(line))
            }
            let key = String(text[..<sign].trimmed)
            let value = String(text[text.index(after: sign)...].trimmed)
            guard !key.isEmpty, !value.isEmpty else {
                throw LoadingError(.malformed, "Could not parse line \(line)", at: .line(line))
            }
            entries[key] = (value, line)
        }
        func entry(_ key: String) throws(LoadingError) -> (value: String, line: Int) {
            guard let entry = entries[key] else {
                throw LoadingError(.malformed, "Incomplete MHD file. Missing \(key)")
            }
            return entry
        }
        let objectType = try entry("ObjectType")
        guard objectType.value == "Image" else {
            throw LoadingError(.unsupported, "Wrong object type for mhd file", at: .line(objectType.line))
        }
        let size = try entry("DimSize")
        let counts = size.value.split(whereSeparator: \.isWhitespace).map { UInt32($0) }
        guard counts.count == 3, let x = counts[0], let y = counts[1], let z = counts[2] else {
            throw LoadingError(.malformed, "DimSize must be three whole numbers", at: .line(size.line))
        }
        let spacing = try entry("ElementSpacing")
        let lengths = spacing.value.split(whereSeparator: \.isWhitespace).map { Float($0) }
        guard lengths.count == 3, let width = lengths[0], let height = lengths[1], let depth = lengths[2] else {
            throw LoadingError(.malformed, "ElementSpacing must be three numbers", at: .line(spacing.line))
        }
        let elementType = try entry("ElementType")
        guard let type = MetaImageHeader.types[elementType.value] else {
            throw LoadingError(
                .unsupported, "Unsupported data type: \(elementType.value)", at: .line(elementType.line))
        }
        dataFile = try entry("ElementDataFile").value
        do {
            grid = try VoxelGrid(dimensions: SIMD3(x, y, z), spacing: Vector3(width, height, depth), type: type)
        } catch {
            throw LoadingError(.malformed, error.message, at: .line(size.line))
        }
    }
}
