// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Number of processor cores that the system lets this process use.
func onlineProcessorCount() -> Int {
    ProcessInfo.processInfo.activeProcessorCount
}
