// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Foundation
import SceneModel

extension Snapshot {
    /// A picture as a script asks for it; what is left out is as the service has it.
    public init(
        resolution: Resolution? = nil, view: PreciseView? = nil, camera: PerspectiveCamera? = nil,
        renderer: Renderer? = nil
    ) {
        self.init()
        var settings = ImageSettings()
        settings.size = resolution.map { SIMD2(UInt32(clamping: $0.width), UInt32(clamping: $0.height)) }
        imageSettings = settings
        self.view = view?.view
        self.camera = (camera?.projection).map { .typed($0) }
        self.renderer = renderer.map { .typed($0) }
    }

    /// Takes the picture and writes it to a file here, in the format that the file's extension names.
    /// - Throws: `RPCError` for a format that the service does not know and all else that it refuses;
    ///   `ConnectionError`; the system's error when the file cannot be written.
    public func save(_ connection: Connection, _ path: String) async throws {
        var request = self
        var settings = imageSettings ?? ImageSettings()
        settings.format = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        request.imageSettings = settings
        request.filePath = nil
        let bytes = try await connection.snapshot(request)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}
