// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// How the program ends; the numbers are part of the command line's contract.
enum ExitStatus {
    /// The recipe is wrong, or a check, lock, comparison, stale plan or unmanaged object stops the run.
    static let refused = ExitCode(1)
    /// There is a difference (`plan --exit-code`, `diff`, `fmt --check`).
    static let different = ExitCode(2)
    /// The backend failed or cannot be reached.
    static let backendFailed = ExitCode(3)
    /// Wrong usage.
    static let usage = ExitCode(64)
    /// Stopped by the user.
    static let interrupted = ExitCode(130)
}
