// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

extension Methods {
    /// About what surfaces are made of. The material belongs to the model, which all its instances share.
    public enum Materials {
        public static let type = Method(
            "get-material-type", .materials, .reads, "Tell the type of a model's material", takes: InstanceID.self,
            gives: String.self)

        /// The methods of one material.
        public struct Pair<Parameters: MaterialMessage>: Sendable {
            /// Tells the parameters.
            public let get: Method<InstanceID, Parameters>
            /// Sets the material; what is left out has its default.
            public let set: Method<SetMaterial<Parameters>, Nothing>

            init(_ type: Parameters.Type, since: String = "3.0.0") {
                get = Method(
                    "get-material-" + type.kind, .materials, .reads, "Tell a model's material (\(type.kind))",
                    takes: InstanceID.self, gives: type, since: since)
                set = Method(
                    "set-material-" + type.kind, .materials, .writes, "Set a model's material (\(type.kind))",
                    takes: SetMaterial<Parameters>.self, since: since)
            }

            var traits: [MethodTraits] { [get.traits, set.traits] }
        }

        public static let phong = Pair(PhongMaterial.self)
        public static let matte = Pair(MatteMaterial.self)
        public static let plastic = Pair(PlasticMaterial.self)
        public static let metal = Pair(MetalMaterial.self)
        public static let glass = Pair(GlassMaterial.self)
        public static let ghost = Pair(GhostMaterial.self, since: "3.2.0")
        public static let emissive = Pair(EmissiveMaterial.self)
        public static let carpaint = Pair(CarPaintMaterial.self)
        public static let principled = Pair(PrincipledMaterial.self, since: "3.3.0")

        static let all =
            [type.traits] + phong.traits + matte.traits + plastic.traits + metal.traits + glass.traits + ghost.traits
            + emissive.traits + carpaint.traits + principled.traits
    }
}
