// SPDX-License-Identifier: Apache-2.0

/// Renderer-ready numbers: a fixed count of plain values in one block of memory that a ray kernel may read in
/// place for as long as the object lives.
///
/// The block starts on a 64-byte boundary and ends with 16 spare bytes, for vector loads may read past the last
/// element. Contents never change once the buffer is built, so it is safe to share between threads.
public final class GeometryBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    /// The elements, `count` of them.
    public let base: UnsafePointer<Element>
    /// Number of elements, 0 or more.
    public let count: Int

    private let storage: UnsafeMutableRawPointer

    /// Bytes added after the last element.
    @usableFromInline static var padding: Int { 16 }

    /// Makes a buffer of `count` elements whose memory `fill` sets: every one of them must be initialised.
    ///
    /// - Parameter fill: receives exactly `count` zeroed elements.
    public init(count: Int, fill: (UnsafeMutableBufferPointer<Element>) throws -> Void) rethrows {
        let size = count * MemoryLayout<Element>.stride + Self.padding
        let storage = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        storage.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        let elements = storage.bindMemory(to: Element.self, capacity: count)
        do {
            try fill(UnsafeMutableBufferPointer(start: elements, count: count))
        } catch {
            storage.deallocate()
            throw error
        }
        self.storage = storage
        self.base = UnsafePointer(elements)
        self.count = count
    }

    /// Copies the elements of a collection.
    public convenience init(_ elements: some Collection<Element>) {
        self.init(count: elements.count) { target in
            _ = target.update(fromContentsOf: elements)
        }
    }

    deinit {
        storage.deallocate()
    }

    /// The element at `index`, which must be in `0..<count` (checked in debug builds).
    @inlinable public subscript(index: Int) -> Element {
        assert(index >= 0 && index < count)
        return base[index]
    }

    /// The elements as a collection; valid while the buffer lives.
    @inlinable public var elements: UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(start: base, count: count)
    }

    /// Size of the block in bytes.
    public var byteCount: Int {
        count * MemoryLayout<Element>.stride + Self.padding
    }
}
