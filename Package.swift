// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// Language settings of every target: Swift 6 mode brings strict concurrency; the two features keep
/// existential boxes and member lookups visible in the source.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Tests are not optimised even where the package is: the optimiser of Swift 6.3.1 crashes on `#expect` in some of them
/// (pass CopyPropagation), and they compile in half the time. What they test is optimised as it ships.
let testSettings = settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

/// A room of the house (CONTRIBUTING.md): a target that imports only rooms listed above it.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one room.
func tests(
    _ room: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource]? = nil
) -> Target {
    .testTarget(
        name: room + "Tests", dependencies: [.byName(name: room)] + dependencies, exclude: exclude,
        resources: resources, swiftSettings: testSettings)
}

/// A product of SwiftNIO.
func nio(_ product: String) -> Target.Dependency {
    .product(name: product, package: "swift-nio")
}

let package = Package(
    name: "scene-recipe",
    products: [
        .executable(name: "recipe", targets: ["recipe"]),
        .executable(name: "braynsService", targets: ["braynsService"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),

        room("JSON"),
        room("Digest", ["COpenSSL"]),
        room("SceneModel", ["JSON", "Digest"]),
        room("Geometry", ["SceneModel"]),
        .systemLibrary(name: "CEmbree", providers: [.apt(["libembree-dev"])]),
        room("RayTracing", ["Geometry", "SceneModel", "CEmbree"]),

        tests("JSON"),
        tests("Digest"),
        tests("SceneModel", ["JSON"]),
        tests("Geometry", ["SceneModel"]),
        // Tests and bench
        room("SeededRandom"),
        // Protocol and client
        room("BraynsProtocol", ["SceneModel", "JSON"]),
        room("BraynsClient", ["BraynsProtocol", "SceneModel", "JSON"]),
        tests("BraynsProtocol", ["SeededRandom", "SceneModel", "JSON"]),
        // Transport
        room(
            "WebSocketTransport",
            [
                "BraynsProtocol", "BraynsClient", "COpenSSL", nio("NIOCore"), nio("NIOPosix"),
                nio("NIOConcurrencyHelpers"),
            ]),
        .target(
            name: "TransportTesting",
            dependencies: [
                "WebSocketTransport", nio("NIOCore"), nio("NIOPosix"), nio("NIOConcurrencyHelpers"),
            ], path: "Tests/TransportTesting", swiftSettings: settings),
        tests(
            "WebSocketTransport",
            [
                "TransportTesting", "BraynsProtocol", "BraynsClient", nio("NIOCore"), nio("NIOPosix"),
                nio("NIOEmbedded"),
            ]),
        // Data
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        room("SceneLoading", ["Geometry", "SceneModel", "JSON", "CHDF5", "CZlib"]),
        tests("SceneLoading", ["SeededRandom", "Geometry", "SceneModel", "JSON", "CHDF5"]),
        // Recipe language
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        room("Diagnostics", ["JSON"]),
        room("RecipeLanguage", ["SceneModel", "Diagnostics", "CYAML", "JSON", "Digest"]),
        tests("Diagnostics", ["JSON"]),
        tests("RecipeLanguage", ["SeededRandom", "Diagnostics", "SceneModel", "JSON"]),
        // Service
        .target(name: "CAllocator"),
        room(
            "RenderService",
            [
                "BraynsProtocol", "RayTracing", "SceneLoading", "Imaging", "Geometry", "SceneModel", "JSON",
                "CAllocator",
            ]),
        tests("RenderService", ["BraynsProtocol", "BraynsClient", "SceneModel", "JSON", "Imaging"]),
        // Pictures
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
        .systemLibrary(name: "CJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .target(name: "COpenEXR", linkerSettings: [.linkedLibrary("OpenEXRCore")]),
        room("Imaging", ["CPNG", "CJPEG", "COpenEXR"]),
        tests("Imaging"),
        // Plans
        room("ScenePlanning", ["BraynsClient", "BraynsProtocol", "SceneModel", "Digest", "JSON"]),
        tests(
            "ScenePlanning",
            [
                "SeededRandom", "RecipeLanguage", "RenderService", "BraynsClient", "BraynsProtocol", "Diagnostics",
                "SceneModel", "JSON",
            ]),
        // Figures
        room(
            "Figures",
            [
                "RecipeLanguage", "Diagnostics", "ScenePlanning", "BraynsClient", "BraynsProtocol", "SceneModel",
                "Imaging", "Digest", "JSON",
            ]),
        tests(
            "Figures",
            [
                "SeededRandom", "RenderService", "RecipeLanguage", "Diagnostics", "ScenePlanning", "BraynsClient",
                "BraynsProtocol", "SceneModel", "Imaging", "Digest", "JSON",
            ]),
        // Ray tracing
        // What the tests assert and bench prints: not part of the renderer.
        room("NoiseMeasuring", ["RayTracing", "Geometry", "SceneModel"]),
        tests(
            "RayTracing",
            ["SeededRandom", "NoiseMeasuring", "Geometry", "SceneModel", "Imaging", "Digest", "JSON"],
            exclude: ["Golden"]),
        // Programs
        .executableTarget(
            name: "braynsService", dependencies: ["RenderService", "BraynsProtocol", "WebSocketTransport"],
            swiftSettings: settings),
        .executableTarget(
            name: "SeedTour", dependencies: ["BraynsClient", "BraynsProtocol", "SceneModel", "WebSocketTransport"],
            path: "Examples/SeedTour", exclude: ["seed_tour.py"], swiftSettings: settings),
        .testTarget(
            name: "braynsServiceTests",
            dependencies: [
                "SeededRandom", "braynsService", "SeedTour", "BraynsClient", "BraynsProtocol", "SceneModel",
                "WebSocketTransport", "TransportTesting",
            ], exclude: ["Python"], swiftSettings: testSettings),
        .testTarget(
            name: "recipeTests",
            dependencies: [
                "recipe", "braynsService", "WebSocketTransport", "TransportTesting", "BraynsClient", "BraynsProtocol",
                "SceneModel", "JSON",
            ], swiftSettings: testSettings),
        .target(name: "CSampling"),
        .executableTarget(
            name: "bench",
            dependencies: [
                "CSampling", "CAllocator", "SeededRandom", "NoiseMeasuring", "JSON", "Digest", "RayTracing", "Geometry",
                "SceneModel", "RecipeLanguage", "Diagnostics", "CYAML", "Figures", "Imaging", "BraynsProtocol",
                "BraynsClient", "ScenePlanning", "RenderService", "WebSocketTransport", "CHDF5",
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "recipe",
            dependencies: [
                "RecipeLanguage", "Diagnostics", "Figures", "ScenePlanning", "BraynsClient", "BraynsProtocol",
                "RenderService", "WebSocketTransport", "SceneModel", "Digest", "JSON",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: settings),
    ]
)
