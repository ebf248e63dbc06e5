// SPDX-License-Identifier: Apache-2.0
import Foundation

/// How a camera finds its view: told outright, or fitted to what it is to show.
public enum Framing: Hashable, Sendable {
    /// The view itself.
    case view(View)
    /// A fit to bounds that are known only once the models are loaded.
    case fit(Fit)

    /// A fit of a camera to bounds.
    public struct Fit: Hashable, Sendable {
        /// What is to be seen.
        public enum Target: Hashable, Sendable {
            /// All visible models of the recipe.
            case scene
            /// Some models, by name.
            case models([String])
            /// A box.
            case bounds(Bounds)
        }

        public var target: Target
        /// From the target to the eye, of any length but zero: (0, 0, 1) looks from the front.
        public var direction: Vector3
        /// Share of the picture left free on each side, 0 ≤ margin < 0.5.
        public var margin: Float

        public init(target: Target = .scene, direction: Vector3 = [0, 0, 1], margin: Float = 0) {
            self.target = target
            self.direction = direction
            self.margin = margin
        }
    }
}

/// A camera as a recipe tells it; it becomes a ``Camera`` for a picture of known shape once the bounds are known.
public struct CameraSetting: Hashable, Sendable {
    /// The projection; an orthographic one without height is fitted.
    public enum Lens: Hashable, Sendable {
        case perspective(fovy: Float = 45, apertureRadius: Float = 0, focusDistance: Float = 1)
        case orthographic(height: Float?)
        case cylindric(fovy: Float = 48.549)
    }

    public var lens: Lens
    public var framing: Framing
    /// Turns eye and up vector about the target, after the fit.
    public var rotation: Quaternion
    public var nearClip: Float
    public var region: ImageRegion

    public init(
        lens: Lens = .perspective(), framing: Framing = .fit(.init()), rotation: Quaternion = .identity,
        nearClip: Float = 1e-6, region: ImageRegion = .whole
    ) {
        self.lens = lens
        self.framing = framing
        self.rotation = rotation
        self.nearClip = nearClip
        self.region = region
    }

    /// The direction of view, which no bounds can change.
    public var direction: Vector3 {
        let unturned: Vector3 =
            switch framing {
            case .view(let view): view.direction
            case .fit(let fit): -fit.direction.normalized
            }
        return rotation.rotate(unturned)
    }

    /// The camera for a picture.
    ///
    /// The fit is the Brayns client's `CameraController`: with (W, H, D) the size of the bounds seen along the
    /// direction of the fit and a the aspect ratio, h = max(H, W/a) / (1 − 2·margin); the eye stands
    /// h/2 / tan(fovy/2) + D/2 before the centre (D/2 for an orthographic camera, whose height becomes h).
    /// - Parameters:
    ///   - bounds: the box around what is to be seen; used by a fit or an orthographic camera without height.
    ///   - aspectRatio: width of the picture over its height.
    /// - Returns: nil where a fit is due and the bounds are empty or a point.
    public func camera(bounds: Bounds, aspectRatio: Float) -> Camera? {
        let direction: Vector3
        let margin: Float
        let axes: Quaternion
        switch framing {
        case .view(let view):
            direction = -view.direction
            margin = 0
            axes = Self.orientation(eyeDirection: direction, up: view.up)
        case .fit(let fit):
            direction = fit.direction.normalized
            margin = fit.margin
            axes = Self.orientation(eyeDirection: direction, up: Self.up(eyeDirection: direction))
        }
        let needsFit: Bool =
            if case .fit = framing { true } else if case .orthographic(nil) = lens { true } else { false }
        var height: Float = 0
        var depth: Float = 0
        if needsFit {
            guard !bounds.isEmpty, bounds.size.isFinite else { return nil }
            let center = bounds.center
            let seen = Bounds(of: bounds.corners.map { axes.conjugate.rotate($0, about: center) }).size
            height = max(seen.y, seen.x / aspectRatio) / (1 - 2 * margin)
            depth = seen.z
            guard height > 0, height.isFinite else { return nil }
        }
        let projection: Projection
        var distance: Float = 0
        switch lens {
        case .perspective(let fovy, let apertureRadius, let focusDistance):
            projection = .perspective(fovy: fovy, apertureRadius: apertureRadius, focusDistance: focusDistance)
            distance = height / 2 / Float(tan(Double(fovy) * .pi / 360)) + depth / 2
        case .cylindric(let fovy):
            projection = .cylindric(fovy: fovy)
            distance = height / 2 / Float(tan(Double(fovy) * .pi / 360)) + depth / 2
        case .orthographic(let given):
            projection = .orthographic(height: given ?? height)
            // A flat target has no depth, and an eye in its target has no direction.
            distance = depth > 0 ? depth / 2 : height / 2
        }
        let view: View
        switch framing {
        case .view(let told): view = told
        case .fit:
            let center = bounds.center
            view = View(position: center + direction * distance, target: center, up: axes.rotate([0, 1, 0]))
        }
        return Camera(
            projection: projection, view: view.rotated(aroundTarget: rotation), nearClip: nearClip, region: region)
    }

    /// The up vector of a fit: +Y, and along ±Y that of the client's presets `top` (−Z) and `bottom` (+Z).
    private static func up(eyeDirection: Vector3) -> Vector3 {
        if abs(eyeDirection.x) < 1e-6, abs(eyeDirection.z) < 1e-6 {
            return eyeDirection.y > 0 ? [0, 0, -1] : [0, 0, 1]
        }
        return [0, 1, 0]
    }

    /// The rotation that takes the front view (eye at +Z, up +Y) to an eye direction with an up vector.
    private static func orientation(eyeDirection back: Vector3, up: Vector3) -> Quaternion {
        let right = up.cross(back).normalized
        let realUp = back.cross(right)
        return Quaternion(rightAxis: right, upAxis: realUp, backAxis: back)
    }
}

extension Quaternion {
    /// The rotation that takes X, Y and Z to three unit vectors at right angles (Shepperd 1978, "Quaternion from
    /// rotation matrix": the greatest component first, so that nothing is divided by a small number).
    init(rightAxis x: Vector3, upAxis y: Vector3, backAxis z: Vector3) {
        let trace = x.x + y.y + z.z
        let components: SIMD4<Float>
        if trace >= x.x, trace >= y.y, trace >= z.z {
            components = SIMD4(y.z - z.y, z.x - x.z, x.y - y.x, 1 + trace)
        } else if x.x >= y.y, x.x >= z.z {
            components = SIMD4(1 + x.x - y.y - z.z, x.y + y.x, z.x + x.z, y.z - z.y)
        } else if y.y >= z.z {
            components = SIMD4(x.y + y.x, 1 + y.y - x.x - z.z, y.z + z.y, z.x - x.z)
        } else {
            components = SIMD4(z.x + x.z, y.z + z.y, 1 + z.z - x.x - y.y, x.y - y.x)
        }
        self = Quaternion(components).normalized
    }
}
