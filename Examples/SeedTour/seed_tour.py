# SPDX-License-Identifier: Apache-2.0
"""The first tour of the Brayns documentation by the published client 3.10.1: seed_tour.py [URI [PATH [PICTURE]]].

    pip install 'brayns==3.10.1' 'websockets<14'       # Python 3.9 to 3.12
    braynsService --uri localhost:5000 --plugin braynsCircuitExplorer
    python seed_tour.py localhost:5000 recipes/data/column/BlueConfig snapshot.png
"""
import sys

import brayns

defaults = ["localhost:5000", "recipes/data/column/BlueConfig", "snapshot.png"]
uri, path, picture = sys.argv[1:] + defaults[len(sys.argv) - 1 :]

# Connect to the service.
connector = brayns.Connector(uri)
with connector.connect() as instance:
    print(brayns.get_version(instance))

    # Load a model that the service finds at a path: a tenth of a circuit's cells, or a mesh.
    circuit = brayns.BbpLoader(
        cells=brayns.BbpCells.from_density(0.1),
        report=brayns.BbpReport.spikes(),
        morphology=brayns.Morphology(radius_multiplier=20),
    )
    loader = circuit if path.endswith("BlueConfig") else brayns.MeshLoader()
    models = loader.load_models(instance, path)
    for model in models:
        print(model)

    # Look at all of it, turned about the vertical axis. The client of today frames by width, height and depth; this is
    # the formula of the full screen view that the documentation's script asked for.
    projection = brayns.PerspectiveProjection()
    bounds = brayns.get_bounds(instance)
    distance = projection.fovy.get_distance(bounds.size.y) + bounds.size.z / 2
    view = brayns.View(position=bounds.center + distance * brayns.Axis.front, target=bounds.center)
    rotation = brayns.Rotation.from_euler(brayns.Vector3(0, 90, 0), degrees=True)
    view.position = rotation.apply(view.position, center=view.target)

    # Light it from where the camera is.
    light = brayns.DirectionalLight(direction=view.direction)
    brayns.add_light(instance, light)

    # Take a picture and save it here.
    renderer = brayns.InteractiveRenderer()
    camera = brayns.Camera(view, projection)
    snapshot = brayns.Snapshot(resolution=brayns.Resolution.full_hd, camera=camera, renderer=renderer)
    snapshot.save(instance, picture)
