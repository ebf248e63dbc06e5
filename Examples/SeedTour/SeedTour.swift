// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import SceneModel
import WebSocketTransport

/// The first tour of the Brayns documentation in Swift; `seed_tour.py` beside it is the same in Python.
///
///     braynsService --uri localhost:5000 --plugin braynsCircuitExplorer
///     SeedTour localhost:5000 recipes/data/column/BlueConfig snapshot.png
@main
struct SeedTour {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let uri = arguments.count > 1 ? arguments[1] : "localhost:5000"
        let path = arguments.count > 2 ? arguments[2] : "recipes/data/column/BlueConfig"
        let picture = arguments.count > 3 ? arguments[3] : "snapshot.png"

        // Connect to the service.
        let connector = Connector(uri)
        let connection = try await connector.connect()
        print(try await connection.version())

        // Load a model that the service finds at a path: a tenth of a circuit's cells, or a mesh.
        let circuit = LoaderOptions.bbp(
            BBPOptions(
                cells: .targets([], density: 0.1), report: .spikes(),
                morphology: MorphologyOptions(radiusMultiplier: 20)))
        let models = try await connection.load(path, path.hasSuffix("BlueConfig") ? circuit : .mesh)
        for model in models { print(model.id, model.type, model.bounds) }

        // Look at all of it, turned about the vertical axis.
        let camera = PerspectiveCamera()
        let bounds = try await connection.bounds()
        var view = camera.fovy.fullScreenView(bounds)
        let rotation = Rotation(euler: [0, 90, 0], degrees: true)
        view.position = rotation.apply(view.position, center: view.target)

        // Light it from where the camera is.
        let light = Light(.directional(direction: view.direction))
        _ = try await connection.add(light)

        // Take a picture and save it here.
        let renderer = Renderer.interactive(InteractiveRenderer())
        let snapshot = Snapshot(resolution: .fullHD, view: view, camera: camera, renderer: renderer)
        try await snapshot.save(connection, picture)
        await connection.close()
    }
}
