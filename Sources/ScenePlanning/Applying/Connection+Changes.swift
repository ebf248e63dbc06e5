// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import SceneModel

extension Connection {
    /// Colours a model one way; `asLoaded` is no call.
    func paint(_ id: UInt32, _ paint: Look.Paint) async throws {
        switch paint {
        case .asLoaded: return
        case .solid(let color): try await self.color(id, .solid(color))
        case .byValue(let method, let colors): try await color(id, .byValue(method: method, colors: colors))
        case .shapes(let colors): try await color(id, .byValue(method: "primitive", colors: Self.ranges(colors)))
        }
    }

    /// Colours by index as the method `primitive` takes them: runs of one colour are one key `first-last`.
    private static func ranges(_ colors: [Color]) -> [String: Color] {
        var values: [String: Color] = [:]
        var start = 0
        for index in colors.indices where index + 1 == colors.count || colors[index + 1] != colors[index] {
            values[start == index ? "\(start)" : "\(start)-\(index)"] = colors[index]
            start = index + 1
        }
        return values
    }

    /// Sets what differs of the service's camera.
    /// - Returns: the number of calls made.
    func setCamera(_ camera: Camera, from present: Camera) async throws -> Int {
        var calls = 0
        if present.projection != camera.projection {
            calls += 1
            try await setProjection(camera.projection)
        }
        if present.view != camera.view {
            calls += 1
            try await setView(camera.view)
        }
        if present.nearClip != camera.nearClip {
            calls += 1
            try await call(Methods.Cameras.setNearClip, NearClip(distance: camera.nearClip))
        }
        if present.region != camera.region {
            calls += 1
            try await call(Methods.Cameras.setRegion, camera.region)
        }
        return calls
    }
}
