// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

extension Methods {
    /// About shapes that are given one by one.
    public enum Geometries {
        public static let addSpheres = add("spheres", Sphere.self)
        public static let addCapsules = add("capsules", Capsule.self)
        public static let addBoxes = add("boxes", Bounds.self)
        public static let addPlanes = add("planes", Plane.self)
        public static let addBoundedPlanes = add("bounded-planes", BoundedPlane.self)

        private static func add<Shape: WireMessage>(
            _ shapes: String, _ type: Shape.Type
        ) -> Method<[ColoredShape<Shape>], ModelInstance> {
            Method(
                "add-" + shapes, .geometries, .writes, "Add a model of \(shapes), each with its own colour",
                takes: [ColoredShape<Shape>].self, gives: ModelInstance.self)
        }

        static let all = [
            addSpheres.traits, addCapsules.traits, addBoxes.traits, addPlanes.traits, addBoundedPlanes.traits,
        ]
    }

    /// About shapes that cut the scene.
    public enum Clipping {
        public static let addSpheres = add("spheres", Sphere.self)
        public static let addCapsules = add("capsules", Capsule.self)
        public static let addBoxes = add("boxes", Bounds.self)
        public static let addPlanes = add("planes", Plane.self)
        public static let addBoundedPlanes = add("bounded-planes", BoundedPlane.self)
        public static let clear = Method(
            "clear-clipping-geometries", .clipping, .writes, "Remove all models that cut the scene", since: "3.1.0")
        public static let addPlane = Method(
            "add-clip-plane", .clipping, .writes, "Add a plane that cuts the scene", takes: Plane.self,
            gives: ModelInstance.self, deprecated: true)
        public static let clearPlanes = Method(
            "clear-clip-planes", .clipping, .writes, "Remove all models that cut the scene", deprecated: true)

        private static func add<Shape: WireMessage>(
            _ shapes: String, _ type: Shape.Type
        ) -> Method<ClippingShapes<Shape>, ModelInstance> {
            Method(
                "add-clipping-" + shapes, .clipping, .writes, "Add a model of \(shapes) that cut the scene",
                takes: ClippingShapes<Shape>.self, gives: ModelInstance.self, since: "3.1.0")
        }

        static let all = [
            addSpheres.traits, addCapsules.traits, addBoxes.traits, addPlanes.traits, addBoundedPlanes.traits,
            clear.traits, addPlane.traits, clearPlanes.traits,
        ]
    }

    /// About lights.
    public enum Lights {
        public static let addAmbient = add("ambient", AmbientLightMessage.self)
        public static let addDirectional = add("directional", DirectionalLightMessage.self)
        public static let addQuad = add("quad", QuadLightMessage.self)
        public static let addSphere = add("sphere", SphereLightMessage.self, since: "3.7.0")
        public static let clear = Method("clear-lights", .lights, .writes, "Remove all lights")

        private static func add<Light: LightMessage>(
            _ kind: String, _ type: Light.Type, since: String = "3.0.0"
        ) -> Method<Light, ModelInstance> {
            Method(
                "add-light-" + kind, .lights, .writes, "Add a light (\(kind))", takes: type, gives: ModelInstance.self,
                since: since)
        }

        static let all = [addAmbient.traits, addDirectional.traits, addQuad.traits, addSphere.traits, clear.traits]
    }
}
