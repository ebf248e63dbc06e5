// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneLoading
import SceneModel

extension Entrypoints {
    static let colors: [any AnyEntrypoint] = [
        on(Methods.Colors.methods) { engine, params in
            try engine.scene.instance(params.id).model.colorMethods.map(\.name).sorted()
        },
        on(Methods.Colors.values) { engine, params in
            let model = try engine.scene.instance(params.id).model
            guard let visible = model.visible, !model.colorMethods.isEmpty else { return [] }
            return try model.colorMethod(params.method).values(parts: visible.parts)
        },
        on(Methods.Colors.apply) { engine, params in
            guard !params.values.isEmpty else { throw RPCError(.invalidParams, "Color values cannot be empty") }
            let model = try engine.scene.instance(params.id).model
            guard !model.colorMethods.isEmpty else { return Nothing() }
            try model.apply(try model.colorMethod(params.method), params.values.mapValues(\.components))
            model.noteColoring(params.method, params.values)
            engine.scene.touch()
            return Nothing()
        },
        on(Methods.Colors.ramp) { engine, params in
            guard let ramp = try engine.scene.instance(params.id).model.ramp else {
                throw RPCError(.application, noRamp)
            }
            return ColorRampMessage(ramp)
        },
        on(Methods.Colors.setRamp) { engine, params in
            let model = try engine.scene.instance(params.id).model
            guard var ramp = model.ramp else { throw RPCError(.invalidRequest, noRamp) }
            if let range = params.ramp.range {
                guard range.x < range.y else {
                    throw RPCError.failed("Color ramp range must define a non zero positive interval")
                }
                (ramp.lower, ramp.upper) = (range.x, range.y)
            }
            if let colors = params.ramp.colors {
                guard !colors.isEmpty else { throw RPCError.failed("A color ramp must have at least one color") }
                ramp.colors = colors
            }
            model.ramp = ramp
            model.simulation?.paintedFrame = nil
            engine.scene.touch()
            return Nothing()
        },
    ]

    private static let noRamp = "The requested model does not have a color ramp"
}

extension SharedModel {
    /// The ways in which the model can be coloured, none for what cannot.
    fileprivate var colorMethods: [ColorMethod] { visible?.colorMethods ?? [] }

    /// Remembers a colouring for whoever wants to know how the model came to look as it does.
    fileprivate func noteColoring(_ method: String, _ values: [String: Color]) {
        let coloring = AppliedColoring(method: method, values: values)
        if method == ColorMethod.solid.name {
            colorings = [coloring]
        } else {
            // The same values once more replace their colours; others come on top.
            colorings.removeAll { $0.method == method && $0.values.keys == values.keys }
            colorings.append(coloring)
        }
    }

    fileprivate func colorMethod(_ name: String) throws(RPCError) -> ColorMethod {
        guard let method = colorMethods.first(where: { $0.name == name }) else {
            throw .failed("Color method '\(name)' not found")
        }
        return method
    }
}
