# SPDX-License-Identifier: Apache-2.0
"""Circuits by the published client 3.10.1: circuits.py URI DATA [SHARED].

DATA is the folder of the examples' data, SHARED one with more circuits. Each step asserts; the last line is
'circuits done, N steps'.
"""
import io
import sys

import brayns
import numpy
from PIL import Image

uri, data = sys.argv[1], sys.argv[2]
shared = sys.argv[3] if len(sys.argv) > 3 else None
size = brayns.Resolution(120, 160)
steps = 0

RED, GREEN, BLUE = brayns.Color4(1, 0, 0, 1), brayns.Color4(0, 1, 0, 1), brayns.Color4(0, 0, 1, 1)


def step(name):
    global steps
    steps += 1
    print("step", name, flush=True)


def picture(frame=None):
    """What the whole scene looks like, lit evenly: RGBA values."""
    camera = brayns.CameraController(target=brayns.get_bounds(instance), aspect_ratio=size.aspect_ratio).camera
    renderer = brayns.InteractiveRenderer(samples_per_pixel=1, background_color=brayns.Color4(0, 0, 0, 0))
    snapshot = brayns.Snapshot(resolution=size, camera=camera, renderer=renderer, frame=frame)
    data = snapshot.download(instance, brayns.ImageFormat.PNG)
    return numpy.asarray(Image.open(io.BytesIO(data)).convert("RGBA"), dtype=int)


def hues(pixels):
    """How many pixels are more red, green or blue than anything else."""
    seen = pixels[pixels[..., 3] > 0][:, :3]
    assert len(seen) > 0, "nothing to be seen"
    return numpy.bincount(seen.argmax(1)[seen.max(1) > 2 * numpy.sort(seen, 1)[:, 1]], minlength=3).tolist()


def start(loader, path, count=1):
    """An otherwise empty scene with the models of a file."""
    brayns.clear_models(instance)
    brayns.add_light(instance, brayns.AmbientLight(intensity=2))
    progress = []
    task = loader.load_models_task(instance, path)
    for news in task:
        progress.append(news.amount)
    models = task.wait_for_result()
    assert progress == sorted(progress), progress
    assert len(models) == count, models
    return models


def rest_and_fire(model, frames):
    """The model looks different at two frames, and the same at the first again."""
    brayns.set_color_ramp(
        instance, model.id, brayns.ColorRamp(brayns.get_color_ramp(instance, model.id).value_range, [BLUE, RED])
    )
    pictures = [picture(frame) for frame in [*frames, frames[0]]]
    assert (pictures[0] != pictures[1]).any()
    assert (pictures[0] == pictures[2]).all()


with brayns.Connector(uri, max_attempts=100).connect() as instance:
    brayns.set_resolution(instance, size)

    step("morphology: sections and single sections")
    loader = brayns.MorphologyLoader(brayns.Morphology.full())
    model = start(loader, data + "/Scnn1a_473845048_m.swc")[0]
    assert model.type == "morphology"
    methods = brayns.get_color_methods(instance, model.id)
    assert methods == ["morphology section", "morphology section geometry", "solid"], methods
    sections = brayns.get_color_values(instance, model.id, brayns.MorphologyColorMethod.MORPHOLOGY_SECTION)
    assert sections == ["apical_dendrite", "axon", "dendrite", "soma"], sections
    brayns.color_model(
        instance, model.id, brayns.MorphologyColorMethod.MORPHOLOGY_SECTION, {name: RED for name in sections}
    )
    assert hues(picture())[1:] == [0, 0]
    single = brayns.get_color_values(instance, model.id, "morphology section geometry")
    assert "-1" in single and "1" in single, single
    brayns.set_model_color(instance, model.id, GREEN)
    brayns.color_model(instance, model.id, "morphology section geometry", {name: BLUE for name in single[:40]})
    red, green, blue = hues(picture())
    assert red == 0 and green > 0 and blue > 0, (red, green, blue)
    for geometry in brayns.GeometryType:
        thick = brayns.Morphology(3, True, False, True, geometry, resampling=0.99, subsampling=2, growth=0.5)
        bounds = start(brayns.MorphologyLoader(thick), data + "/C220197A-P2.h5")[0].bounds
        assert all(extent > 0 for extent in bounds.size), bounds

    step("BlueConfig: a tenth of the cells, their ids, layers and spikes")
    loader = brayns.BbpLoader(
        cells=brayns.BbpCells.from_density(0.1),
        report=brayns.BbpReport.spikes(),
        morphology=brayns.Morphology(radius_multiplier=20),
    )
    model = start(loader, data + "/circuit/BlueConfig")[0]
    assert model.info["metadata"]["loaded_neuron_count"] == "150", model.info
    assert brayns.get_circuit_ids(instance, model.id) == list(range(1, 1501, 10))
    methods = brayns.get_color_methods(instance, model.id)
    assert methods == ["etype", "id", "layer", "morphology", "mtype", "solid"], methods
    layers = brayns.get_color_values(instance, model.id, brayns.CircuitColorMethod.LAYER)
    assert layers == ["1", "2", "3", "4", "5", "6"], layers
    simulation = brayns.get_simulation(instance)
    assert simulation.start_frame == 0 and 6500 < simulation.end_frame < 7200, simulation
    rest_and_fire(model, [0, simulation.get_frame(61.7)])
    brayns.set_simulation_frame(instance, simulation.get_frame(60))
    assert brayns.get_simulation(instance).current_frame == simulation.get_frame(60)
    brayns.enable_simulation(instance, model.id, False)
    brayns.color_model(
        instance, model.id, "layer", {layer: RED if int(layer) < 4 else GREEN for layer in layers}
    )
    red, green, blue = hues(picture())
    assert red > 0 and green > 0 and blue == 0, (red, green, blue)
    brayns.color_model(instance, model.id, "id", {"1-2000": BLUE})
    assert hues(picture())[:2] == [0, 0]
    targets = brayns.BbpLoader(cells=brayns.BbpCells.from_targets(["Pvalb"], 0.5))
    start(targets, data + "/circuit/BlueConfig")
    gids = start(brayns.BbpLoader(cells=brayns.BbpCells.from_gids([9, 3])), data + "/circuit/BlueConfig")[0]
    assert brayns.get_circuit_ids(instance, gids.id) == [3, 9]

    step("SONATA: morphologies, sections, voltage")
    population = brayns.SonataNodePopulation(
        name="column",
        nodes=brayns.SonataNodes.from_names(["Excitatory"], 0.2),
        report=brayns.SonataReport.compartment("soma_voltage"),
        morphology=brayns.Morphology(4, load_soma=True, load_dendrites=True),
    )
    model = start(brayns.SonataLoader([population]), data + "/column/simulation_config.json")[0]
    metadata = model.info["metadata"]
    assert metadata["node_sets"] == "Excitatory" and metadata["population_name"] == "column", metadata
    ids = brayns.get_circuit_ids(instance, model.id)
    assert len(ids) == int(metadata["loaded_neuron_count"]) and ids == sorted(ids)
    rest_and_fire(model, [10, 46])
    brayns.enable_simulation(instance, model.id, False)
    values = brayns.get_color_values(instance, model.id, brayns.MorphologyColorMethod.MORPHOLOGY_SECTION)
    assert "soma" in values and "axon" not in values, values
    brayns.color_model(
        instance, model.id, brayns.MorphologyColorMethod.MORPHOLOGY_SECTION, {name: RED for name in values}
    )
    assert hues(picture())[1:] == [0, 0]
    # Cells that are not named get back the colours that cells had, not those of the sections.
    brayns.color_model(instance, model.id, "id", {str(ids[0]): BLUE})
    red, green, blue = hues(picture())
    assert red == 0 and blue > 0, (red, green, blue)
    before = model.bounds
    brayns.set_circuit_thickness(instance, model.id, 3)
    thick = brayns.get_model(instance, model.id).bounds
    assert thick.size.x > before.size.x
    brayns.set_circuit_thickness(instance, model.id, 1 / 3)
    seen = brayns.pick(instance, brayns.Vector2(0.5, 0.5))
    assert seen is None or seen.metadata["neuron_id"] in ids, seen
    spikes = brayns.SonataNodePopulation(
        "column", brayns.SonataNodes.all().limit(10), brayns.SonataReport.spikes(2), morphology=brayns.Morphology(9)
    )
    model = start(brayns.SonataLoader([spikes]), data + "/column/simulation_config.json")[0]
    assert len(brayns.get_circuit_ids(instance, model.id)) == 10
    several = [
        brayns.SonataNodePopulation("column", brayns.SonataNodes.from_ids([5, 2])),
        brayns.SonataNodePopulation("column", brayns.SonataNodes.from_density(0.5)),
    ]
    models = start(brayns.SonataLoader(several), data + "/column/circuit_config.json", 2)
    assert brayns.get_circuit_ids(instance, models[0].id) == [5, 2]

    step("cell placement")
    loader = brayns.CellPlacementLoader(
        morphologies_folder=data + "/column/morphologies", density=0.05, morphology=brayns.Morphology.full()
    )
    model = start(loader, data + "/column/nodes.h5")[0]
    assert len(brayns.get_circuit_ids(instance, model.id)) == 5
    assert model.info["metadata"]["population_name"] == "column", model.info

    step("errors leave nothing behind")
    brayns.clear_models(instance)
    for loader, path, text in [
        (brayns.SonataLoader([brayns.SonataNodePopulation("nobody")]), "/column/circuit_config.json", "nobody"),
        (brayns.BbpLoader(brayns.BbpCells.from_targets(["Nobody"])), "/circuit/BlueConfig", "Invalid or empty target"),
        (brayns.MorphologyLoader(brayns.Morphology()), "/Scnn1a_473845048_m.swc", "Nothing to load"),
        (brayns.CellPlacementLoader(morphology=brayns.Morphology.full()), "/column/nodes.h5", "folder required"),
    ]:
        try:
            loader.load_models(instance, data + path)
        except brayns.JsonRpcError as error:
            assert text in str(error), error
        else:
            raise AssertionError("no error")
        assert brayns.get_models(instance) == []

    if shared:
        step("neurons, glia, vessels and their edges")
        edges = [brayns.SonataEdgePopulation("neuroglial", afferent=False, radius=1)]
        populations = [
            brayns.SonataNodePopulation(
                "astrocytes", brayns.SonataNodes.all(), edges=edges, morphology=brayns.Morphology.full()
            ),
            brayns.SonataNodePopulation(
                "vasculature",
                brayns.SonataNodes.all(),
                edges=[brayns.SonataEdgePopulation("gliovascular", afferent=False)],
            ),
        ]
        models = start(brayns.SonataLoader(populations), shared + "/data/09_ngv/circuit_config.json", 4)
        assert [model.type for model in models] == [
            "astrocytes", "efferent_synapses", "vasculature", "endfeet",
        ], models
        for model in models:
            methods = brayns.get_color_methods(instance, model.id)
            assert {"id", "solid"} <= set(methods), methods
        kinds = brayns.get_color_values(instance, models[2].id, "vasculature section type")
        brayns.color_model(instance, models[2].id, "vasculature section type", {kind: RED for kind in kinds})
        assert hues(picture())[0] > 0

        step("compartments and summation")
        for report in [
            brayns.SonataReport.compartment("compartment_i_membrane"), brayns.SonataReport.summation("summation_v"),
        ]:
            population = brayns.SonataNodePopulation(
                "default", brayns.SonataNodes.all(), report, morphology=brayns.Morphology(20)
            )
            model = start(brayns.SonataLoader([population]), shared + "/data/02_sonata/mini5/simulation_config.json")[0]
            simulation = brayns.get_simulation(instance)
            assert simulation.end_frame == 39, simulation
            brayns.set_simulation_frame(instance, simulation.end_frame)
            picture()

print(f"circuits done, {steps} steps")
