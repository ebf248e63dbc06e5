// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Digest
import SceneModel
import ScenePlanning

/// How recipes are rendered.
public struct RenderOptions: Sendable {
    /// Folder of the pictures.
    public var outputFolder: String
    /// Names of the pictures to take; nil takes all.
    public var only: Set<String>?
    /// Refuse inputs and recipes that are not those of the lock.
    public var isLocked: Bool
    /// Draw even what is known already.
    public var isForced: Bool
    /// Write what varies from run to run (time, host) beside each new picture.
    public var writesSidecars: Bool
    /// Write the lock beside the recipe.
    public var writesLock: Bool
    /// Where digests and pixels are remembered; nil remembers nothing.
    public var cacheFolder: String?
    public var backend: BackendIdentity

    public init(
        outputFolder: String, only: Set<String>? = nil, isLocked: Bool = false, isForced: Bool = false,
        writesSidecars: Bool = true, writesLock: Bool = true, cacheFolder: String? = CacheFolder.standard(),
        backend: BackendIdentity = .embedded
    ) {
        self.outputFolder = outputFolder
        self.only = only
        self.isLocked = isLocked
        self.isForced = isForced
        self.writesSidecars = writesSidecars
        self.writesLock = writesLock
        self.cacheFolder = cacheFolder
        self.backend = backend
    }
}

/// What became of a picture.
public struct PictureOutcome: Sendable {
    /// How the file came about.
    public enum Way: String, Sendable {
        /// The backend drew it.
        case drawn
        /// Its pixels were known from an earlier run.
        case remembered
        /// The file was there already, as it should be.
        case unchanged
    }

    public let drawing: Drawing
    /// Path of the file.
    public let path: String
    public let way: Way
    public let pixels: SHA256Digest
    /// Seconds that it took.
    public let seconds: Double
}

/// News of a run, told from any thread.
public enum RenderEvent: Sendable {
    /// The scene is being put on the backend; see `ApplyProgress`.
    case staging(ApplyProgress)
    /// A picture is begun.
    case began(Drawing, index: Int, count: Int)
    /// A picture goes on.
    case drawing(Drawing, Progress)
    /// A picture is done.
    case finished(PictureOutcome)
}

/// What a run did.
public struct RenderReport: Sendable {
    public var pictures: [PictureOutcome] = []
    /// Path of the lock, where one was written or confirmed.
    public var lock: String?
    /// Why no lock could be written, where that is so; the pictures are good all the same.
    public var lockFault: FigureError?
    public var checks: [CheckOutcome] = []
    /// Pictures that could not be made, where others could (sweeps).
    public var failures: [FigureError] = []
}
