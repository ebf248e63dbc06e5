# SPDX-License-Identifier: Apache-2.0
"""What the client 3.0.0 shares with the service: tour_3_0_0.py URI FOLDER. The last line is 'tour done, N steps'."""
import builtins
import io
import pathlib
import sys

import numpy
from PIL import Image

build_class = builtins.__build_class__


def build_hashable(*parts, **options):
    """From Python 3.11 on the default of a field must be hashable, which this client's classes are not."""
    cls = build_class(*parts, **options)
    if vars(cls).get("__hash__") is None and "__slots__" not in vars(cls):
        cls.__hash__ = object.__hash__
    return cls


builtins.__build_class__ = build_hashable
import brayns  # noqa: E402

builtins.__build_class__ = build_class

uri, folder = sys.argv[1], pathlib.Path(sys.argv[2])
assert brayns.__version__ == "3.0.0", brayns.__version__
steps = 0


def step(name):
    global steps
    steps += 1
    print("step", name, flush=True)


with brayns.Connector(uri, max_attempts=100).connect() as instance:
    step("version")
    assert brayns.get_version(instance).major == 3
    assert "snapshot" in brayns.get_methods(instance)

    step("load")
    path = folder / "triangle.obj"
    path.write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n")
    brayns.clear_models(instance)
    models = brayns.MeshLoader().load_models(instance, str(path))
    assert len(models) == 1
    bounds = brayns.get_bounds(instance)
    assert bounds.max == brayns.Vector3(1, 1, 0), bounds

    step("look and light")
    view = brayns.View(brayns.Vector3(0.5, 0.5, 2), brayns.Vector3(0.5, 0.5, 0))
    brayns.set_camera_view(instance, view)
    assert brayns.get_camera_view(instance).position == view.position
    brayns.add_light(instance, brayns.AmbientLight())

    step("snapshot")
    data = brayns.Snapshot(resolution=brayns.Resolution(64, 64)).download(instance, brayns.ImageFormat.PNG)
    assert numpy.asarray(Image.open(io.BytesIO(data))).shape[:2] == (64, 64)

    step("colour and material")
    brayns.set_material(instance, models[0].id, brayns.MatteMaterial())
    assert brayns.get_material_name(instance, models[0].id) == "matte"
    brayns.set_model_color(instance, models[0].id, brayns.Color4(1, 0, 0, 1))

    step("clear")
    brayns.clear_lights(instance)
    brayns.clear_models(instance)
    assert brayns.get_models(instance) == []

print(f"tour done, {steps} steps")
