// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// The parameters of a perspective camera. A request may leave any out; an answer has them all.
public struct PerspectiveMessage: PlainMessage {
    public var fovy: Float?
    public var apertureRadius: Float?
    public var focusDistance: Float?
    public init() {}

    public init(fovy: Float?, apertureRadius: Float? = nil, focusDistance: Float? = nil) {
        self.fovy = fovy
        self.apertureRadius = apertureRadius
        self.focusDistance = focusDistance
    }

    public static let title = "Perspective"
    public static let fields: [Field<Self>] = [
        .optional("fovy", \.fovy, "Vertical opening angle in degrees"),
        .optional("aperture_radius", \.apertureRadius, "Radius of the lens, 0 for a pinhole"),
        .optional("focus_distance", \.focusDistance, "Distance at which the picture is sharp"),
    ]
}

/// The parameters of an orthographic camera.
public struct OrthographicMessage: PlainMessage {
    public var height: Float = 0
    public init() {}
    public init(height: Float) { self.height = height }

    public static let title = "Orthographic"
    public static let fields: [Field<Self>] = [
        .required("height", \.height, "Vertical extent of the picture in scene units")
    ]
}

/// The parameters of a cylindric camera.
public struct CylindricMessage: PlainMessage {
    public var fovy: Float?
    public init() {}
    public init(fovy: Float?) { self.fovy = fovy }

    public static let title = "Cylindric"
    public static let fields: [Field<Self>] = [
        .optional("fovy", \.fovy, "Vertical opening angle in degrees")
    ]
}

/// The least distance at which anything is seen.
public struct NearClip: PlainMessage {
    public var distance: Float = 0
    public init() {}
    public init(distance: Float) { self.distance = distance }

    public static let title = "CameraNearClipMessage"
    public static let fields: [Field<Self>] = [
        .required("distance", \.distance, "Least distance along a ray from the eye at which anything is seen")
    ]
}

extension ImageRegion: WireMessage {
    public static var fresh: ImageRegion { .whole }
    public static var title: String { "CameraRegionMessage" }
    public static let fields: [Field<Self>] = [
        .required("image_start", \.start, "Normalised position of the first pixel"),
        .required("image_end", \.end, "Normalised position of the last pixel"),
    ]
}
