// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// The properties of the loader for streamlines.
struct DTIParameters: LoaderMessage {
    var radius: Float = 0
    var spikeDecayTime: Float = 1
    init() {}

    init?(_ options: LoaderOptions) {
        guard case .dti(let streamlines) = options else { return nil }
        radius = streamlines.radius
        spikeDecayTime = streamlines.spikeDecay
    }

    func options() -> LoaderOptions { .dti(DTIOptions(radius: radius, spikeDecay: spikeDecayTime)) }

    static let title = "DTILoaderParameters"
    static let fields: [Field<Self>] = [
        .required("radius", \.radius, "Radius of a streamline"),
        .defaulted("spike_decay_time", \.spikeDecayTime, "Milliseconds in which a spike fades", .range(0)),
    ]
}

extension ProteinOptions.ColorScheme: WireEnumeration {}

/// The properties of the loader for proteins.
struct ProteinParameters: LoaderMessage {
    var colorScheme = ProteinOptions.ColorScheme.none
    var radiusMultiplier: Float = 1
    init() {}

    init?(_ options: LoaderOptions) {
        guard case .protein(let protein) = options else { return nil }
        colorScheme = protein.colorScheme
        radiusMultiplier = protein.radiusMultiplier
    }

    func options() -> LoaderOptions {
        .protein(ProteinOptions(colorScheme: colorScheme, radiusMultiplier: radiusMultiplier))
    }

    static let title = "ProteinLoaderParameters"
    static let fields: [Field<Self>] = [
        .defaulted("color_scheme", \.colorScheme, "What atoms are coloured by"),
        .defaulted("radius_multiplier", \.radiusMultiplier, "Factor on all radii"),
    ]
}
