// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol

/// What a service is started with.
public struct ServiceOptions: Sendable {
    /// Plugins by the names that `--plugin` takes, in order; `get-application-parameters` echoes them.
    public var plugins: [String]
    /// Width and height of the main framebuffer at the start.
    public var viewport: SIMD2<UInt32>
    /// How many threads draw; nil: as many as there are cores.
    public var threads: Int?
    /// Shows snapshots while they are drawn.
    public var preview: PicturePreview?

    public init(
        plugins: [String] = [], viewport: SIMD2<UInt32> = [800, 600], threads: Int? = nil,
        preview: PicturePreview? = nil
    ) {
        self.plugins = plugins
        self.viewport = viewport
        self.threads = threads
        self.preview = preview
    }

    /// What the backend inside a program is started with: every plugin.
    public static let embedded = ServiceOptions(plugins: Plugin.libraries)

    /// The plugins that are on, in order; the core is always there.
    func enabledPlugins() throws(ServiceError) -> [Plugin] {
        var enabled: [Plugin] = [.core]
        for name in plugins {
            guard let plugin = Plugin(library: name) else {
                let known = Plugin.libraries.joined(separator: ", ")
                throw ServiceError("There is no plugin '\(name)'; known are \(known)")
            }
            if !enabled.contains(plugin) { enabled.append(plugin) }
        }
        return enabled
    }
}

/// Why a service cannot start.
public struct ServiceError: Error, Sendable, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
