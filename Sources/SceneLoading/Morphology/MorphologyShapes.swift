// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// A morphology as renderer-ready shapes, and which of them each section became.
package struct MorphologyShapes: Sendable {
    /// The shapes of one section, or of the soma.
    package struct Piece: Sendable, Equatable {
        /// The section's id, -1 for the soma.
        package var section: Int
        /// The kind of neurite.
        package var type: NeuronMorphology.SectionType
        /// Its primitives.
        package var primitives: Range<Int>
    }

    /// The shapes: spheres, or capsules whose vertices a section's segments share.
    package let surface: Surface
    /// The soma first, then sections by type; they cover all primitives without gap.
    package let pieces: [Piece]

    /// The order of section types among the primitives.
    package static let typeOrder: [NeuronMorphology.SectionType] = [.axon, .dendrite, .apicalDendrite]

    /// Builds the shapes of a morphology that went through its stages.
    ///
    /// - Parameters:
    ///   - morphology: what is to be shown, all of it.
    ///   - spheres: a sphere a sample in place of rounded cones between samples.
    /// - Throws: `LoadingError` where there are more shapes than can be counted in 32 bits.
    package init(_ morphology: NeuronMorphology, spheres: Bool) throws(LoadingError) {
        var builder = Builder(spheres: spheres)
        builder.addSoma(of: morphology)
        for type in MorphologyShapes.typeOrder {
            for section in morphology.sections where section.type == type { builder.add(section) }
        }
        pieces = builder.pieces
        surface = try builder.surface()
    }

    /// Which group of names each primitive belongs to.
    ///
    /// - Parameter group: the group of a piece.
    package func groups(_ group: (Piece) -> UInt32) -> GeometryBuffer<UInt32> {
        GeometryBuffer(count: surface.primitiveCount) { target in
            for piece in pieces {
                let value = group(piece)
                for primitive in piece.primitives { target[primitive] = value }
            }
        }
    }

    private struct Builder {
        let spheres: Bool
        var vertices: [SIMD4<Float>] = []
        var starts: [UInt32] = []
        var pieces: [Piece] = []

        /// Primitives so far.
        var count: Int { spheres ? vertices.count : starts.count }

        /// A chain of rounded cones, or a sphere a sample.
        mutating func append(chain samples: [NeuronMorphology.Sample]) {
            if !spheres {
                for offset in 0..<max(samples.count - 1, 0) {
                    starts.append(UInt32(truncatingIfNeeded: vertices.count + offset))
                }
                guard samples.count >= 2 else { return }
            }
            vertices.append(contentsOf: samples)
        }

        mutating func close(_ section: Int, _ type: NeuronMorphology.SectionType, from first: Int) {
            pieces.append(Piece(section: section, type: type, primitives: first..<count))
        }

        mutating func add(_ section: NeuronMorphology.Section) {
            let first = count
            append(chain: section.samples)
            close(section.id, section.type, from: first)
        }

        mutating func addSoma(of morphology: NeuronMorphology) {
            let samples = morphology.soma
            guard let first = samples.first else { return }
            let before = count
            if spheres {
                append(chain: samples)
            } else {
                switch morphology.somaKind {
                case .undefined: return
                case .singlePoint: append(ball: first)
                case .threePoints:
                    let offset = SIMD4<Float>(0, first.w, 0, 0)
                    append(chain: [first + offset, first - offset])
                case .cylinders: append(chain: samples)
                case .contour: appendContour(samples, morphology.sections)
                }
            }
            close(-1, .soma, from: before)
        }

        /// A sphere as a capsule so short that its ends coincide to the eye.
        mutating func append(ball: NeuronMorphology.Sample) {
            append(chain: [ball, ball + SIMD4(0, 0.01, 0, 0)])
        }

        /// A sphere of the outline's mean radius around its mean point, and a cone from there to each neurite.
        mutating func appendContour(_ outline: [NeuronMorphology.Sample], _ sections: [NeuronMorphology.Section]) {
            let share = 1 / Float(outline.count)
            var center = Vector3.zero
            for sample in outline { center += sample.position }
            center *= share
            var radius: Float = 0
            for sample in outline { radius += (sample.position - center).length }
            let ball = NeuronMorphology.Sample(center, radius * share)
            append(ball: ball)
            for section in sections where section.parent == -1 {
                guard let end = section.samples.first else { continue }
                append(chain: [ball, end])
            }
        }

        func surface() throws(LoadingError) -> Surface {
            do {
                if spheres { return .spheres(try SphereSet(vertices)) }
                return .capsules(try CapsuleSet(vertices: GeometryBuffer(vertices), starts: GeometryBuffer(starts)))
            } catch {
                throw LoadingError(.unsupported, "The morphology cannot be shown: \(error)")
            }
        }
    }
}
