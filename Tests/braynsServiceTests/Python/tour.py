# SPDX-License-Identifier: Apache-2.0
"""What a scientist's script does, by the published client 3.10.1: tour.py URI FOLDER [CA_FILE].

FOLDER is written to; the service must see it too. Each step asserts; the last line is 'tour done, N steps'.
"""
import io
import pathlib
import sys

import brayns
import numpy
from PIL import Image

uri, folder = sys.argv[1], pathlib.Path(sys.argv[2])
ssl_context = brayns.SslClientContext(cafile=sys.argv[3]) if len(sys.argv) > 3 else None
steps = 0
size = brayns.Resolution(160, 120)

PYRAMID = """v -1 0 -1
v 1 0 -1
v 1 0 1
v -1 0 1
v 0 2 0
f 1 2 5
f 2 3 5
f 3 4 5
f 4 1 5
f 1 3 2
f 1 4 3
"""


def step(name):
    global steps
    steps += 1
    print("step", name, flush=True)


def pixels(data):
    return numpy.asarray(Image.open(io.BytesIO(data)).convert("RGBA"), dtype=float)


def drawn(data):
    """The share of pixels that are not background."""
    return float((pixels(data)[..., 3] > 0).mean())


with brayns.Connector(uri, ssl_context, max_attempts=100).connect() as instance:
    step("connect and introspect")
    version = brayns.get_version(instance)
    assert version.release == (3, 10, 1), version
    brayns.check_version(instance)
    methods = brayns.get_methods(instance)
    assert len(methods) == len(set(methods)) >= 84, len(methods)
    entrypoints = brayns.get_entrypoints(instance)
    assert sorted(e.method for e in entrypoints) == sorted(methods)
    asynchronous = {e.method for e in entrypoints if e.asynchronous}
    assert asynchronous >= {"add-model", "upload-model", "snapshot", "export-gbuffers"}, asynchronous

    step("application")
    brayns.set_resolution(instance, size)
    application = brayns.get_application(instance)
    assert application.resolution == size
    assert brayns.Plugin.CIRCUIT_EXPLORER.value in application.plugins

    step("loaders")
    loaders = {loader.name: loader for loader in brayns.get_loaders(instance)}
    assert "obj" in loaders["mesh"].extensions and loaders["mesh"].binary, loaders["mesh"]
    assert loaders["raw-volume"].schema.properties

    step("load by path")
    path = folder / "pyramid.obj"
    path.write_text(PYRAMID)
    brayns.clear_models(instance)
    models = brayns.MeshLoader().load_models(instance, str(path))
    assert len(models) == 1
    assert models[0].bounds == brayns.Bounds(brayns.Vector3(-1, 0, -1), brayns.Vector3(1, 2, 1)), models[0].bounds

    step("load by upload, with progress")
    task = brayns.MeshLoader().upload_models_task(instance, "obj", PYRAMID.encode())
    operations = [progress.operation for progress in task]
    assert "Model uploaded" in operations, operations
    uploaded = task.wait_for_result()
    assert uploaded[0].bounds == models[0].bounds
    brayns.remove_models(instance, [uploaded[0].id])

    step("frame and rotate")
    bounds = brayns.get_bounds(instance)
    assert bounds == models[0].bounds
    camera = brayns.CameraController(target=bounds, aspect_ratio=size.aspect_ratio).camera
    rotation = brayns.euler(0, 30, 0, degrees=True)
    camera = camera.rotate_around_target(rotation)
    brayns.set_camera(instance, camera)
    got = brayns.get_camera_view(instance)
    assert (got.position - camera.view.position).norm < 1e-4, got
    assert brayns.get_camera_name(instance) == "perspective"
    fovy = brayns.get_camera(instance, brayns.PerspectiveProjection).projection.fovy
    assert abs(fovy.degrees - 45) < 1e-4, fovy

    step("light")
    light = brayns.add_light(instance, brayns.DirectionalLight(intensity=4, direction=camera.view.direction))
    brayns.add_light(instance, brayns.AmbientLight(intensity=0.5))
    assert light.id in [model.id for model in brayns.get_models(instance)]

    step("snapshot: save, download, remote, with progress")
    renderer = brayns.InteractiveRenderer(samples_per_pixel=2, background_color=brayns.Color4(0, 0, 0, 0))
    snapshot = brayns.Snapshot(resolution=size, camera=camera, renderer=renderer)
    snapshot.save(instance, str(folder / "saved.png"))
    saved = (folder / "saved.png").read_bytes()
    snapshot.save_remotely(instance, str(folder / "remote.png"))
    downloaded = snapshot.download(instance, brayns.ImageFormat.PNG)
    assert 0.05 < drawn(saved) < 0.95, drawn(saved)
    assert (pixels(saved) == pixels(downloaded)).all()
    assert (pixels(saved) == pixels((folder / "remote.png").read_bytes())).all()
    jpeg = snapshot.download(instance, brayns.ImageFormat.JPEG)
    assert Image.open(io.BytesIO(jpeg)).format == "JPEG"
    task = snapshot.download_task(instance)
    assert len(list(task)) >= 1
    assert drawn(task.wait_for_result()) == drawn(saved)
    metadata = brayns.ImageMetadata("A title", "A description", "a test", ["a", "b"])
    titled = brayns.Snapshot(resolution=size, camera=camera, renderer=renderer, metadata=metadata)
    assert b"A title" in titled.download(instance)

    step("accumulated image")
    brayns.set_framebuffer(instance, brayns.StaticFramebuffer())
    brayns.set_renderer(instance, renderer)
    brayns.Image(accumulate=False).render(instance)
    image = brayns.Image().download(instance, brayns.ImageFormat.PNG)
    assert image.max_accumulation >= 1 and pixels(image.data).shape == (120, 160, 4)

    step("pick")
    center = brayns.pick(instance, brayns.Vector2(0.5, 0.5))
    assert center and center.model_id == models[0].id, center
    assert brayns.pick(instance, brayns.Vector2(0.01, 0.99)) is None

    step("clip")
    # The service places a plane at normal·point = d, as the real one does; what lies below y = 1 goes.
    brayns.add_clipping_geometries(instance, [brayns.Plane(brayns.PlaneEquation(0, 1, 0, 1))])
    clipped = snapshot.download(instance)
    brayns.clear_clipping_geometries(instance)
    assert 0 < drawn(clipped) < drawn(saved) / 2
    assert drawn(snapshot.download(instance)) == drawn(saved)

    step("colour and material")
    methods = brayns.get_color_methods(instance, models[0].id)
    assert brayns.ColorMethod.SOLID in methods, methods
    brayns.set_model_color(instance, models[0].id, brayns.Color4(1, 0, 0, 1))
    red = pixels(snapshot.download(instance))
    red = red[red[..., 3] > 0]
    assert red[:, 0].max() > 0 and red[:, 1:3].max() == 0, red.max(0)
    for material in [
        brayns.CarPaintMaterial(), brayns.EmissiveMaterial(), brayns.GhostMaterial(), brayns.GlassMaterial(),
        brayns.MatteMaterial(), brayns.MetalMaterial(), brayns.PhongMaterial(), brayns.PlasticMaterial(),
        brayns.PrincipledMaterial(),
    ]:
        brayns.set_material(instance, models[0].id, material)
        assert brayns.get_material_name(instance, models[0].id) == material.name
        assert brayns.get_material(instance, models[0].id, type(material)) == material

    step("models")
    moved = brayns.update_model(instance, models[0].id, transform=brayns.Transform(brayns.Vector3(10, 0, 0)))
    assert moved.bounds.min.x == 9, moved.bounds
    copies = brayns.instantiate_model(instance, models[0].id, [brayns.Transform(), brayns.Transform()])
    assert len(copies) == 2 and len({copy.id for copy in copies}) == 2
    hidden = brayns.update_model(instance, models[0].id, visible=False)
    assert not hidden.visible
    spheres = brayns.add_geometries(instance, [(brayns.Sphere(1), brayns.Color4(0, 1, 0, 1))])
    assert spheres.bounds.size == brayns.Vector3(2, 2, 2)
    assert brayns.get_model(instance, spheres.id).type == spheres.type

    step("volume by upload")
    voxels = numpy.arange(64, dtype="<u2").tobytes()
    volume_loader = brayns.RawVolumeLoader(
        brayns.Vector3(4, 4, 4), brayns.Vector3.one, brayns.VolumeDataType.UNSIGNED_SHORT
    )
    task = volume_loader.upload_models_task(instance, "raw", voxels)
    assert len(list(task)) == 4
    volume = task.wait_for_result()[0]
    ramp = brayns.get_color_ramp(instance, volume.id)
    assert ramp.value_range.min < ramp.value_range.max and ramp.colors, ramp
    brayns.set_color_ramp(instance, volume.id, ramp)

    step("g-buffers")
    exporter = brayns.GBufferExporter([brayns.GBufferChannel.COLOR, brayns.GBufferChannel.DEPTH], resolution=size)
    exporter.save(instance, str(folder / "buffers.exr"))
    assert (folder / "buffers.exr").read_bytes()[:4] == bytes([0x76, 0x2F, 0x31, 0x01])

    step("errors")
    for call, code in [
        (lambda: instance.request("no-such-method"), -32601),
        (lambda: instance.request("get-model", {"id": 100000}), -32602),
        (lambda: brayns.MeshLoader().load_models(instance, "/no/such/file.obj"), None),
    ]:
        try:
            call()
        except brayns.JsonRpcError as error:
            assert code is None or error.code == code, error
        else:
            raise AssertionError("no error")

    step("cancel")
    brayns.clear_models(instance)
    brayns.add_geometries(instance, [(brayns.Sphere(1), brayns.Color4(0, 1, 0, 1))])
    endless = brayns.Snapshot(
        resolution=brayns.Resolution(1000, 1000), camera=camera, renderer=brayns.ProductionRenderer(100000)
    )
    task = endless.download_task(instance)
    for progress in task:
        task.cancel()
        break
    try:
        task.wait_for_result()
    except brayns.JsonRpcError as error:
        assert error.code == 20, error
    else:
        raise AssertionError("the task was not cancelled")

    step("clear")
    brayns.clear_renderables(instance)
    brayns.clear_lights(instance)
    brayns.clear_models(instance)
    assert brayns.get_models(instance) == []

print(f"tour done, {steps} steps")
