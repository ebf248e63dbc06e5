// SPDX-License-Identifier: Apache-2.0
import JSON

extension Methods {
    /// About what Brayns hides: our extension, off unless the service is started with `--plugin sceneRecipe`.
    public enum Extension {
        public static let hiddenState = Method(
            "get-hidden-state", .models, .reads,
            "Tell lights, shapes, colourings, names and all else that Brayns does not tell", gives: HiddenState.self,
            plugin: .sceneRecipe)
        public static let nameModel = Method(
            "set-model-name", .models, .writes, "Give an instance a name that other clients can read",
            takes: NameModel.self, plugin: .sceneRecipe)
        public static let setRadiusMultiplier = Method(
            "set-circuit-radius-multiplier", .circuits, .writes,
            "Set the factor on a model's radii, whatever it was before", takes: CircuitThickness.self,
            plugin: .sceneRecipe)

        static let all = [hiddenState.traits, nameModel.traits, setRadiusMultiplier.traits]
    }

    /// For tests of clients: a service that is told when to fail.
    public enum StandIn {
        public static let fail = Method(
            "fail-on-command", .service, .writes, "Have a later call that writes fail in a way, or none",
            takes: CommandedFailure.self, plugin: .standIn)

        static let all = [fail.traits]
    }
}
