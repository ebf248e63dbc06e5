// SPDX-License-Identifier: Apache-2.0
import Figures
import SceneModel
import Testing

@Suite struct ReachedFilesTests {
    private func inputs(_ path: String, _ loader: LoaderOptions, in folder: String) throws -> [String] {
        var recipe = ballRecipe(in: folder)
        recipe.scene.models = [Model(name: "a", source: .file(FileSource(path: path, loader: loader)))]
        return try FigureInputs(of: recipe, isLocal: true, store: DigestStore(folder: nil)).files.map(\.path)
    }

    @Test func aMetaImageReachesItsData() async throws {
        try await withFolder { folder in
            try write("ObjectType = Image\nElementDataFile = raw/ct.raw\n", to: folder + "/ct.mhd")
            try write("x", to: folder + "/raw/ct.raw")
            #expect(try inputs(folder + "/ct.mhd", .mhdVolume, in: folder) == ["ct.mhd", "raw/ct.raw"])
        }
    }

    @Test func aSonataConfigurationReachesItsNetworkAndMorphologies() async throws {
        try await withFolder { folder in
            try write(
                """
                {"manifest": {"$BASE": ".", "$NET": "$BASE/network"}, "network": "$BASE/circuit_config.json",
                 "output": {"output_dir": "$BASE/out", "spikes_file": "spikes.h5"},
                 "reports": {"soma": {"cells": "All"}}}
                """, to: folder + "/simulation_config.json")
            try write(
                """
                {"manifest": {"$NET": "network"}, "components": {"morphologies_dir": "morph"},
                 "networks": {"nodes": [{"nodes_file": "$NET/nodes.h5", "populations": {"A": {}}}]}}
                """, to: folder + "/circuit_config.json")
            for file in ["network/nodes.h5", "morph/swc/a.swc", "out/spikes.h5", "out/soma.h5", "out/other.h5"] {
                try write("x", to: folder + "/" + file)
            }
            #expect(
                try inputs(folder + "/simulation_config.json", .sonata([]), in: folder) == [
                    "circuit_config.json", "morph/swc/a.swc", "network/nodes.h5", "out/soma.h5", "out/spikes.h5",
                    "simulation_config.json",
                ])
        }
    }

    @Test func aBlueConfigReachesCircuitAndMorphologies() async throws {
        try await withFolder { folder in
            try write(
                """
                Run Default
                {
                  CircuitPath \(folder)/circuit
                  MorphologyPath morph
                  TargetFile user.target
                }
                """, to: folder + "/BlueConfig")
            for file in ["circuit/circuit.mvd3", "circuit/sub/x", "morph/h5/a.h5", "user.target", "unused"] {
                try write("x", to: folder + "/" + file)
            }
            #expect(
                try inputs(folder + "/BlueConfig", .bbp(BBPOptions()), in: folder) == [
                    "BlueConfig", "circuit/circuit.mvd3", "morph/h5/a.h5", "user.target",
                ])
        }
    }

    @Test func aHostileConfigurationEnds() async throws {
        try await withFolder { folder in
            try write("{\"manifest\": {\"$A\": \"$A/$A\"}, \"x\": \"$A\", \"y\": \"c.json\"}", to: folder + "/c.json")
            #expect(try inputs(folder + "/c.json", .sonata([]), in: folder) == ["c.json"])
        }
    }
}
