// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// How much of the light a rough surface sends on in one bounce, by angle, roughness and index of refraction.
/// What is missing from 1 bounces more than once and is given back (Kulla and Conty 2017).
///
/// Made once, when first asked for, from the surfaces' own sampling on a fixed grid of 16 × 16 points.
enum AlbedoTables {
    /// A perfect mirror for facets: by cosine and roughness.
    static let mirror = PlaneTable(width: 32, height: 32) { cosine, roughness in
        average { place in
            let surface = MicrofacetSurface(roughness: roughness, anisotropy: 0)
            return reflectedShare(surface, outgoing: direction(cosine), place) { _ in 1 }
        }
    }

    /// Mean of `mirror` over the hemisphere, by roughness.
    static let mirrorAverage = mirror.cosineAverages()

    /// Reflection of a denser dielectric: by cosine, eta in 1/3…1 and roughness.
    static let reflection = SolidTable(lowest: 1 / 3, highest: 1) { cosine, eta, roughness in
        average { place in
            let surface = MicrofacetSurface(roughness: roughness, anisotropy: 0)
            return reflectedShare(surface, outgoing: direction(cosine), place) {
                DielectricFresnel.reflectance(cosine: $0, eta: eta).reflectance
            }
        }
    }

    /// Reflection and transmission together into a denser dielectric: by cosine, eta in 1/3…1 and roughness.
    static let entering = SolidTable(lowest: 1 / 3, highest: 1) { totalShare($0, $1, $2) }

    /// Reflection and transmission together into a thinner dielectric: by cosine, eta in 1…3 and roughness.
    static let leaving = SolidTable(lowest: 1, highest: 3) { totalShare($0, $1, $2) }

    /// White sheen: by cosine and roughness.
    static let sheen = PlaneTable(width: 16, height: 16) { cosine, roughness in
        let surface = SheenSurface(roughness: roughness)
        let outgoing = direction(cosine)
        return average { place in
            let incoming = SheenSurface.uniformDirection(place)
            return surface.value(outgoing, incoming) * 2 * Float.pi
        }
    }

    /// Total of `entering` or `leaving` at one eta.
    @inline(__always)
    static func dielectric(cosine: Float, eta: Float, roughness: Float) -> Float {
        eta <= 1
            ? entering.value(cosine, eta, roughness) : leaving.value(cosine, eta, roughness)
    }

    /// Mean of `dielectric` over the hemisphere.
    static func dielectricAverage(eta: Float, roughness: Float) -> Float {
        eta <= 1 ? entering.average(eta, roughness) : leaving.average(eta, roughness)
    }

    private static func direction(_ cosine: Float) -> Vector3 {
        let c = max(cosine, 1e-6)
        return Vector3(max(1 - c * c, 0).squareRoot(), 0, c)
    }

    private static func average(_ share: (Vector2) -> Float) -> Float {
        let side = 16
        var sum: Float = 0
        for i in 0..<side {
            for j in 0..<side {
                sum += share(Vector2((Float(i) + 0.5) / Float(side), (Float(j) + 0.5) / Float(side)))
            }
        }
        return min(sum / Float(side * side), 1)
    }

    private static func reflectedShare(
        _ surface: MicrofacetSurface, outgoing: Vector3, _ place: Vector2, _ reflectance: (Float) -> Float
    ) -> Float {
        let facet = surface.visibleNormal(from: outgoing, place)
        let cosine = outgoing.dot(facet)
        let incoming = reflected(outgoing, facet)
        guard incoming.z > 0 else { return 0 }
        let both = surface.masking(
            outgoing, incoming, facetCosineA: cosine, facetCosineB: incoming.dot(facet))
        return reflectance(cosine) * safeQuotient(both, surface.masking(outgoing, facetCosine: cosine))
    }

    private static func totalShare(_ cosine: Float, _ eta: Float, _ roughness: Float) -> Float {
        let surface = MicrofacetSurface(roughness: roughness, anisotropy: 0)
        let outgoing = direction(cosine)
        return average { place in
            var total = reflectedShare(surface, outgoing: outgoing, place) {
                DielectricFresnel.reflectance(cosine: $0, eta: eta).reflectance
            }
            let facet = surface.visibleNormal(from: outgoing, place)
            let facetCosine = outgoing.dot(facet)
            let (reflectance, refractedCosine) = DielectricFresnel.reflectance(cosine: facetCosine, eta: eta)
            let incoming = DielectricFresnel.refracted(
                outgoing, facet, cosine: facetCosine, refractedCosine: refractedCosine, eta: eta)
            if incoming.z < 0 {
                let both = surface.masking(
                    outgoing, incoming, facetCosineA: facetCosine, facetCosineB: incoming.dot(facet))
                total += (1 - reflectance)
                    * safeQuotient(both, surface.masking(outgoing, facetCosine: facetCosine))
            }
            return total
        }
    }
}

/// Numbers over 0…1, linear in between.
struct LineTable: Sendable {
    let values: [Float]

    func value(_ x: Float) -> Float {
        let place = GridPlace(x, count: values.count)
        return values[place.index] + (values[place.index + 1] - values[place.index]) * place.fraction
    }
}

/// Numbers over the unit square, linear in between.
struct PlaneTable: Sendable {
    private let width: Int
    private let height: Int
    private let values: [Float]

    init(width: Int, height: Int, _ function: (Float, Float) -> Float) {
        self.width = width
        self.height = height
        values = (0..<width * height).map {
            function(Float($0 % width) / Float(width - 1), Float($0 / width) / Float(height - 1))
        }
    }

    func value(_ x: Float, _ y: Float) -> Float {
        let column = GridPlace(x, count: width)
        let row = GridPlace(y, count: height)
        return values.withUnsafeBufferPointer { values in
            let start = row.index * width + column.index
            let low = values[start] + (values[start + 1] - values[start]) * column.fraction
            let next = start + width
            let high = values[next] + (values[next + 1] - values[next]) * column.fraction
            return low + (high - low) * row.fraction
        }
    }

    /// For each y, twice the integral of x times the value over x.
    func cosineAverages() -> LineTable {
        LineTable(values: (0..<height).map { row in
            cosineAverage { value($0, Float(row) / Float(height - 1)) }
        })
    }
}

/// Numbers over cosine, a range of eta and roughness, linear in between, with their averages over the cosine.
struct SolidTable: Sendable {
    private static let side = 16
    private let lowest: Float
    private let highest: Float
    private let values: [Float]
    private let averages: PlaneTable

    init(lowest: Float, highest: Float, _ function: (Float, Float, Float) -> Float) {
        self.lowest = lowest
        self.highest = highest
        let side = Self.side
        let steps = Float(side - 1)
        var values: [Float] = []
        for plane in 0..<side {
            for row in 0..<side {
                for column in 0..<side {
                    values.append(
                        function(
                            Float(column) / steps, lowest + (highest - lowest) * Float(row) / steps,
                            Float(plane) / steps))
                }
            }
        }
        self.values = values
        averages = PlaneTable(width: side, height: side) { eta, roughness in
            cosineAverage {
                Self.value(
                    values, GridPlace($0, count: side), GridPlace(eta, count: side),
                    GridPlace(roughness, count: side))
            }
        }
    }

    func value(_ cosine: Float, _ eta: Float, _ roughness: Float) -> Float {
        Self.value(
            values, GridPlace(cosine, count: Self.side), GridPlace(share(eta), count: Self.side),
            GridPlace(roughness, count: Self.side))
    }

    func average(_ eta: Float, _ roughness: Float) -> Float {
        averages.value(share(eta), roughness)
    }

    private func share(_ eta: Float) -> Float { (eta - lowest) / (highest - lowest) }

    private static func value(
        _ values: [Float], _ column: GridPlace, _ row: GridPlace, _ plane: GridPlace
    ) -> Float {
        values.withUnsafeBufferPointer { values in
            func line(_ start: Int) -> Float {
                values[start] + (values[start + 1] - values[start]) * column.fraction
            }
            func area(_ start: Int) -> Float {
                let low = line(start)
                return low + (line(start + side) - low) * row.fraction
            }
            let start = (plane.index * side + row.index) * side + column.index
            let low = area(start)
            return low + (area(start + side * side) - low) * plane.fraction
        }
    }
}

/// Where a number in 0…1 (others are clamped) falls between the points of a table.
private struct GridPlace {
    let index: Int
    let fraction: Float

    init(_ x: Float, count: Int) {
        let scaled = min(max(x, 0), 1) * Float(count - 1)
        let whole = min(scaled.rounded(.down), Float(count - 2))
        index = whole > 0 ? Int(whole) : 0
        fraction = scaled - whole
    }
}

/// Twice the integral of cosine times a function of it, by the trapezoidal rule; at most 1.
private func cosineAverage(_ function: (Float) -> Float) -> Float {
    let steps = 1024
    var sum: Float = 0
    for index in 0...steps {
        let cosine = Float(index) / Float(steps)
        sum += function(cosine) * cosine * (index == 0 || index == steps ? 0.5 : 1)
    }
    return min(2 * sum / Float(steps), 1)
}
