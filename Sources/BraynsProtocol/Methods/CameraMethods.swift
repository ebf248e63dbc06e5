// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

extension Methods {
    /// About the camera of the main framebuffer.
    public enum Cameras {
        public static let type = Method(
            "get-camera-type", .camera, .reads, "Tell the type of the projection", gives: String.self)
        public static let perspective = Method(
            "get-camera-perspective", .camera, .reads, "Tell the perspective projection",
            gives: PerspectiveMessage.self)
        public static let setPerspective = Method(
            "set-camera-perspective", .camera, .writes, "Set a perspective projection",
            takes: PerspectiveMessage.self)
        public static let orthographic = Method(
            "get-camera-orthographic", .camera, .reads, "Tell the orthographic projection",
            gives: OrthographicMessage.self)
        public static let setOrthographic = Method(
            "set-camera-orthographic", .camera, .writes, "Set an orthographic projection",
            takes: OrthographicMessage.self)
        public static let cylindric = Method(
            "get-camera-cylindric", .camera, .reads, "Tell the cylindric projection", gives: CylindricMessage.self,
            plugin: .cylindricCamera)
        public static let setCylindric = Method(
            "set-camera-cylindric", .camera, .writes, "Set a cylindric projection", takes: CylindricMessage.self,
            plugin: .cylindricCamera)
        public static let view = Method(
            "get-camera-view", .camera, .reads, "Tell where the camera is and looks", gives: View.self)
        public static let setView = Method(
            "set-camera-view", .camera, .writes, "Set where the camera is and looks", takes: View.self)
        public static let nearClip = Method(
            "get-camera-near-clip", .camera, .reads, "Tell the near clip distance", gives: NearClip.self,
            since: "3.6.0")
        public static let setNearClip = Method(
            "set-camera-near-clip", .camera, .writes, "Set the near clip distance", takes: NearClip.self,
            since: "3.6.0")
        public static let region = Method(
            "get-camera-region", .camera, .reads, "Tell which part of the picture is drawn", gives: ImageRegion.self,
            since: "3.9.0")
        public static let setRegion = Method(
            "set-camera-region", .camera, .writes, "Set which part of the picture is drawn", takes: ImageRegion.self,
            since: "3.9.0")

        static let all = [
            type.traits, perspective.traits, setPerspective.traits, orthographic.traits, setOrthographic.traits,
            cylindric.traits, setCylindric.traits, view.traits, setView.traits, nearClip.traits, setNearClip.traits,
            region.traits, setRegion.traits,
        ]
    }
}
