// SPDX-License-Identifier: Apache-2.0

/// What a plan speaks of: a named part of the scene, or one of the three settings that every scene has.
///
/// As text it reads `models.NAME`, `lights.NAME`, `clipping.NAME`, `camera`, `renderer` or `simulation`.
public enum Address: Hashable, Sendable, CustomStringConvertible {
    case model(String)
    case light(String)
    case clipping(String)
    case camera
    case renderer
    case simulation

    public var description: String {
        switch self {
        case .model(let name): "models.\(name)"
        case .light(let name): "lights.\(name)"
        case .clipping(let name): "clipping.\(name)"
        case .camera: "camera"
        case .renderer: "renderer"
        case .simulation: "simulation"
        }
    }

    /// Reads the text form; nil for anything else.
    public init?(_ text: some StringProtocol) {
        switch text {
        case "camera": self = .camera
        case "renderer": self = .renderer
        case "simulation": self = .simulation
        default:
            let parts = String(text).split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            switch parts[0] {
            case "models": self = .model(parts[1])
            case "lights": self = .light(parts[1])
            case "clipping": self = .clipping(parts[1])
            default: return nil
            }
        }
    }

    /// The name without its kind.
    public var name: String {
        switch self {
        case .model(let name), .light(let name), .clipping(let name): name
        case .camera, .renderer, .simulation: description
        }
    }
}
