// SPDX-License-Identifier: Apache-2.0
import JSON

/// What is done with objects on a backend that the recipe does not name.
public enum UnmanagedObjects: String, CaseIterable, Sendable {
    /// Stop.
    case fail
    /// Leave them alone.
    case keep
    /// Remove them.
    case remove
}

/// Keys of the top level.
enum RecipeKeys {
    static let recipe = Key(
        "recipe", .version, required: true, doc: "The version of the language: 1.", example: "1")
    static let title = Key("title", .text(.any), otherwise: "none", doc: "The figure's title.", example: "A neuron")
    static let description = Key(
        "description", .text(.any), otherwise: "none", doc: "What the figure shows.", example: "A pyramidal cell")
    static let authors = Key(
        "authors", .list(.text()), otherwise: "none", doc: "Who made the figure.", example: "[Ada Lovelace]")
    static let license = Key(
        "license", .text(), otherwise: "none", doc: "The figure's licence, as an SPDX identifier.", example: "CC-BY-4.0"
    )
    static let keywords = Key(
        "keywords", .list(.text()), otherwise: "none", doc: "Words to find the figure by.", example: "[neuron, cortex]")
    static let doi = Key(
        "doi", .text(.doi), otherwise: "none", doc: "The figure's or its paper's DOI.", example: "10.5281/zenodo.1234")
    static let include = Key(
        "include", .list(.path(.input)), otherwise: "none",
        doc: "Fragments that are merged under this file, later ones over earlier.", example: "[lights.yaml]")
    static let parameters = Key(
        "parameters", .map(.name(of: "parameter"), .record(ParameterKeys.record)), otherwise: "none",
        doc: "Typed knobs, set with `--set`.",
        example: "{density: {type: number, default: 0.1, minimum: 0, maximum: 1}}")
    static let data = Key(
        "data", .map(.name(of: "data root"), .path(.folder)), otherwise: "none",
        doc: "Named folders, for `${data.NAME}`; `--data` overrides them.", example: "{circuits: ../circuits}")
    static let backend = Key(
        "backend", .record(BackendKeys.record), default: "embedded", doc: "Where the scene lives.",
        example: "ws://localhost:5000")
    static let unmanaged = Key(
        "unmanaged",
        .word(
            UnmanagedObjects.fail,
            [.fail: "stop", .keep: "leave them alone", .remove: "remove them"]), default: "fail",
        doc: "What is done with objects on the backend that the recipe does not name.", example: "keep")
    static let models = Key(
        "models", .map(.modelName, .record(ModelKeys.record)), otherwise: "none",
        doc: "What is drawn, in order of loading.", example: "{bunny: {mesh: bunny.ply}}")
    static let clipping = Key(
        "clipping", .map(.name(of: "clipping"), .record(ClippingKeys.record)), otherwise: "none",
        doc: "Shapes that cut the scene.", example: "{cut: {planes: [{normal: [0, 0, 1], point: [0, 0, 0]}]}}")
    static let lights = Key(
        "lights", .map(.name(of: "light"), .choice(LightKeys.choice)), otherwise: "none; surfaces are black",
        doc: "Light sources.", example: "{key: {directional: {direction: camera, intensity: 3}}, fill: ambient}")
    static let camera = Key(
        "camera", .record(CameraKeys.record), default: [:], doc: "Where the picture is taken from.",
        example: "{frame: {target: scene, from: front, margin: 0.05}}")
    static let renderer = Key(
        "renderer", .choice(RendererKeys.choice), default: "interactive", doc: "Who draws, and how well.",
        example: "{interactive: {samples: 16, ambient_occlusion: 8}}")
    static let simulation = Key(
        "simulation", .record(InstantKeys.record), otherwise: "the start frame",
        doc: "Which instant of the simulation is shown.", example: "{time: 24.5}")
    static let snapshots = Key(
        "snapshots", .map(.name(of: "snapshot"), .record(PictureKeys.snapshot)),
        otherwise: "one, named after the file", doc: "The pictures.", example: "{hero: {resolution: full_hd}}")
    static let movies = Key(
        "movies", .map(.name(of: "movie"), .record(MovieKeys.record)), otherwise: "none", doc: "The movies.",
        example: "{spin: {frames: {orbit: {count: 120}}}}")
    static let sweep = Key(
        "sweep", .map(.parameter, .list(.literal, minimum: 1)), otherwise: "none",
        doc: "Values of parameters; the pictures are taken for every combination.", example: "{angle: [0, 90, 180]}")
    static let checks = Key(
        "checks", .map(.name(of: "check"), .record(CheckKeys.record)), otherwise: "none",
        doc: "What must hold once the pictures are drawn.", example: "{lit: {luminance: {min: 0.1}}}")

    static let record = Record(
        "the recipe", doc: "A scene and the pictures taken of it.",
        keys: [
            recipe.declaration, title.declaration, description.declaration, authors.declaration, license.declaration,
            keywords.declaration, doi.declaration, include.declaration, parameters.declaration, data.declaration,
            backend.declaration, unmanaged.declaration, models.declaration, clipping.declaration, lights.declaration,
            camera.declaration, renderer.declaration, simulation.declaration, snapshots.declaration,
            movies.declaration, sweep.declaration, checks.declaration,
        ])
}
