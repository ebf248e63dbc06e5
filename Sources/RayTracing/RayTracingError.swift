// SPDX-License-Identifier: Apache-2.0

/// Why nothing can be drawn.
public enum RayTracingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The processor lacks the instructions that the kernels need.
    case unsupportedProcessor(String)
    /// The ray kernel library refused something; its own words.
    case kernel(String)
    /// A picture needs at least one pixel a side and at most 2³¹ in all.
    case invalidResolution(width: Int, height: Int)

    public var description: String {
        switch self {
        case .unsupportedProcessor(let detail):
            "this processor cannot trace rays: \(detail)"
        case .kernel(let message):
            "the ray kernel failed: \(message)"
        case .invalidResolution(let width, let height):
            "a picture of \(width) × \(height) pixels cannot be drawn"
        }
    }
}
