// SPDX-License-Identifier: Apache-2.0

/// A fixed list of plain records at one address, so that loops need neither references nor bounds checks. Its owner
/// frees it.
struct RecordList<Element: BitwiseCopyable> {
    let base: UnsafePointer<Element>
    let count: Int

    init(_ elements: [Element]) {
        let storage = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
        elements.withUnsafeBufferPointer { source in
            if let address = source.baseAddress { storage.initialize(from: address, count: elements.count) }
        }
        base = UnsafePointer(storage)
        count = elements.count
    }

    @inline(__always)
    subscript(index: Int) -> Element { base[index] }

    /// Frees the memory; the value must not be used afterwards.
    func deallocate() {
        base.deallocate()
    }
}
