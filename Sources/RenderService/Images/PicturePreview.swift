// SPDX-License-Identifier: Apache-2.0
import Imaging
import RayTracing

/// Shows a long drawing while it goes on. What is drawn in the end does not depend on it.
public struct PicturePreview: Sendable {
    /// From the start of a drawing to the first showing, and from one to the next.
    public var interval: Duration
    /// Takes the picture so far as a PNG file; called between two passes, on the thread that waits for the drawing.
    public var show: @Sendable (_ png: [UInt8]) -> Void

    public init(interval: Duration = .seconds(3), show: @escaping @Sendable (_ png: [UInt8]) -> Void) {
        self.interval = interval
        self.show = show
    }
}

/// Portions of samples between which a drawing is shown.
struct PreviewPace {
    private let preview: PicturePreview?
    private let most: Int
    private var portion: Int
    private var shown = ContinuousClock.now
    private var started = ContinuousClock.now

    /// - Parameter most: samples in a portion where nothing is shown.
    init(_ preview: PicturePreview?, most: Int) {
        self.preview = preview
        self.most = most
        portion = preview == nil ? most : 1
    }

    /// Samples to draw next.
    mutating func begin() -> Int {
        started = .now
        return portion
    }

    /// A portion is drawn: shows the buffer if it is time, and sizes the next portion so that the time is met.
    mutating func end(_ buffer: FrameBuffer, isLast: Bool) throws {
        guard let preview, !isLast else { return }
        let now = ContinuousClock.now
        if now - started < preview.interval / 4 {
            portion = min(portion * 2, most)
        } else if now - started > preview.interval / 2 {
            portion = max(portion / 2, 1)
        }
        guard now - shown >= preview.interval else { return }
        shown = now
        preview.show(try PNG.encode(buffer.picture()))
    }
}
