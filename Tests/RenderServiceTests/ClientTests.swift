// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import Imaging
import JSON
import RenderService
import SceneModel
import Testing

/// The typed client, within the process and over frames: the same calls, the same answers.
@Suite("Client", .timeLimit(.minutes(2)))
struct ClientTests {
    /// The two ways to a fresh service.
    enum Way: CaseIterable {
        case inProcess, frames

        func connect() async throws -> Connection {
            var options = ServiceOptions.embedded
            options.threads = 1
            let service = try SceneService(options)
            switch self {
            case .inProcess: return Connection(await InProcessTransport(service))
            case .frames: return Connection(RemoteTransport(await SocketStandIn(service)))
            }
        }
    }

    @Test("a script: shapes, light, colours, camera, picture", arguments: Way.allCases)
    func script(_ way: Way) async throws {
        let connection = try await way.connect()
        let spheres = try await connection.add(
            .spheres([Sphere(center: .zero, radius: 1), Sphere(center: [3, 0, 0], radius: 0.5)]),
            colors: [Color(1, 0, 0), Color(0, 1, 0)])
        #expect(spheres.type == "geometry" && spheres.bounds.max == [3.5, 1, 1])
        #expect(try await connection.colorMethods(spheres.id) == ["primitive", "solid"])
        #expect(try await connection.colorValues(spheres.id, method: "primitive") == ["0-1"])
        try await connection.color(spheres.id, .byValue(method: "primitive", colors: ["1": Color(0, 0, 1)]))
        try await connection.setMaterial(spheres.id, .metal(roughness: 0.5))
        #expect(try await connection.material(spheres.id) == .metal(roughness: 0.5))
        _ = try await connection.add(Light(.ambient, intensity: 2))
        let bounds = try await connection.bounds()
        let setting = CameraSetting(lens: .orthographic(height: nil))
        let camera = try #require(setting.camera(bounds: bounds, aspectRatio: 1))
        try await connection.setCamera(camera)
        #expect(try await connection.camera() == camera)
        let renderer = Renderer.interactive(InteractiveRenderer(samplesPerPixel: 2, background: .black))
        try await connection.setRenderer(renderer)
        #expect(try await connection.renderer() == renderer)
        let file = try await connection.snapshot(Snapshot(size: [80, 80], camera: camera, renderer: renderer))
        let picture = try PNG.decode(file).picture
        #expect(picture.width == 80 && picture.height == 80)
        let colors = Set((0..<80).map { picture[$0, 40] })
        #expect(colors.contains { $0.x > 200 && $0.z == 0 } && colors.contains { $0.z > 200 && $0.x == 0 })
        try await connection.setViewport(width: 80, height: 80)
        let seen = try #require(try await connection.inspect([0.3, 0.5]))
        #expect(seen.modelID == spheres.id && seen.metadata == [:])
    }

    @Test("instances share a model; ids come back last released first", arguments: Way.allCases)
    func instances(_ way: Way) async throws {
        let connection = try await way.connect()
        let box = try await connection.add(.boxes([Bounds(min: .zero, max: [1, 1, 1])]))
        let copies = try await connection.instantiate(
            box.id, [Transform(translation: [5, 0, 0]), Transform(scale: [2, 2, 2])])
        #expect(copies.map(\.id) == [1, 2] && copies[0].bounds.max == [6, 1, 1])
        try await connection.setMaterial(copies[0].id, .ghost)
        #expect(try await connection.material(box.id) == .ghost)
        try await connection.update(2, transform: Transform(translation: [0, 0, 7]), isVisible: false)
        #expect(try await connection.model(2).transform.scale == [1, 1, 1])
        #expect(try await connection.bounds().max == [6, 1, 8])
        try await connection.remove([0, 1])
        #expect(try await connection.add(Light(.ambient)).id == 1)
        #expect(try await connection.add(Light(.ambient)).id == 0)
        #expect(try await connection.add(Light(.ambient)).id == 3)
        try await connection.clearLights()
        #expect(try await connection.scene().models.map(\.id) == [2])
        try await connection.clearModels()
        #expect(try await connection.add(Light(.ambient)).id == 0)
    }

    @Test("lights and clipping keep their places in the scene", arguments: Way.allCases)
    func lights(_ way: Way) async throws {
        let connection = try await way.connect()
        let quad = try await connection.add(Light(.quad(position: [1, 2, 3], edge1: [1, 0, 0], edge2: [0, 0, 2])))
        #expect(quad.bounds == Bounds(min: [1, 2, 3], max: [2, 2, 5]))
        let cut = try await connection.addClipping(.planes([Plane(normal: [0, 1, 0], point: .zero)]))
        #expect(cut.type == "clip_geometry" && cut.bounds == .empty)
        _ = try await connection.add(Light(.directional(direction: [0, -1, 0])))
        _ = try await connection.add(Light(.sphere(position: .zero, radius: 1)))
        #expect(try await connection.scene().models.map(\.type) == ["light", "clip_geometry", "light", "light"])
        await #expect(throws: RPCError(.application, "The model does not have material")) {
            try await connection.material(quad.id)
        }
        try await connection.clearRenderables()
        try await connection.clearClipping()
        #expect(try await connection.scene().models.count == 3)
    }

    @Test("a mesh is uploaded with progress, and tells where it came from", arguments: Way.allCases)
    func upload(_ way: Way) async throws {
        let connection = try await way.connect()
        let file = Array("v 0 0 0\nv 1 0 0\nv 0 2 0\nf 1 2 3\n".utf8)
        let call = connection.uploadTask(file, type: "obj", .mesh)
        var news: [Progress] = []
        for await progress in call.progress { news.append(progress) }
        let models = try await call.result()
        #expect(news.first == Progress("Model uploaded", 0.5))
        #expect(models.count == 1 && models[0].type == "mesh" && models[0].bounds.max == [1, 2, 0])
        #expect(models[0].info.metadata?["faces"] == "1")
        #expect(models[0].info.loadInfo?.source == .blob && models[0].info.loadInfo?.loaderName == "mesh")
        await #expect(throws: RPCError.self) { try await connection.load("missing.ply", .mesh) }
        #expect(try await connection.scene().models.count == 1, "a failed load leaves nothing behind")
    }

    @Test("a call is cancelled by its task", arguments: Way.allCases)
    func cancel(_ way: Way) async throws {
        let connection = try await way.connect()
        let renderer = Renderer.interactive(InteractiveRenderer(samplesPerPixel: 1_000_000))
        let call = connection.snapshotTask(Snapshot(size: [512, 512], camera: Camera(), renderer: renderer))
        for await progress in call.progress {
            #expect(progress.operation == "Rendering snapshot ...")
            call.cancel()
        }
        await #expect(throws: RPCError.cancelled) { try await call.answer() }
        #expect(try await connection.version() == Version(3, 10, 1, revision: "a15a0a9"))
    }

    @Test("a closed connection says so", arguments: Way.allCases)
    func closed(_ way: Way) async throws {
        let connection = try await way.connect()
        _ = try await connection.version()
        await connection.close()
        await #expect(throws: ConnectionError.self) { try await connection.version() }
    }

    @Test("what a service can do", arguments: Way.allCases)
    func capabilities(_ way: Way) async throws {
        let capabilities = try await way.connect().capabilities()
        #expect(capabilities.has(Methods.Images.snapshot) && capabilities.has(Methods.Cameras.cylindric))
        #expect(capabilities.loaders.contains { $0.name == "mesh" && $0.readsUploads })
        let bare = Connection(await InProcessTransport(try SceneService()))
        #expect(try await bare.capabilities().has(Methods.Cameras.cylindric) == false)
        await #expect(throws: RPCError.methodNotFound("get-camera-cylindric")) {
            try await bare.call(Methods.Cameras.cylindric)
        }
    }
}
