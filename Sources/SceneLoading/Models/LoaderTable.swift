// SPDX-License-Identifier: Apache-2.0

extension Loader {
    /// All loaders, in the order in which a service lists them.
    public static let all: [Loader] = [
        .mesh, .mhdVolume, .rawVolume, .bbp, .cellPlacement, .morphology, .sonata, .nrrd, .dti, .protein, .xyz,
    ]

    /// The loader of a name.
    public static func named(_ name: String) -> Loader? { all.first { $0.name == name } }
}
