// SPDX-License-Identifier: Apache-2.0

/// The keys of a large map by their hashes: open addressing over indices of nodes, doubled at half load. Hashes are
/// seeded anew for each process, so that no file can be made to collide.
struct KeyTable {
    /// Indices of nodes, raised by 1; 0 is free.
    private var slots = [UInt32](repeating: 0, count: 128)
    private var count = 0

    /// Adds a key; returns the node of an equal one that is there already.
    mutating func insert(_ node: Int, _ nodes: [YAMLTree.Node], _ text: [UInt8]) -> Int? {
        if 2 * count >= slots.count {
            let old = slots
            slots = [UInt32](repeating: 0, count: 2 * old.count)
            count = 0
            for slot in old where slot > 0 { _ = insert(Int(slot) - 1, nodes, text) }
        }
        return text.withUnsafeBytes { bytes in
            let name = Self.name(node, nodes, bytes)
            var hasher = Hasher()
            hasher.combine(bytes: name)
            var slot = hasher.finalize() & (slots.count - 1)
            while slots[slot] > 0 {
                let other = Int(slots[slot]) - 1
                if Self.name(other, nodes, bytes).elementsEqual(name) { return other }
                slot = (slot + 1) & (slots.count - 1)
            }
            slots[slot] = UInt32(node) + 1
            count += 1
            return nil
        }
    }

    private static func name(
        _ node: Int, _ nodes: [YAMLTree.Node], _ bytes: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer {
        let start = Int(nodes[node].first)
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(nodes[node].count)])
    }
}
