// SPDX-License-Identifier: Apache-2.0

/// The least-cost assignment of rows to columns where either may stay alone at a price.
///
/// The Hungarian method with potentials and shortest augmenting paths (Jonker and Volgenant 1987), in O(n³) for n rows
/// and columns together.
package enum Assignment {
    /// Greater than any sum of real prices, small enough for sums of it.
    private static let infinite = Int.max / 1024

    /// Assigns.
    /// - Parameters:
    ///   - pair: the price of a row with a column; nil where the two cannot go together.
    ///   - alone: the price of each row, and of each column, that goes with none.
    /// - Returns: the column of each row, nil for a row that stays alone.
    package static func leastCost(
        rows: Int, columns: Int, pair: (Int, Int) -> Int?, aloneRow: (Int) -> Int, aloneColumn: (Int) -> Int
    ) -> [Int?] {
        guard rows > 0 else { return [] }
        guard columns > 0 else { return Array(repeating: nil, count: rows) }
        if rows == 1, columns == 1 {
            guard let price = pair(0, 0), price <= aloneRow(0) + aloneColumn(0) else { return [nil] }
            return [0]
        }
        // A square table: each row has a column of its own for staying alone, and each column a row.
        let size = rows + columns
        var table = [Int](repeating: infinite, count: size * size)
        for row in 0..<rows {
            for column in 0..<columns { table[row * size + column] = pair(row, column) ?? infinite }
            table[row * size + columns + row] = aloneRow(row)
        }
        for column in 0..<columns {
            table[(rows + column) * size + column] = aloneColumn(column)
            for row in 0..<rows { table[(rows + column) * size + columns + row] = 0 }
        }
        let assigned = square(table, size)
        return (0..<rows).map { row in
            let column = assigned[row]
            return column < columns && table[row * size + column] < infinite ? column : nil
        }
    }

    /// The column of each row of a square table, for the least sum.
    private static func square(_ table: [Int], _ size: Int) -> [Int] {
        var rowPotential = [Int](repeating: 0, count: size + 1)
        var columnPotential = [Int](repeating: 0, count: size + 1)
        // Index 0 of columns stands for "none yet"; rows and columns count from 1.
        var rowOfColumn = [Int](repeating: 0, count: size + 1)
        for row in 1...size {
            rowOfColumn[0] = row
            var least = [Int](repeating: infinite * 2, count: size + 1)
            var previous = [Int](repeating: 0, count: size + 1)
            var isDone = [Bool](repeating: false, count: size + 1)
            var column = 0
            repeat {
                isDone[column] = true
                let present = rowOfColumn[column]
                var step = infinite * 2
                var next = 0
                for candidate in 1...size where !isDone[candidate] {
                    let reduced =
                        table[(present - 1) * size + candidate - 1] - rowPotential[present]
                        - columnPotential[candidate]
                    if reduced < least[candidate] {
                        least[candidate] = reduced
                        previous[candidate] = column
                    }
                    if least[candidate] < step {
                        step = least[candidate]
                        next = candidate
                    }
                }
                for candidate in 0...size {
                    if isDone[candidate] {
                        rowPotential[rowOfColumn[candidate]] += step
                        columnPotential[candidate] -= step
                    } else {
                        least[candidate] -= step
                    }
                }
                column = next
            } while rowOfColumn[column] != 0
            repeat {
                let before = previous[column]
                rowOfColumn[column] = rowOfColumn[before]
                column = before
            } while column != 0
        }
        var result = [Int](repeating: 0, count: size)
        for column in 1...size { result[rowOfColumn[column] - 1] = column - 1 }
        return result
    }
}
