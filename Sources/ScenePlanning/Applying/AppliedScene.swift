// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

/// A scene as it stands on a backend once it has been applied: which ids its objects have, and where they are.
public struct AppliedScene: Sendable {
    /// One object of the backend.
    public struct Object: Sendable, Hashable {
        /// The model, light or clipping that it belongs to.
        public var address: Address
        /// Its part, `0` where there is only one.
        public var part: String
        /// 0 for the model itself, 1… for its `instances`.
        public var copy: Int
        public var id: UInt32
        /// The service's word for its kind: `mesh`, `neurons`, `light`…
        public var type: String
        /// Box around it where it stands.
        public var bounds: Bounds
        public var isVisible: Bool
        /// What the loader tells of it (counts of cells, names of populations).
        public var metadata: [String: String]
    }

    /// In the backend's order.
    public var objects: [Object] = []
    /// The frames of the simulation; all zero where nothing is simulated.
    public var simulation = SimulationParameters()
    /// How many calls that change something were made.
    public var writes = 0
    /// Every object of the backend, those of others too.
    package var instances: [ModelInstance] = []
    /// The backend's own camera.
    package var camera = Camera()
    /// What it was made of; nil before it stands.
    package var basis: Basis?

    /// What an applied scene was made of, for those who change it for a while.
    package struct Basis: Sendable {
        var desired: DesiredScene
        var options: PlanOptions
        var ledger: Ledger
        var stamp: StoreStamp
    }

    /// The objects of a model, by its name.
    public func objects(ofModel name: String) -> [Object] {
        objects.filter { $0.address == .model(name) }
    }

    /// The box that a camera is fitted to.
    ///
    /// `scene` is the union of the visible models; lights and clippings do not count. A model that is named is framed
    /// even where it is hidden.
    public func bounds(for target: Framing.Fit.Target) -> Bounds {
        switch target {
        case .bounds(let bounds): bounds
        case .scene: union { $0.isVisible }
        case .models(let names):
            names.reduce(into: Bounds.empty) { bounds, name in
                let visible = union { $0.address == .model(name) && $0.isVisible }
                bounds.formUnion(visible.isEmpty ? union { $0.address == .model(name) } : visible)
            }
        }
    }

    private func union(where isMeant: (Object) -> Bool) -> Bounds {
        objects.reduce(into: Bounds.empty) { bounds, object in
            guard case .model = object.address, isMeant(object), !object.bounds.isEmpty else { return }
            bounds.formUnion(object.bounds)
        }
    }

    /// The camera of a setting for a picture of some shape.
    /// - Parameter aspectRatio: width over height.
    /// - Throws: ``PlanningError`` `nothing-to-frame` where a fit is due and nothing has bounds.
    public func camera(_ setting: CameraSetting, aspectRatio: Float) throws(PlanningError) -> Camera {
        try setting.fitted(to: bounds(for: setting.target), aspectRatio: aspectRatio)
    }

    /// The frame of the service for an instant; nil is the start frame.
    /// - Throws: ``PlanningError`` `frame-out-of-range`.
    public func frame(for instant: SimulationInstant?) throws(PlanningError) -> UInt32 {
        try simulation.frame(for: instant)
    }
}

extension CameraSetting {
    /// What it is fitted to; the scene for an orthographic camera that has a view and no height.
    package var target: Framing.Fit.Target {
        if case .fit(let fit) = framing { fit.target } else { .scene }
    }

    /// Whether bounds of models have a part in it.
    package var needsBounds: Bool {
        if case .fit(let fit) = framing {
            if case .bounds = fit.target { false } else { true }
        } else if case .orthographic(nil) = lens {
            true
        } else {
            false
        }
    }

    /// The camera for known bounds.
    package func fitted(to bounds: Bounds, aspectRatio: Float) throws(PlanningError) -> Camera {
        guard let camera = camera(bounds: bounds, aspectRatio: aspectRatio) else {
            throw PlanningError(
                .nothingToFrame, "There is nothing visible that the camera could be fitted to", at: .camera,
                path: "frame", remedy: "Add a model, show a hidden one, frame a box or give the view")
        }
        return camera
    }
}

extension SimulationParameters {
    /// The frame for an instant: round(time / dt); nil is the start frame.
    package func frame(for instant: SimulationInstant?) throws(PlanningError) -> UInt32 {
        let wanted: Double
        switch instant {
        case nil: return startFrame
        case .frame(let frame): wanted = Double(frame)
        case .time(let time):
            guard timeStep > 0 else {
                throw PlanningError(
                    .frameOutOfRange, "Nothing is simulated, so there is no instant \(time) ms", at: .simulation,
                    remedy: "Load a model with a report, or take `simulation` out")
            }
            wanted = (time / timeStep).rounded()
        }
        guard wanted >= Double(startFrame), wanted <= Double(endFrame), let frame = UInt32(exactly: wanted) else {
            let range = timeStep > 0 ? "The frames are \(startFrame) to \(endFrame)" : "Nothing is simulated"
            throw PlanningError(
                .frameOutOfRange, "\(range); frame \(wanted) is none of them", at: .simulation,
                remedy: timeStep > 0 ? nil : "Load a model with a report, or take `simulation` out")
        }
        return frame
    }
}
