// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

extension StandIn {
    /// Everything that could change a pixel, order and ids aside, as one text: objects as they look, which of them
    /// share a model, camera, renderer and frame.
    func truth(withCamera: Bool = true) -> String {
        let objects = models.sorted { $0.key < $1.key }.compactMap { key, model -> String? in
            let copies = instances.filter { $0.shared == key }
            guard !copies.isEmpty else { return nil }
            var colors: [String: String] = [:]
            for (method, values) in model.colors {
                for (value, color) in values { colors["\(method) \(value)"] = "\(color.components)" }
            }
            // What every primitive shows can be said in two ways.
            let isSolid = !colors.isEmpty && Set(colors.values).count == 1 && model.type == "geometry"
            let color = isSolid ? colors.values.first ?? "" : "\(model.color.components)"
            return [
                model.type, model.origin.text(), color,
                isSolid || colors.isEmpty ? "" : "\(colors.sorted { $0.key < $1.key })",
                "\(String(describing: model.material))",
                "\(String(describing: model.ramp))", "\(String(describing: model.simulates))",
                copies.map { "\($0.transform) \($0.isVisible)" }.sorted().joined(separator: ";"),
            ].joined(separator: "|")
        }
        let settings = ["\(renderer)", "\(simulation.current)"] + (withCamera ? ["\(camera)"] : [])
        return (objects.sorted() + settings).joined(separator: "\n")
    }
}
