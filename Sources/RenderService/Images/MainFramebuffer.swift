// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import RayTracing
import SceneModel

/// What `render-image` draws into: one buffer, or a coarse one for the first look and a fine one for the rest.
struct MainFramebuffer {
    /// How the first look after a change is drawn.
    enum Kind: Equatable {
        case `static`
        /// `scale`: how many times smaller the first look is.
        case progressive(scale: Int)
    }

    private(set) var kind = Kind.static
    /// Frames in the coarse buffer.
    private var coarseCount = 0
    /// Frames in the fine buffer.
    private var fineCount = 0
    /// Whether the coarse picture has been seen, so that the fine one is next.
    private var showsFine = true
    private var coarse: FrameBuffer?
    private var fine: FrameBuffer?
    /// The state of scene and view that the buffers show.
    private var shown: (scene: UInt64, view: UInt64)?

    /// Frames that have been drawn since the last change.
    var accumulation: Int { coarseCount + fineCount }

    /// Takes another kind of buffer; what was drawn is gone.
    mutating func set(_ kind: Kind) {
        self = MainFramebuffer()
        self.kind = kind
        showsFine = kind == .static
    }

    /// Forgets what was drawn when it does not show the present state any more, and makes the buffers.
    mutating func commit(_ resolution: Resolution, scene: UInt64, view: UInt64) throws {
        if let shown, shown == (scene, view) { return }
        let kind = kind
        var last = fine
        set(kind)
        if isKnownUniquelyReferenced(&last), let last, last.resolution == resolution {
            // Nobody reads the last picture any more: fresh pages would cost more than to clear these.
            last.clear()
            fine = last
        } else {
            fine = try FrameBuffer(resolution)
        }
        if case .progressive(let scale) = kind {
            let factor = min(scale, max(1, resolution.width / 64), max(1, resolution.height / 64))
            coarse = try FrameBuffer(
                Resolution(width: resolution.width / factor, height: resolution.height / factor))
        }
        shown = (scene, view)
    }

    /// The buffer that the next frame is drawn into.
    var current: FrameBuffer? { showsFine ? fine : coarse }

    /// The buffer that the next picture is made of: the coarse one as long as nothing is in the fine one, which stays
    /// so where all frames went into the coarse one.
    var visible: FrameBuffer? { showsFine && fineCount == 0 && coarseCount > 0 ? coarse : current }

    /// A frame was drawn into ``current``.
    mutating func frameDrawn() {
        if showsFine { fineCount += 1 } else { coarseCount += 1 }
    }

    /// The picture of ``current`` has been sent: after the first look comes the fine one.
    mutating func pictureRead() { showsFine = true }
}
