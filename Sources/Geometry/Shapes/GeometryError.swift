// SPDX-License-Identifier: Apache-2.0

/// Why numbers cannot be made into geometry.
public enum GeometryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// An index names an element that is not there.
    case indexOutOfRange(index: Int, count: Int)
    /// Two lists that belong together differ in length.
    case countMismatch(expected: Int, found: Int)
    /// More primitives or vertices than 32-bit indices can name.
    case tooMany(count: Int)
    /// The grid of a volume has no voxels, or more than memory addresses can count.
    case invalidDimensions
    /// A spacing that is not a positive finite number.
    case invalidSpacing
    /// A list that must hold something is empty.
    case empty

    public var description: String {
        switch self {
        case .indexOutOfRange(let index, let count):
            "index \(index) is out of range: there are \(count) elements"
        case .countMismatch(let expected, let found):
            "expected \(expected) elements, found \(found)"
        case .tooMany(let count):
            "\(count) elements are more than the 4,294,967,294 that indices can name"
        case .invalidDimensions:
            "each dimension of a volume must be at least 1 and their product must fit in memory"
        case .invalidSpacing:
            "the spacing of a volume must be positive and finite on each axis"
        case .empty:
            "at least one element is needed"
        }
    }

    static func checkCount(_ count: Int) throws(GeometryError) {
        if count >= Int(UInt32.max) { throw .tooMany(count: count) }
    }
}
