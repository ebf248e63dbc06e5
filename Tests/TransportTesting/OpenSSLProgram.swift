// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A running openssl program with its input and output at hand.
package final class OpenSSLProgram: @unchecked Sendable {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    /// What the program wrote to its output.
    package let received = Shared<[UInt8]>([])
    /// Whether the program is still there.
    package var isRunning: Bool { process.isRunning }

    /// Starts it with its arguments.
    package init(_ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        output.fileHandleForReading.readabilityHandler = { [received] handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil }
            received.update { $0 += Array(data) }
        }
        try Spawning.start(process)
    }

    /// Gives it input.
    package func write(_ bytes: [UInt8]) {
        try? input.fileHandleForWriting.write(contentsOf: Data(bytes))
    }

    /// Ends it at once.
    package func stop() {
        try? input.fileHandleForWriting.close()
        // Programs started from a dispatch thread inherit its blocked signals, all but this one.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
