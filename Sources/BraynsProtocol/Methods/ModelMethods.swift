// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

extension Methods {
    /// About what stands in the scene.
    public enum Models {
        public static let scene = Method(
            "get-scene", .models, .reads, "Tell everything in the scene", gives: SceneContents.self)
        public static let model = Method(
            "get-model", .models, .reads, "Tell one instance", takes: InstanceID.self, gives: ModelInstance.self)
        public static let update = Method(
            "update-model", .models, .writes, "Move, show or hide an instance", takes: ModelUpdate.self,
            gives: ModelInstance.self)
        public static let remove = Method(
            "remove-model", .models, .writes, "Remove instances", takes: RemoveModels.self)
        public static let clear = Method(
            "clear-models", .models, .writes, "Remove everything, lights and clipping too")
        public static let clearRenderables = Method(
            "clear-renderables", .models, .writes, "Remove everything that can be seen")
        public static let instantiate = Method(
            "instantiate-model", .models, .writes, "Add instances of the model behind an instance",
            takes: InstantiateModel.self, gives: [ModelInstance].self, since: "3.1.0")
        public static let add = Method(
            "add-model", .models, .writes, "Load models from a file", takes: AddModel.self,
            gives: [ModelInstance].self, asynchronous: true)
        public static let upload = Method(
            "upload-model", .models, .writes, "Load models from bytes that are sent along", takes: UploadModel.self,
            gives: [ModelInstance].self, asynchronous: true)

        static let all = [
            scene.traits, model.traits, update.traits, remove.traits, clear.traits, clearRenderables.traits,
            instantiate.traits, add.traits, upload.traits,
        ]
    }

    /// About colours and transfer functions.
    public enum Colors {
        public static let methods = Method(
            "get-color-methods", .colors, .reads, "Tell how a model can be coloured", takes: InstanceID.self,
            gives: [String].self)
        public static let values = Method(
            "get-color-values", .colors, .reads, "Tell what a way of colouring tells apart",
            takes: ColorMethodOf.self, gives: [String].self)
        public static let apply = Method(
            "color-model", .colors, .writes, "Colour a model", takes: ColorModel.self)
        public static let ramp = Method(
            "get-color-ramp", .colors, .reads, "Tell the colours of a volume or report", takes: InstanceID.self,
            gives: ColorRampMessage.self)
        public static let setRamp = Method(
            "set-color-ramp", .colors, .writes, "Set the colours of a volume or report", takes: SetColorRamp.self)

        static let all = [methods.traits, values.traits, apply.traits, ramp.traits, setRamp.traits]
    }

    /// About time.
    public enum Simulations {
        public static let parameters = Method(
            "get-simulation-parameters", .simulation, .reads, "Tell the frames of the simulation",
            gives: SimulationParameters.self)
        public static let setParameters = Method(
            "set-simulation-parameters", .simulation, .writes, "Set the frame that is shown",
            takes: SetSimulation.self)
        public static let enable = Method(
            "enable-simulation", .simulation, .writes, "Have a model follow its simulation or not",
            takes: EnableSimulation.self)

        static let all = [parameters.traits, setParameters.traits, enable.traits]
    }

    /// About neurons, synapses and vessels.
    public enum Circuits {
        public static let ids = Method(
            "get-circuit-ids", .circuits, .reads, "Tell the ids of the cells of a model", takes: CircuitID.self,
            gives: [UInt64].self, plugin: .circuitExplorer)
        public static let setThickness = Method(
            "set-circuit-thickness", .circuits, .writes, "Multiply the radii of a model",
            takes: CircuitThickness.self, plugin: .circuitExplorer)

        static let all = [ids.traits, setThickness.traits]
    }

    /// About voxel atlases.
    public enum Atlases {
        public static let useCases = Method(
            "get-available-atlas-usecases", .atlases, .reads, "Tell how an atlas can be shown", takes: AtlasID.self,
            gives: [AtlasUseCaseDescription].self, plugin: .atlasExplorer, since: "3.1.0")
        public static let visualize = Method(
            "visualize-atlas-usecase", .atlases, .writes, "Show an atlas in one of its ways",
            takes: VisualizeAtlas.self, gives: ModelInstance.self, plugin: .atlasExplorer, since: "3.1.0")

        static let all = [useCases.traits, visualize.traits]
    }
}
