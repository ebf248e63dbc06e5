// SPDX-License-Identifier: Apache-2.0

/// Decompresses bzip2 data: Huffman-coded move-to-front indices of a Burrows–Wheeler transform, block by block.
struct Bzip2Expansion {
    private let bytes: UnsafeRawBufferPointer
    private var bit = 0
    private let limit: Int
    private var output: [UInt8] = []

    /// The decompressed bytes.
    ///
    /// - Parameters:
    ///   - bytes: one or more bzip2 streams.
    ///   - limit: the most bytes that may come out; more are an error.
    /// - Throws: `LoadingError`.
    static func expand(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(LoadingError) -> [UInt8] {
        var expansion = Bzip2Expansion(bytes: bytes, limit: limit)
        repeat { try expansion.expandStream() } while expansion.hasAnotherStream
        return expansion.output
    }

    private init(bytes: UnsafeRawBufferPointer, limit: Int) {
        self.bytes = bytes
        self.limit = limit
    }

    private var hasAnotherStream: Bool {
        let byte = (bit + 7) / 8
        return bytes.count - byte >= 14 && bytes[byte] == 0x42 && bytes[byte + 1] == 0x5A && bytes[byte + 2] == 0x68
    }

    private func damaged() -> LoadingError {
        LoadingError(.malformed, "The compressed data are damaged", at: .byte(bit / 8))
    }

    private mutating func read(_ count: Int) throws(LoadingError) -> Int {
        guard count <= bytes.count * 8 - bit else {
            throw LoadingError(.truncated, "The compressed data are cut off", at: .byte(bytes.count))
        }
        var value = 0
        for _ in 0..<count {
            value = value << 1 | Int(bytes[bit >> 3] >> UInt8(7 - bit & 7) & 1)
            bit += 1
        }
        return value
    }

    private mutating func expandStream() throws(LoadingError) {
        bit = (bit + 7) / 8 * 8
        guard try read(24) == 0x42_5A68 else { throw damaged() }
        let level = try read(8) - 0x30
        guard (1...9).contains(level) else { throw damaged() }
        while true {
            let magic = try read(48)
            if magic == 0x3141_5926_5359 {
                try expandBlock(level * 100_000)
            } else if magic == 0x1772_4538_5090 {
                _ = try read(32)
                return
            } else {
                throw damaged()
            }
        }
    }

    private mutating func expandBlock(_ capacity: Int) throws(LoadingError) {
        _ = try read(32)
        guard try read(1) == 0 else {
            throw LoadingError(.unsupported, "Randomised bzip2 blocks are not read", at: .byte(bit / 8))
        }
        let origin = try read(24)
        let symbols = try readSymbols()
        let (tables, selectors) = try readTables(symbols.count + 2)
        let (block, counts) = try readBlock(symbols, tables, selectors, capacity)
        guard origin < block.count else { throw damaged() }
        try append(block, counts, origin)
    }

    /// The bytes that occur, from a map in two levels.
    private mutating func readSymbols() throws(LoadingError) -> [UInt8] {
        let groups = try read(16)
        var symbols: [UInt8] = []
        for group in 0..<16 where groups >> (15 - group) & 1 == 1 {
            let members = try read(16)
            for member in 0..<16 where members >> (15 - member) & 1 == 1 {
                symbols.append(UInt8(group * 16 + member))
            }
        }
        guard !symbols.isEmpty else { throw damaged() }
        return symbols
    }

    /// A canonical Huffman code: for each length the greatest code and where its symbols begin.
    private struct Table {
        var limit = [Int](repeating: -1, count: 22)
        var offset = [Int](repeating: 0, count: 22)
        var symbols: [Int] = []

        init(lengths: [Int]) {
            var code = 0
            for length in 1...20 {
                let own = lengths.indices.filter { lengths[$0] == length }
                offset[length] = symbols.count - code
                symbols += own
                code += own.count
                limit[length] = own.isEmpty ? -1 : code - 1
                code <<= 1
            }
        }
    }

    private mutating func readTables(_ alphabet: Int) throws(LoadingError) -> ([Table], [UInt8]) {
        let tableCount = try read(3)
        let selectorCount = try read(15)
        guard (2...6).contains(tableCount), selectorCount > 0 else { throw damaged() }
        var order = (0..<UInt8(tableCount)).map { $0 }
        var selectors: [UInt8] = []
        for _ in 0..<selectorCount {
            var place = 0
            while try read(1) == 1 {
                place += 1
                guard place < tableCount else { throw damaged() }
            }
            order.insert(order.remove(at: place), at: 0)
            selectors.append(order[0])
        }
        var tables: [Table] = []
        for _ in 0..<tableCount {
            var length = try read(5)
            var lengths: [Int] = []
            for _ in 0..<alphabet {
                while true {
                    guard (1...20).contains(length) else { throw damaged() }
                    if try read(1) == 0 { break }
                    length += try read(1) == 0 ? 1 : -1
                }
                lengths.append(length)
            }
            tables.append(Table(lengths: lengths))
        }
        return (tables, selectors)
    }

    private mutating func readBlock(
        _ symbols: [UInt8], _ tables: [Table], _ selectors: [UInt8], _ capacity: Int
    ) throws(LoadingError) -> ([UInt8], [Int]) {
        var recent = symbols
        var block: [UInt8] = []
        var counts = [Int](repeating: 0, count: 256)
        var group = 0
        var left = 0
        var run = 0
        var runBit = 1
        var table = tables[0]
        let end = symbols.count + 1
        while true {
            if left == 0 {
                guard group < selectors.count else { throw damaged() }
                table = tables[Int(selectors[group])]
                group += 1
                left = 50
            }
            left -= 1
            let symbol = try readSymbol(table)
            if symbol <= 1 {
                // Runs of the most recent byte, as digits of 1 and 2 to the base 2.
                run += (symbol + 1) * runBit
                runBit <<= 1
                guard run <= capacity else { throw damaged() }
                continue
            }
            if run > 0 {
                guard block.count + run <= capacity else { throw damaged() }
                block.append(contentsOf: repeatElement(recent[0], count: run))
                counts[Int(recent[0])] += run
                (run, runBit) = (0, 1)
            }
            if symbol == end { return (block, counts) }
            guard symbol - 1 < recent.count, block.count < capacity else { throw damaged() }
            let byte = recent.remove(at: symbol - 1)
            recent.insert(byte, at: 0)
            block.append(byte)
            counts[Int(byte)] += 1
        }
    }

    private mutating func readSymbol(_ table: Table) throws(LoadingError) -> Int {
        var code = 0
        for length in 1...20 {
            code = code << 1 | (try read(1))
            if code <= table.limit[length] {
                let place = code + table.offset[length]
                guard table.symbols.indices.contains(place) else { throw damaged() }
                return table.symbols[place]
            }
        }
        throw damaged()
    }

    /// Undoes the transform, and the runs that were coded before it: four equal bytes, then how many more.
    private mutating func append(_ block: [UInt8], _ counts: [Int], _ origin: Int) throws(LoadingError) {
        var starts = [Int](repeating: 0, count: 256)
        var sum = 0
        for value in 0..<256 {
            starts[value] = sum
            sum += counts[value]
        }
        var next = [UInt32](repeating: 0, count: block.count)
        for (index, byte) in block.enumerated() {
            next[starts[Int(byte)]] = UInt32(index)
            starts[Int(byte)] += 1
        }
        var place = Int(next[origin])
        var last: UInt8 = 0
        var equal = 0
        for _ in block.indices {
            let byte = block[place]
            place = Int(next[place])
            if equal == 4 {
                guard Int(byte) <= limit - output.count else { throw tooMuch() }
                output.append(contentsOf: repeatElement(last, count: Int(byte)))
                equal = 0
                continue
            }
            equal = equal > 0 && byte == last ? equal + 1 : 1
            last = byte
            guard output.count < limit else { throw tooMuch() }
            output.append(byte)
        }
    }

    private func tooMuch() -> LoadingError {
        LoadingError(.malformed, "The compressed data hold more than the header tells")
    }
}
