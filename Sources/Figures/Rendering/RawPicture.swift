// SPDX-License-Identifier: Apache-2.0
import Digest
import Imaging

/// What a backend draws, before it becomes a file with metadata.
public enum RawPicture: Sendable {
    /// 8-bit colours as they are shown.
    case display(Imaging.Picture)
    /// Linear floats, one part a channel.
    case buffers([EXR.Part])

    /// Width and height in pixels.
    public var size: (width: Int, height: Int) {
        switch self {
        case .display(let picture): (picture.width, picture.height)
        case .buffers(let parts): (parts.first?.width ?? 0, parts.first?.height ?? 0)
        }
    }

    /// The digest of the pixels, whatever file they are in: of `width height\n` and the bytes red, green, blue, alpha
    /// of each pixel, or of each part's and channel's name and 32-bit values.
    public var digest: SHA256Digest {
        var stream = SHA256Stream()
        switch self {
        case .display(let picture):
            stream.update(text: "\(picture.width) \(picture.height)\n")
            picture.pixels.withUnsafeBytes { stream.update($0) }
        case .buffers(let parts):
            for part in parts {
                stream.update(text: "\(part.name ?? "") \(part.width) \(part.height)\n")
                for channel in part.channels.sorted(by: { $0.name < $1.name }) {
                    stream.update(text: "\(channel.name)\n")
                    channel.values.withUnsafeBytes { stream.update($0) }
                }
            }
        }
        return stream.finish()
    }
}

extension SHA256Stream {
    /// Adds the UTF-8 form of a text.
    mutating func update(text: String) {
        Array(text.utf8).withUnsafeBytes { update($0) }
    }
}
