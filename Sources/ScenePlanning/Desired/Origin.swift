// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// What an object of the scene is made from. A service has no call that changes any of it: another origin is another
/// object.
package enum Origin: Hashable, Sendable {
    /// A file that the service reads. The options are normalised, the path is the server's.
    case file(path: String, loader: LoaderOptions)
    /// Bytes that are sent along; `digest` is the hexadecimal SHA-256 of the file at `path`, and tells uploads apart.
    case upload(path: String, loader: LoaderOptions, digest: String)
    /// Shapes, without their colours.
    case shapes(Shapes)
    case light(Light)
    case clipping(Shapes, inverted: Bool)

    /// The loader's options, nil for what no loader makes.
    package var loader: LoaderOptions? {
        switch self {
        case .file(_, let loader), .upload(_, let loader, _): loader
        case .shapes, .light, .clipping: nil
        }
    }

    /// Whether a service shows nothing of it but a type and bounds.
    package var isHidden: Bool {
        if case .file = self { false } else { true }
    }

    /// The types that a service may give to the objects of this origin; nil where any but the hidden kinds may be.
    package var modelTypes: [String]? {
        switch self {
        case .file, .upload: nil
        case .shapes: ["geometry"]
        case .light: ["light"]
        case .clipping: ["clip_geometry", "clipping_geometry"]
        }
    }

    /// The parts it yields, in order; nil where only the file tells.
    package var partNames: [String]? {
        guard let loader else { return ["0"] }
        return loader.partNames
    }
}

extension FileSource {
    /// The path with `//`, `/./` and `/../` taken out, so that spellings of one file compare equal. A relative path
    /// keeps leading `..`.
    package static func normalizedPath(_ path: String) -> String {
        guard path.contains("//") || path.contains("./") || path.hasSuffix("/.") || path.hasSuffix("/..") else {
            return path
        }
        let isAbsolute = path.hasPrefix("/")
        var steps: [Substring] = []
        for step in path.split(separator: "/") where step != "." {
            if step == "..", let last = steps.last, last != ".." {
                steps.removeLast()
            } else if !(step == ".." && isAbsolute) {
                steps.append(step)
            }
        }
        return (isAbsolute ? "/" : "") + steps.joined(separator: "/")
    }
}
