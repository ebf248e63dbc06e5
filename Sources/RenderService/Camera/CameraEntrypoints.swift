// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

extension Entrypoints {
    static let cameras: [any AnyEntrypoint] = [
        on(Methods.Cameras.type) { engine in engine.camera.projection.wireName },
        on(Methods.Cameras.perspective) { engine in
            guard case .perspective(let fovy, let apertureRadius, let focusDistance) = engine.camera.projection else {
                throw engine.wrongCameraType
            }
            return PerspectiveMessage(fovy: fovy, apertureRadius: apertureRadius, focusDistance: focusDistance)
        },
        on(Methods.Cameras.setPerspective) { engine, params in
            try engine.setProjection(params.applied(to: engine.camera.projection))
        },
        on(Methods.Cameras.orthographic) { engine in
            guard case .orthographic(let height) = engine.camera.projection else { throw engine.wrongCameraType }
            return OrthographicMessage(height: height)
        },
        on(Methods.Cameras.setOrthographic) { engine, params in
            try engine.setProjection(.orthographic(height: params.height))
        },
        on(Methods.Cameras.cylindric) { engine in
            guard case .cylindric(let fovy) = engine.camera.projection else { throw engine.wrongCameraType }
            return CylindricMessage(fovy: fovy)
        },
        on(Methods.Cameras.setCylindric) { engine, params in
            try engine.setProjection(params.applied(to: engine.camera.projection))
        },
        on(Methods.Cameras.view) { engine in engine.camera.view },
        on(Methods.Cameras.setView) { engine, view in
            if let fault = view.fault { throw RPCError.failed(fault) }
            engine.setCamera(\.view, view)
            return Nothing()
        },
        on(Methods.Cameras.nearClip) { engine in NearClip(distance: engine.camera.nearClip) },
        on(Methods.Cameras.setNearClip) { engine, params in
            try CameraFault.check(nearClip: params.distance)
            engine.setCamera(\.nearClip, params.distance)
            return Nothing()
        },
        on(Methods.Cameras.region) { engine in engine.camera.region },
        on(Methods.Cameras.setRegion) { engine, region in
            try CameraFault.check(region)
            engine.setCamera(\.region, region)
            return Nothing()
        },
    ]
}

extension Engine {
    fileprivate var wrongCameraType: RPCError {
        RPCError(.invalidRequest, "Invalid camera type (should be '\(camera.projection.wireName)')")
    }

    /// Sets the projection, which always counts as a change.
    fileprivate func setProjection(_ projection: Projection) throws -> Nothing {
        try CameraFault.check(projection)
        camera.projection = projection
        touchView()
        return Nothing()
    }

    /// Sets a part of the camera, which counts as a change only when it is another value.
    fileprivate func setCamera<Value: Equatable>(_ path: WritableKeyPath<Camera, Value>, _ value: Value) {
        guard camera[keyPath: path] != value else { return }
        camera[keyPath: path] = value
        touchView()
    }
}

extension PerspectiveMessage {
    /// A perspective projection with what is given here; the rest as it was if it was perspective, else its default.
    func applied(to projection: Projection) -> Projection {
        var base: (fovy: Float, aperture: Float, focus: Float) = (45, 0, 1)
        if case .perspective(let fovy, let aperture, let focus) = projection { base = (fovy, aperture, focus) }
        return .perspective(
            fovy: fovy ?? base.fovy, apertureRadius: apertureRadius ?? base.aperture,
            focusDistance: focusDistance ?? base.focus)
    }
}

extension CylindricMessage {
    /// A cylindric projection with what is given here; the rest as it was if it was cylindric, else its default.
    func applied(to projection: Projection) -> Projection {
        if let fovy { return .cylindric(fovy: fovy) }
        guard case .cylindric = projection else { return .cylindric() }
        return projection
    }
}
