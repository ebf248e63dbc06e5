// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// Blood vessels of a SONATA population: a rounded cone a segment.
struct VasculatureModel {
    /// The names of section types; a segment's `type` is the index.
    private static let sectionTypes = [
        "vein", "artery", "venule", "arteriole", "venous capillary", "arterial capillary", "transitional",
    ]

    private let ids: [UInt64]
    private let vertices: [SIMD4<Float>]
    private let types: [UInt32]

    /// - Parameter multiplier: a factor on all radii.
    init(_ nodes: SonataNodes, _ ids: [UInt64], _ multiplier: Float) throws(LoadingError) {
        self.ids = ids
        let starts = try nodes.vectors("start_x", "start_y", "start_z", of: ids)
        let ends = try nodes.vectors("end_x", "end_y", "end_z", of: ids)
        let startDiameters = try nodes.numbers("start_diameter", of: ids, as: Float.self)
        let endDiameters = try nodes.numbers("end_diameter", of: ids, as: Float.self)
        func radius(_ diameter: Float) -> Float { diameter.isFinite ? max(diameter / 2 * multiplier, 0) : 0 }
        vertices = ids.indices.flatMap { index in
            [
                SIMD4(starts[index], radius(startDiameters[index])),
                SIMD4(ends[index], radius(endDiameters[index])),
            ]
        }
        let numbers = try nodes.numbers("type", of: ids, as: Int64.self)
        types = numbers.map { number in
            // A number without a name is a group of its own, after the named ones.
            UInt32(number >= 0 && number < VasculatureModel.sectionTypes.count ? Int(number) : 7)
        }
    }

    /// The model.
    ///
    /// - Parameters:
    ///   - report: values of the segments.
    ///   - drivesRadii: whether the values are radii in place of colours.
    func model(_ report: (any ElementReport)?, drivesRadii: Bool) throws(LoadingError) -> LoadedModel {
        let color = SonataNodeType.all.first { $0.name == SonataNodeType.vasculature }?.color ?? Vector4(1, 0, 0, 1)
        let surface = try VasculatureModel.surface(vertices)
        let layout = CellLayout.primitives(ids)
        let names = VasculatureModel.sectionTypes + ["unknown"]
        var model = LoadedModel(
            type: SonataNodeType.vasculature,
            content: .parts([ModelPart(surface: surface, colors: .solid(color))]), solidColor: color,
            colorMethods: [
                .solid, ColorMethod(name: "id", rule: .cells(layout)),
                ColorMethod(
                    name: "vasculature section type",
                    rule: .groups(ColorGroups(names: names, layout: .cells(types, layout)))),
            ], circuitIDs: ids)
        guard let report else { return model }
        var columns: [Int] = []
        for id in ids {
            guard let element = try report.elements(of: id).last else {
                throw LoadingError(.notFound, "The report has no value of segment \(id)")
            }
            columns.append(element.column)
        }
        let mapping = ReportMapping([columns])
        guard drivesRadii else {
            model.show(ModelSimulation(report, mapping))
            return model
        }
        let vertices = vertices
        model.simulation = ModelSimulation(start: report.start, end: report.end, step: report.step) {
            (time, _) throws(LoadingError) in
            let values = try report.values(at: time, mapping.columns)
            let radii = mapping.places[0].elements.map { values[Int($0)] }
            var moved = vertices
            for (segment, radius) in radii.enumerated() where radius.isFinite {
                moved[2 * segment].w = max(radius, 0)
                moved[2 * segment + 1].w = max(radius, 0)
            }
            return .surfaces([try VasculatureModel.surface(moved)])
        }
        return model
    }

    private static func surface(_ vertices: [SIMD4<Float>]) throws(LoadingError) -> Surface {
        let starts = GeometryBuffer<UInt32>(count: vertices.count / 2) { target in
            for index in target.indices { target[index] = UInt32(truncatingIfNeeded: 2 * index) }
        }
        do {
            return .capsules(try CapsuleSet(vertices: GeometryBuffer(vertices), starts: starts))
        } catch {
            throw LoadingError(.unsupported, "The vessels cannot be shown: \(error)")
        }
    }
}
