// SPDX-License-Identifier: Apache-2.0
import JSON

/// A number that vectors on the wire are made of.
public protocol WireScalar: WireValue, SIMDScalar, Hashable, Codable {
    /// Numbers as a JSON array.
    static func array(of numbers: [Self]) -> JSONValue
}

extension Float: WireScalar {
    public static func array(of numbers: [Float]) -> JSONValue { .floats(numbers) }
}

extension UInt32: WireScalar {
    public static func array(of numbers: [UInt32]) -> JSONValue { numbers.wire }
}

extension Int32: WireScalar {
    public static func array(of numbers: [Int32]) -> JSONValue { numbers.wire }
}

/// Vectors travel as arrays of exactly as many numbers as they have components.
extension SIMD where Self: WireValue, Scalar: WireScalar {
    public static var schema: Schema { .array(of: Scalar.schema, count: Self.scalarCount) }

    public init(wire: JSONValue) throws {
        self.init()
        for index in 0..<Self.scalarCount {
            guard let element = wire[index] else { throw WireDecodingError(expected: .array, found: wire) }
            self[index] = try Scalar(wire: element)
        }
    }

    public var wire: JSONValue { Scalar.array(of: indices.map { self[$0] }) }
}

extension SIMD2: WireValue where Scalar: WireScalar {}
extension SIMD3: WireValue where Scalar: WireScalar {}
extension SIMD4: WireValue where Scalar: WireScalar {}
