// SPDX-License-Identifier: Apache-2.0
import Foundation
import SceneLoading
import SceneModel
import SeededRandom
import Testing

/// Real files with some of their bytes changed: every load ends, in models or in an error that tells its file, and
/// never with the process.
@Suite("Damaged files", .serialized, .enabled(if: SharedData.isPresent, "no shared data beside the checkout"))
struct DamagedFileTests {
    /// Some files that are loaded together.
    struct Example: Sendable, CustomTestStringConvertible {
        /// The folder that holds all of them.
        var folder: String
        /// The file that the loader is given, within the folder.
        var file: String
        var loader: Loader
        var options: [LoaderOptions]

        var testDescription: String { folder + "/" + file }
    }

    /// How often each file is damaged: `SOAK` asks for more, `DAMAGE_ROUNDS` for any number.
    private static let rounds: Int = {
        let environment = ProcessInfo.processInfo.environment
        return environment["DAMAGE_ROUNDS"].flatMap { Int($0) } ?? (environment["SOAK"] == nil ? 2 : 100)
    }()

    private static func sonata(_ populations: SonataPopulation...) -> LoaderOptions { .sonata(populations) }

    private static let full = MorphologyOptions.full

    static let examples: [Example] = [
        Example(
            folder: "02_sonata/allen9", file: "simulation_config.json", loader: .sonata,
            options: [
                sonata(
                    SonataPopulation(
                        name: "cortex", nodes: .init(sets: ["ScnnOrRorb"]),
                        report: .named(.compartment, name: "membrane_potential"), morphology: full,
                        edges: [.init(population: "excvirt__cortex__chemical", afferent: true)])),
                sonata(SonataPopulation(name: "cortex", report: .spikes(), morphology: MorphologyOptions())),
            ]),
        Example(
            folder: "02_sonata/mini5", file: "simulation_config.json", loader: .sonata,
            options: [
                sonata(
                    SonataPopulation(
                        name: "default", nodes: .init(sets: ["Mosaic"]),
                        report: .named(.summation, name: "summation_v"),
                        edges: [.init(population: "default", afferent: false)])),
                sonata(SonataPopulation(name: "default", report: .named(.compartment, name: "compartment_i_membrane"))),
            ]),
        Example(
            folder: "09_ngv", file: "circuit_config.json", loader: .sonata,
            options: [
                sonata(
                    SonataPopulation(
                        name: "astrocytes", morphology: full,
                        edges: [.init(population: "neuroglial", afferent: false)]),
                    SonataPopulation(
                        name: "vasculature", edges: [.init(population: "gliovascular", afferent: false)]))
            ]),
        Example(
            folder: "03_blueconfig/allen9", file: "BlueConfig", loader: .bbp,
            options: [
                .bbp(BBPOptions(cells: .targets(["All"], density: 1), report: .compartment(name: "soma"))),
                .bbp(BBPOptions(report: .spikes())),
            ]),
        Example(
            folder: "03_blueconfig/twocell", file: "sim_twocell_all/BlueConfig", loader: .bbp,
            options: [.bbp(BBPOptions(report: .compartment(name: "soma")))]),
        Example(
            folder: "03_blueconfig/quick_scx_bluepy", file: "sim_quick_scx_bluepy/BlueConfig", loader: .bbp,
            options: [
                .bbp(
                    BBPOptions(
                        report: .compartment(name: "soma_SONATA"), afferentSynapses: true, efferentSynapses: true))
            ]),
        Example(
            folder: "03_blueconfig/brion_hdf5", file: "simulation/bbp/BlueConfig", loader: .bbp,
            options: [.bbp(BBPOptions(report: .spikes()))]),
        Example(
            folder: "08_cell_placement/thalamus400", file: "circuit.morphologies.h5", loader: .cellPlacement,
            options: [.cellPlacement(CellPlacementOptions())]),
    ]
        + ["tiny", "h5", "asc", "swc"].map { "01_morphologies/" + $0 }.flatMap { folder in
            (try? FileManager.default.contentsOfDirectory(atPath: SharedData.data(folder)))?.sorted().map { file in
                Example(folder: folder + "/" + file, file: file, loader: .morphology, options: [.morphology(full)])
            } ?? []
        }

    @Test(arguments: examples)
    func loadsEnd(_ example: Example) throws {
        let original = SharedData.data(example.folder)
        let folder = try TemporaryFolder()
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: original, isDirectory: &isFolder) else { return }
        let copy = isFolder.boolValue ? folder.path + "/copy" : folder.path + "/" + example.file
        try FileManager.default.copyItem(atPath: original, toPath: copy)
        let files =
            isFolder.boolValue
            ? FileManager.default.subpaths(atPath: copy)?.sorted().map { copy + "/" + $0 } ?? [] : [copy]
        let start = isFolder.boolValue ? copy + "/" + example.file : copy
        for file in files where !FileBytes.isFolder(file) && !file.hasSuffix("README.md") {
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: file)))
            for round in 0..<Self.rounds {
                var random = SplitMix64(file.utf8.dropFirst(folder.path.utf8.count), round)
                try Data(Self.damaged(bytes, &random)).write(to: URL(fileURLWithPath: file))
                Self.note(file, round)
                for options in example.options { load(example.loader, start, options) }
            }
            try Data(bytes).write(to: URL(fileURLWithPath: file))
        }
    }

    /// Loads and draws upon what was loaded: bounds, colour values, the last frame.
    private func load(_ loader: Loader, _ path: String, _ options: LoaderOptions) {
        do throws(LoadingError) {
            for model in try loader.load(.file(path), options: options) {
                _ = model.bounds(under: .identity)
                for method in model.colorMethods { _ = method.values(parts: model.parts) }
                if let simulation = model.simulation {
                    _ = try? simulation.change(at: simulation.end, ramp: ReportRamp.standard)
                }
            }
        } catch {
            #expect(!error.path.isEmpty, "\(error)")
        }
    }

    /// Bytes with a few bits turned, most of them near the start, or with a piece cut off, zeroed or doubled.
    private static func damaged(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        guard !bytes.isEmpty else { return bytes }
        var bytes = bytes
        func place() -> Int {
            let reach = Bool.random(using: &random) ? min(bytes.count, 4096) : bytes.count
            return Int.random(in: 0..<reach, using: &random)
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes.removeLast(bytes.count - place())
        case 1:
            let start = place()
            for index in start..<min(start + 64, bytes.count) { bytes[index] = 0 }
        case 2:
            let start = place()
            bytes.insert(contentsOf: bytes[start..<min(start + 64, bytes.count)], at: start)
        case 3:
            let start = place()
            for index in start..<min(start + 8, bytes.count) { bytes[index] = 0xFF }
        default:
            for _ in 0...Int.random(in: 0..<8, using: &random) {
                bytes[place()] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
        }
        return bytes
    }

    /// Tells which file comes next, for the case that the process ends with it.
    private static func note(_ file: String, _ round: Int) {
        guard ProcessInfo.processInfo.environment["DAMAGE_ROUNDS"] != nil else { return }
        FileHandle.standardError.write(Data("\(file) \(round)\n".utf8))
    }
}

extension SplitMix64 {
    /// Numbers that follow from a file's name and a round.
    fileprivate init(_ name: some Sequence<UInt8>, _ round: Int) {
        self.init(
            state: name.reduce(14_695_981_039_346_656_037) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 } &+ UInt64(round))
    }
}
