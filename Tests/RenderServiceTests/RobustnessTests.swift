// SPDX-License-Identifier: Apache-2.0
import BraynsClient
import BraynsProtocol
import JSON
import RenderService
import SceneModel
import Testing

/// Requests that stop the real service, or that are out to harm: each gets an error or an answer, and the service
/// goes on.
@Suite("Robustness", .timeLimit(.minutes(2)))
struct RobustnessTests {
    /// A request by name and what its error must hold; nil: it is carried out.
    static let requests: [(String, String, String?)] = [
        ("snapshot", #"{"image_settings":{"size":[63,64]}}"#, "at least 64"),
        ("snapshot", #"{"image_settings":{"size":[0,0]}}"#, "at least 64"),
        ("snapshot", #"{"image_settings":{"size":[4294967295,4294967295]}}"#, "too large"),
        ("snapshot", #"{"image_settings":{"size":[65536,65536]}}"#, "too large"),
        ("snapshot", #"{"image_settings":{"size":[4294967296,64]}}"#, "value above maximum"),
        ("snapshot", #"{"image_settings":{"format":"bmp","size":[64,64]}}"#, "Format not supported: 'bmp'"),
        ("snapshot", #"{"image_settings":{"format":".PNG","size":[64,64]}}"#, nil),
        ("snapshot", #"{"image_settings":{"format":"png"},"camera_near_clip":-1}"#, "Near clipping distance"),
        ("snapshot", #"{"file_path":"/nowhere/at/all.png","image_settings":{"size":[64,64]}}"#, "Cannot write file"),
        ("snapshot", #"{"simulation_frame":1}"#, "Simulation frame out of range"),
        ("snapshot", #"{"image_start":[0,2],"image_end":[1,0]}"#, "Image region"),
        ("snapshot", #"{"camera":{"name":"orthographic"}}"#, "expected object got null"),
        ("snapshot", #"{"camera":{"name":"orthographic","params":{"height":0}}}"#, "Orthographic height"),
        ("snapshot", #"{"camera_view":{"position":[0,0,0],"target":[0,1,0],"up":[0,1,0]}}"#, "cannot be aligned"),
        (
            "snapshot", #"{"renderer":{"name":"interactive","params":{"samples_per_pixel":4000000000}}}"#,
            "samples per pixel cannot be higher than 2^31"
        ),
        (
            "snapshot",
            #"{"renderer":{"name":"interactive","params":{"samples_per_pixel":2000000,"ao_samples":2000000}}}"#,
            "rays a pixel are too many"
        ),
        ("export-gbuffers", #"{"channels":[]}"#, "cannot be empty"),
        ("export-gbuffers", #"{"channels":["depth","depth"]}"#, "only once"),
        ("export-gbuffers", #"{"channels":["shadow"]}"#, "invalid enum 'shadow'"),
        ("add-spheres", "[]", "shared buffer is NULL"),
        ("add-spheres", #"[{"geometry":{"center":[1e39,0,0],"radius":1},"color":[1,1,1,1]}]"#, "value above maximum"),
        ("add-spheres", #"[{"geometry":{"center":[0,0,0],"radius":-1e38},"color":[1,1,1,1]}]"#, nil),
        ("add-boxes", #"[{"geometry":{"min":[1,1,1],"max":[0,0,0]},"color":[1,1,1,1]}]"#, nil),
        ("add-planes", #"[{"geometry":{"coefficients":[0,0,0,0]},"color":[1,1,1,1]}]"#, nil),
        ("add-capsules", #"[{"geometry":{"p0":[0,0,0],"p1":[0,0,0],"r0":0,"r1":0},"color":[1,1,1,1]}]"#, nil),
        ("add-clipping-spheres", #"{"primitives":[]}"#, "shared buffer is NULL"),
        ("add-light-directional", #"{"direction":[0,0,0]}"#, nil),
        ("add-light-quad", #"{"edge1":[0,0,0],"edge2":[0,0,0]}"#, nil),
        ("add-light-sphere", #"{"radius":-5}"#, nil),
        ("update-model", #"{"model_id":0,"model":{"transform":{"rotation":[0,0,0,0],"scale":[0,0,0]}}}"#, nil),
        ("update-model", #"{"model_id":0,"model":{"transform":{"scale":[3e38,3e38,3e38]}}}"#, nil),
        ("get-model", #"{"id":99999999999999999999}"#, "expected integer"),
        ("get-model", #"{"id":4294967296}"#, "value above maximum"),
        ("remove-model", #"{"ids":[0,0]}"#, "No instance with id 0 was found"),
        ("add-model", #"{"path":"","loader_name":"","loader_properties":{}}"#, "Missing model path"),
        ("add-model", #"{"path":"/nowhere.obj","loader_name":"","loader_properties":{}}"#, "File /nowhere.obj does not exists"),
        ("add-model", #"{"path":"/","loader_name":"mesh","loader_properties":{}}"#, "File / is not a regular file"),
        ("add-model", #"{"path":"/dev/zero","loader_name":"mesh","loader_properties":{}}"#, "is not a regular file"),
        ("add-model", #"{"path":"/proc/self/exe\u0000","loader_name":"mesh","loader_properties":{}}"#, "does not exists"),
        ("add-model", #"{"path":"x.nothing","loader_name":"","loader_properties":{}}"#, "Unsupported file format"),
        ("add-model", #"{"path":"x.obj","loader_name":"Mesh","loader_properties":{}}"#, "Invalid loader name"),
        ("add-model", #"{"path":"x.raw","loader_name":"","loader_properties":{}}"#, "missing required property"),
        ("upload-model", #"{"type":"obj","loader_name":"","loader_properties":{}}"#, "Mo model binary data"),
        ("set-framebuffer-progressive", #"{"scale":0}"#, "value below minimum 0 < 1"),
        ("set-framebuffer-progressive", #"{"scale":2147483647}"#, nil),
        ("inspect", #"{"position":[1e30,-1e30]}"#, nil),
        ("instantiate-model", #"{"model_id":77,"transforms":[{}]}"#, "No instance with id 77 was found"),
        ("instantiate-model", #"{"model_id":77,"transforms":[]}"#, "transforms list cannot be empty"),
        ("color-model", #"{"id":77,"method":"solid","values":{}}"#, "Color values cannot be empty"),
        ("render-image", #"{"format":"bmp"}"#, "Format not supported: 'bmp'"),
        ("render-image", #"{}"#, nil),
    ]

    @Test("dangerous requests get errors, and the service goes on")
    func requests() async throws {
        let transport = try await InProcessTransport.embedded()
        let connection = Connection(transport)
        try await connection.setViewport(width: 64, height: 64)
        for (method, params, wanted) in Self.requests {
            let json = try JSONValue(parsing: params)
            do {
                _ = try await connection.call(named: method, params: json)
                #expect(wanted == nil, "\(method) \(params) was carried out")
            } catch let error as RPCError {
                #expect(
                    error.description.contains(wanted ?? "no error at all"), "\(method) \(params): \(error)")
            }
        }
        #expect(try await connection.version().description == "3.10.1")
    }

    /// Views and places whose numbers the kernels of the ray tracer end the program for.
    static let endless: [(String, String)] = [
        ("set-camera-view", #"{"position":[1e30,0,0],"target":[0,0,0],"up":[0,1,0]}"#),
        ("set-camera-view", #"{"position":[1e18,1e18,0],"target":[0,0,0],"up":[0,1,0]}"#),
        ("set-camera-view", #"{"position":[0,0,5],"target":[3e38,3e38,0],"up":[0,1,0]}"#),
        ("set-camera-perspective", #"{"aperture_radius":1e30,"focus_distance":1e30}"#),
        ("set-camera-orthographic", #"{"height":1e30}"#),
        ("update-model", #"{"model_id":0,"model":{"transform":{"scale":[1e-30,1,1]}}}"#),
        ("update-model", #"{"model_id":0,"model":{"transform":{"scale":[1,1e-19,1]}}}"#),
        ("update-model", #"{"model_id":0,"model":{"transform":{"scale":[1e-14,1e-14,1e-14],"translation":[1e9,0,0]}}}"#),
        ("update-model", #"{"model_id":0,"model":{"transform":{"translation":[1e20,0,0]}}}"#),
        ("add-light-sphere", #"{"position":[1e30,0,0],"intensity":1e38}"#),
        ("add-spheres", #"[{"geometry":{"center":[0,0,1e25],"radius":1e25},"color":[1,1,1,0.5]}]"#),
    ]

    @Test("numbers beyond the kernels' own limits are drawn as nothing", arguments: endless)
    func beyondLimits(method: String, params: String) async throws {
        let connection = Connection(try await InProcessTransport.embedded(ServiceOptions(threads: 1)))
        try await connection.setViewport(width: 64, height: 64)
        _ = try await connection.add(.spheres([Sphere(center: .zero, radius: 1)]), colors: [Color(1, 1, 1, 0.5)])
        _ = try await connection.add(Light(.ambient, intensity: 1))
        _ = try await connection.add(Light(.sphere(position: [0, 9, 0], radius: 1), intensity: 9))
        try await connection.setView(View(position: [0, 0, 5], target: .zero))
        _ = try await connection.call(named: method, params: try JSONValue(parsing: params))
        for renderer in ["interactive", "production"] {
            let drawing: JSONValue = [
                "image_settings": ["size": [64, 64]],
                "renderer": ["name": .string(renderer), "params": ["samples_per_pixel": 2]],
            ]
            _ = try await connection.call(named: "snapshot", params: drawing)
        }
        _ = try await connection.inspect([0.5, 0.5])
        #expect(try await connection.scene().models.count >= 3)
    }

    @Test("a viewport too small is taken, and drawing into it is refused")
    func viewport() async throws {
        let connection = Connection(try await InProcessTransport.embedded())
        try await connection.setViewport(width: 10, height: 10)
        await #expect(throws: RPCError.self) { try await connection.renderImage() }
        await #expect(throws: RPCError.self) { try await connection.inspect([0.5, 0.5]) }
        try await connection.setViewport(width: 64, height: 64)
        #expect(try await connection.inspect([0.5, 0.5]) == nil)
    }

    @Test("typed values out of their range are refused as JSON is")
    func typedFaults() async throws {
        let connection = Connection(try await InProcessTransport.embedded())
        let sphere = try await connection.add(.spheres([Sphere(center: .zero, radius: 1)]))
        await #expect(throws: RPCError(.invalidParams, "Invalid params schema", details: [
            "material.opacity: value above maximum 2 > 1"
        ])) { try await connection.setMaterial(sphere.id, .phong(opacity: 2)) }
        await #expect(throws: RPCError.self) {
            try await connection.add(.spheres([Sphere(center: [.nan, 0, 0], radius: 1)]))
        }
        await #expect(throws: RPCError.self) {
            try await connection.setView(View(position: [.infinity, 0, 0], target: .zero))
        }
        await #expect(throws: RPCError.self) {
            try await connection.update(sphere.id, transform: Transform(translation: [0, .nan, 0]))
        }
        await #expect(throws: RPCError.self) { try await connection.add(Light(.ambient, intensity: -1)) }
    }

    @Test("deep and long texts cost little and get errors")
    func hostileTexts() async throws {
        let service = try SceneService()
        let client = await SocketStandIn(service)
        let deep = String(repeating: "[", count: 100_000)
        await client.send(#"{"jsonrpc":"2.0","id":1,"method":"add-spheres","params":"# + deep)
        await client.send(deep)
        let many = [String](repeating: "{}", count: 100_000).joined(separator: ",")
        await client.send(#"{"jsonrpc":"2.0","id":2,"method":"add-spheres","params":["# + many + "]}")
        let replies = try await client.results(3)
        #expect(replies[0]["error"]?["code"] == -32700 && replies[1]["error"]?["code"] == -32700)
        #expect(replies[2]["error"]?["data"]?.array?.count == Schema.errorLimit)
        await client.send(.text([0xFF, 0xFE, 0x00]))
        #expect(try await client.results(1)[0]["error"]?["code"] == -32700)
    }

    /// Faulty uploads: type, properties, bytes, and the error's text.
    static let uploads: [(type: String, properties: String, bytes: String, message: String)] = [
        ("obj", "{}", "v 0 0 0\nf 1 2 9\n", "Parsing error at line 2: 'Invalid index 9'. Line content: 'f 1 2 9'"),
        ("obj", "{}", "# nothing\n", "No meshes found"),
        ("stl", "{}", "solid\nfacet\n", "Parsing error at line "),
        ("off", "{}", "OFF\n1\n", "Parsing error at line "),
        (
            "raw", #"{"data_type":"float","dimensions":[4,4,4],"spacing":[1,1,1]}"#, "123",
            "Data size and expected size mismatch"
        ),
        (
            "raw", #"{"data_type":"float","dimensions":[0,4,4],"spacing":[1,1,1]}"#, "123",
            "Volume dimensions are empty"
        ),
    ]

    @Test("what core loaders find wrong is told in Brayns' words", arguments: uploads)
    func loaderTexts(type: String, properties: String, bytes: String, message: String) async throws {
        let client = await SocketStandIn(try SceneService(ServiceOptions(threads: 1)))
        let params = #"{"type":"\#(type)","loader_name":"","loader_properties":\#(properties)}"#
        let request = #"{"jsonrpc":"2.0","id":1,"method":"upload-model","params":\#(params)}"#
        await client.send(Frame(json: Array(request.utf8), payload: Array(bytes.utf8)))
        let error = try await client.results(1)[0]["error"]
        #expect(error?["code"] == -32603)
        #expect(error?["message"]?.string?.hasPrefix(message) == true, "\(error?.text() ?? "no error")")
    }
}
