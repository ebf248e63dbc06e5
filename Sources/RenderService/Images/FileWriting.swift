// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Foundation

/// Writes files that the service was asked for.
enum FileWriting {
    /// Writes a file whole or not at all.
    /// - Throws: `Cannot write file '…'`.
    static func write(_ bytes: [UInt8], to path: String) throws(RPCError) {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .failed("Cannot write file '\(path)'")
        }
    }

    /// What follows the last point of a path's file name; empty where there is none.
    static func fileExtension(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        guard let point = name.lastIndex(of: ".") else { return "" }
        return String(name[name.index(after: point)...])
    }
}
