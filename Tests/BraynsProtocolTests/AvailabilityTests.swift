// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Testing

@Suite("What a service of another version lacks")
struct AvailabilityTests {
    @Test(
        "a method is named with the version that has it, and its plugin",
        arguments: [
            ("get-camera-region", "Method 'get-camera-region' not found: Brayns has it since 3.9.0"),
            ("set-material-ghost", "Method 'set-material-ghost' not found: Brayns has it since 3.2.0"),
            (
                "get-camera-cylindric",
                "Method 'get-camera-cylindric' not found: Brayns has it since 3.0.0 with --plugin braynsCylindricCamera"
            ),
            ("nonsense", "Method 'nonsense' not found"),
        ])
    func methods(name: String, text: String) {
        let error = RPCError.methodNotFound(name).namingVersions(for: name)
        #expect(error.code == .methodNotFound && error.message == text)
    }

    @Test("a property and a loader are named too")
    func properties() {
        let details = ["unknown property 'image_end'", "camera: unknown property 'x'", "missing required property 'y'"]
        #expect(
            RPCError.invalidParams(details).namingVersions(for: "snapshot").details == [
                "unknown property 'image_end' (Brayns has it since 3.9.0)", details[1], details[2],
            ])
        let growth = RPCError(
            .invalidParams, "Invalid loader params schema",
            details: ["neuron_morphology_parameters: unknown property 'growth'"])
        #expect(growth.namingVersions(for: "add-model").details?[0].hasSuffix("(Brayns has it since 3.8.0)") == true)
        let loader = RPCError(.invalidParams, "Invalid loader name: 'raw-volume'").namingVersions(for: "add-model")
        #expect(loader.message == "Invalid loader name: 'raw-volume': Brayns has it since 3.1.0")
        let other = RPCError.failed("unknown property 'growth'")
        #expect(other.namingVersions(for: "add-model") == other)
    }
}
