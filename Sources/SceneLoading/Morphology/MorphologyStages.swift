// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// The stages that a morphology goes through before it becomes shapes, in the order of the service: radii,
/// subsampling, resampling, radius multiplier, growth.
extension NeuronMorphology {
    /// What is shown of the morphology under some options: chosen sections, each radius half a diameter and never
    /// negative, processed by all stages.
    package func prepared(_ options: MorphologyOptions) -> NeuronMorphology {
        var result = selected(options)
        switch options.geometry {
        case .original, .spheres: break
        case .smooth: result.smoothRadii()
        case .sectionSmooth: result.smoothSections()
        case .constantRadii: result.mapRadii { _ in 1 }
        }
        if options.subsampling >= 2 { result.subsample(every: Int(options.subsampling)) }
        if options.resampling <= 1 { result.resample(threshold: options.resampling) }
        if options.radiusMultiplier != 1 { result.mapRadii { $0 * options.radiusMultiplier } }
        if options.growth != 1 { result.grow(to: options.growth) }
        return result
    }

    private func selected(_ options: MorphologyOptions) -> NeuronMorphology {
        var result = NeuronMorphology()
        if options.soma {
            result.somaKind = somaKind
            result.soma = somaKind == .undefined ? [] : soma
        }
        result.sections = sections.filter { section in
            guard !section.samples.isEmpty else { return false }
            switch section.type {
            case .axon: return options.axon
            case .dendrite, .apicalDendrite: return options.dendrites
            default: return false
            }
        }
        for index in result.sections.indices {
            for sample in result.sections[index].samples.indices {
                result.sections[index].samples[sample].w = max(result.sections[index].samples[sample].w, 0)
            }
        }
        return result
    }

    private mutating func mapRadii(_ map: (Float) -> Float) {
        for sample in soma.indices { soma[sample].w = map(soma[sample].w) }
        for section in sections.indices {
            for sample in sections[section].samples.indices {
                sections[section].samples[sample].w = map(sections[section].samples[sample].w)
            }
        }
    }

    /// Calls `body` with each section that hangs together with the soma, parents before children: the section's
    /// place and those of its children.
    private mutating func walk(_ body: (inout NeuronMorphology, Int, [Int]) -> Void) {
        var children: [Int: [Int]] = [:]
        for (place, section) in sections.enumerated() { children[section.parent, default: []].append(place) }
        var queue = children[-1] ?? []
        var next = 0
        while next < queue.count {
            let place = queue[next]
            let below = children[sections[place].id] ?? []
            body(&self, place, below)
            queue.append(contentsOf: below)
            next += 1
        }
    }

    /// Keeps a radius within 7 % of the one before it; a radius of zero takes that one.
    private mutating func smoothRadii() {
        func limited(_ radius: Float, _ before: Float) -> Float {
            if radius == 0 { return before }
            let most = before * 0.07
            if abs(radius - before) <= most { return radius }
            return radius > before ? before + most : before - most
        }
        walk { morphology, place, children in
            for sample in morphology.sections[place].samples.indices.dropFirst() {
                morphology.sections[place].samples[sample].w = limited(
                    morphology.sections[place].samples[sample].w, morphology.sections[place].samples[sample - 1].w)
            }
            guard let last = morphology.sections[place].samples.last?.w else { return }
            for child in children {
                morphology.sections[child].samples[0].w = limited(morphology.sections[child].samples[0].w, last)
            }
        }
    }

    /// Gives each section that continues another one radius: 0.89 of that one's first.
    private mutating func smoothSections() {
        walk { morphology, place, children in
            let radius = morphology.sections[place].samples[0].w * (1 - 0.11)
            for child in children {
                for sample in morphology.sections[child].samples.indices {
                    morphology.sections[child].samples[sample].w = radius
                }
            }
        }
    }

    /// Keeps the first sample of a section, every n-th one and the last.
    private mutating func subsample(every step: Int) {
        for section in sections.indices where sections[section].samples.count > 2 {
            let samples = sections[section].samples
            var kept = [samples[0]]
            // The last but one sample is not kept: the last follows it closely enough.
            for sample in stride(from: step - 1, to: samples.count - 2, by: step) { kept.append(samples[sample]) }
            kept.append(samples[samples.count - 1])
            sections[section].samples = kept
        }
    }

    /// Leaves out a sample that the way goes through almost straight: cosine of the turn at least `threshold`.
    private mutating func resample(threshold: Float) {
        for section in sections.indices where sections[section].samples.count > 2 {
            let samples = sections[section].samples
            var kept = [samples[0]]
            for sample in 1..<(samples.count - 1) {
                let here = samples[sample].position
                let before = (here - kept[kept.count - 1].position).normalized
                let after = (samples[sample + 1].position - here).normalized
                // Of samples that coincide no direction is known, and they stay.
                if before.dot(after) >= threshold { continue }
                kept.append(samples[sample])
            }
            kept.append(samples[samples.count - 1])
            sections[section].samples = kept
        }
    }

    /// Keeps what lies within a share of each branch: the way from the soma to a sample, against the longest way
    /// through the sample's section to a tip.
    private mutating func grow(to share: Float) {
        // Ways to the samples of each section, and the longest way beyond it; parents come before children.
        var ways: [[Float]] = Array(repeating: [], count: sections.count)
        var order: [(place: Int, children: [Int])] = []
        var reached: [Int: Int] = [:]
        walk { morphology, place, children in
            let section = morphology.sections[place]
            reached[section.id] = place
            let parent = reached[section.parent]
            var way = parent.flatMap { ways[$0].last } ?? 0
            var before = parent.flatMap { morphology.sections[$0].samples.last } ?? section.samples[0]
            ways[place] = section.samples.map { sample in
                way += (sample.position - before.position).length
                before = sample
                return way
            }
            order.append((place, children))
        }
        var longest = ways.map { $0.last ?? 0 }
        for (place, children) in order.reversed() {
            longest[place] = children.map { longest[$0] }.max() ?? longest[place]
        }
        for (place, _) in order where longest[place] > 0 {
            let kept = ways[place].prefix { $0 / longest[place] < share }.count
            sections[place].samples.removeLast(sections[place].samples.count - kept)
        }
        sections.removeAll(where: \.samples.isEmpty)
    }
}
