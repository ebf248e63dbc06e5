// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// Light spread by a rough matte body: Lambert's law, or for a roughness above 0 the energy-conserving form of Oren
/// and Nayar's model (Fujii, "A tiny improvement of Oren-Nayar reflectance model"), and behind a thin body a share
/// that passes through.
struct DiffuseLobe {
    var color: SIMD3<Float>
    var roughness: Float
    /// Share that passes through, 0…1.
    var backShare: Float

    @inline(__always)
    func evaluate(_ outgoing: Vector3, _ incoming: Vector3) -> Scattering {
        let front = 1 - backShare
        if incoming.z > 0 {
            var shape: Float = 1 / Float.pi
            if roughness > 0 {
                let outgoingCosine = max(outgoing.z, 0)
                let s = outgoing.dot(incoming) - outgoingCosine * incoming.z
                let slope = s > 0 ? safeQuotient(s, max(outgoingCosine, incoming.z)) : s
                shape = (1 + roughness * slope) / (Float.pi + (Float.pi / 2 - 2 / 3) * roughness)
            }
            return Scattering(
                value: color * (front * shape * incoming.z), density: front * incoming.z / Float.pi)
        }
        guard backShare > 0 else { return .none }
        let cosine = -incoming.z
        return Scattering(
            value: color * (backShare * cosine / Float.pi), density: backShare * cosine / Float.pi)
    }

    @inline(__always)
    func sample(_ place: Vector2, _ choice: Float) -> ScatterSample {
        let direction = cosineDirection(place)
        if choice < 1 - backShare {
            return ScatterSample(incoming: direction, kind: .diffuseReflection, weight: .zero)
        }
        return ScatterSample(incoming: Vector3.zero - direction, kind: .diffuseTransmission, weight: .zero)
    }
}

/// Lambert's law alone: the same numbers as a ``SurfaceScattering`` that has nothing but such a body, sooner.
struct PlainDiffuse: ScatteringModel {
    /// Not black.
    let color: SIMD3<Float>

    @inline(__always) var kinds: ScatterKind { .diffuseReflection }

    @inline(__always)
    func evaluate(_ outgoing: Vector3, _ incoming: Vector3) -> Scattering {
        guard incoming.z > 0 else { return .none }
        return Scattering(value: color * (1 / Float.pi * incoming.z), density: incoming.z / Float.pi)
    }

    @inline(__always)
    func sample(_ outgoing: Vector3, _ place: Vector2, _ choice: @autoclosure () -> Float) -> ScatterSample? {
        ScatterSample(incoming: cosineDirection(place), kind: .diffuseReflection, weight: .zero)
    }
}
