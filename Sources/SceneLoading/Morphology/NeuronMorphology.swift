// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// A neuron's shape as its file tells it: a soma and a forest of sections.
package struct NeuronMorphology: Sendable, Equatable {
    /// A point of the reconstruction: where it is in x, y, z and its radius in w.
    package typealias Sample = SIMD4<Float>

    /// What kind of neurite a section is part of. Raw values are those of SWC and of morphology H5.
    package struct SectionType: Hashable, Sendable, RawRepresentable {
        package var rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }
        package static let soma = SectionType(rawValue: 1)
        package static let axon = SectionType(rawValue: 2)
        package static let dendrite = SectionType(rawValue: 3)
        package static let apicalDendrite = SectionType(rawValue: 4)
    }

    /// An unbranched piece of neurite. Its first sample repeats the last one of its parent where the file's
    /// format makes it so.
    package struct Section: Sendable, Equatable {
        /// The place in the file's depth-first order, from 1.
        package var id: Int
        /// The id of the section that it continues, -1 for one that starts at the soma.
        package var parent: Int
        /// The kind of neurite.
        package var type: SectionType
        /// The samples, from the soma outwards.
        package var samples: [Sample]

        package init(id: Int, parent: Int, type: SectionType, samples: [Sample]) {
            self.id = id
            self.parent = parent
            self.type = type
            self.samples = samples
        }
    }

    /// What the samples of the soma mean.
    package enum SomaKind: Sendable, Equatable {
        /// No samples, or two, which describe nothing.
        case undefined
        /// One sample is a sphere.
        case singlePoint
        /// NeuroMorpho's three samples: the first is the centre.
        case threePoints
        /// A chain of cylinders.
        case cylinders
        /// The outline of the soma.
        case contour
    }

    /// What the samples of the soma mean.
    package var somaKind = SomaKind.undefined
    /// The samples of the soma.
    package var soma: [Sample] = []
    /// The sections, each after its parent, so that ids ascend.
    package var sections: [Section] = []

    package init() {}

    /// The soma kind of a format that draws outlines: none, an outline, or two points that mean nothing.
    ///
    /// - Throws: `LoadingError` for a single point.
    package mutating func readSomaAsContour() throws(LoadingError) {
        switch soma.count {
        case 0, 2: somaKind = .undefined
        case 1: throw LoadingError(.malformed, "A soma contour with only a single point is not valid")
        default: somaKind = .contour
        }
    }
}

extension NeuronMorphology.Sample {
    /// Where the sample is.
    @inline(__always)
    package var position: Vector3 { Vector3(x, y, z) }
}
