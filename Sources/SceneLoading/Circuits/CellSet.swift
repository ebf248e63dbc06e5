// SPDX-License-Identifier: Apache-2.0
import Dispatch
import Geometry
import SceneModel
import Synchronization

/// Cells of a circuit: where each is, how it is turned, and which file tells its shape.
package struct CellSet: Sendable {
    /// The cells' ids, ascending.
    package var ids: [UInt64]
    /// The place of each cell.
    package var positions: [Vector3]
    /// How each cell is turned, unit quaternions; empty where none is.
    package var rotations: [Quaternion]
    /// The morphology files, each once.
    package var morphologyPaths: [String]
    /// For each cell the index of its morphology's path.
    package var morphologyOfCell: [UInt32]

    /// - Parameters: as the properties.
    package init(
        ids: [UInt64], positions: [Vector3], rotations: [Quaternion] = [], morphologyPaths: [String] = [],
        morphologyOfCell: [UInt32] = []
    ) {
        self.ids = ids
        self.positions = positions
        self.rotations = rotations
        self.morphologyPaths = morphologyPaths
        self.morphologyOfCell = morphologyOfCell
    }
}

/// The shapes of a set of cells, before colours and reports.
package struct CellShapes: Sendable {
    /// The surfaces: one with a sphere a cell, or one a cell.
    package var parts: [ModelPart]
    /// Which cell each part or primitive is.
    package var layout: CellLayout
    /// For each part its sections; empty where a cell is a sphere. Cells of one morphology share them.
    package var morphologies: [MorphologyShapes]

    /// A sphere a cell.
    ///
    /// - Parameter radius: the radius of every sphere.
    package init(somasOf cells: CellSet, radius: Float) throws(LoadingError) {
        let spheres = GeometryBuffer<SIMD4<Float>>(count: cells.ids.count) { target in
            for index in target.indices { target[index] = SIMD4(cells.positions[index], radius) }
        }
        do {
            parts = [ModelPart(surface: .spheres(try SphereSet(spheres)))]
        } catch {
            throw LoadingError(.unsupported, "The cells cannot be shown: \(error)")
        }
        layout = .primitives(cells.ids)
        morphologies = []
    }

    /// The morphology of each cell, placed. Each file is read once, on all cores, and shared by its cells.
    ///
    /// - Parameters:
    ///   - cells: the cells, with their morphologies' paths.
    ///   - options: what is shown of a morphology.
    ///   - monitor: asked for cancellation between files.
    ///   - progress: called with the share of files read, 0 to 1, from any thread.
    package init(
        morphologiesOf cells: CellSet, options: MorphologyOptions, monitor: LoadingMonitor,
        progress: @escaping @Sendable (Double) -> Void
    ) throws(LoadingError) {
        let shapes = try CellShapes.read(cells.morphologyPaths, options, monitor, progress)
        var parts: [ModelPart] = []
        parts.reserveCapacity(cells.ids.count)
        morphologies = cells.morphologyOfCell.map { shapes[Int($0)] }
        for (index, morphology) in morphologies.enumerated() {
            let rotation = cells.rotations.isEmpty ? Quaternion.identity : cells.rotations[index]
            parts.append(
                ModelPart(
                    surface: morphology.surface,
                    placement: Placement(translation: cells.positions[index], rotation: rotation)))
        }
        guard parts.contains(where: { $0.surface.primitiveCount > 0 }) else {
            throw LoadingError(.empty, "The morphologies have nothing of what was asked for")
        }
        self.parts = parts
        layout = .parts(cells.ids)
    }

    /// Reads files on all cores, the first failing one ending it.
    private static func read(
        _ paths: [String], _ options: MorphologyOptions, _ monitor: LoadingMonitor,
        _ progress: @escaping @Sendable (Double) -> Void
    ) throws(LoadingError) -> [MorphologyShapes] {
        struct Gathered {
            var shapes: [MorphologyShapes?]
            var error: LoadingError?
            var done = 0
        }
        let gathered = Mutex(Gathered(shapes: Array(repeating: nil, count: paths.count)))
        DispatchQueue.concurrentPerform(iterations: paths.count) { index in
            if gathered.withLock({ $0.error != nil }) { return }
            do throws(LoadingError) {
                try monitor.checkCancellation()
                let morphology = try MorphologyFormat.read(paths[index]).prepared(options)
                let shapes = try MorphologyShapes(morphology, spheres: options.geometry == .spheres)
                gathered.withLock { state in
                    state.shapes[index] = shapes
                    state.done += 1
                    // Told under the lock, so that it never goes back.
                    progress(Double(state.done) / Double(paths.count))
                }
            } catch {
                let located = error.inFile(paths[index])
                gathered.withLock { state in if state.error == nil { state.error = located } }
            }
        }
        return try gathered.withLock { state throws(LoadingError) in
            if let error = state.error { throw error }
            return state.shapes.compactMap { $0 }
        }
    }

    /// How many primitives each cell has, in the order of the cells.
    package var primitivesOfCells: [Int] {
        switch layout {
        case .parts: parts.map(\.surface.primitiveCount)
        case .primitives(let ids): Array(repeating: 1, count: ids.count)
        }
    }
}

extension CellShapes {
    /// The ways of colouring the cells: all, by id, by type of section where there are sections, by data columns.
    ///
    /// - Parameter columns: what is known of each cell.
    package func colorMethods(_ columns: [CellColumn]) -> [ColorMethod] {
        var methods = layout.colorMethods(columns)
        if !morphologies.isEmpty { methods.append(sectionTypeMethod) }
        return methods
    }

    private var sectionTypeMethod: ColorMethod {
        var known: [ObjectIdentifier: GeometryBuffer<UInt32>] = [:]
        let indices = morphologies.map { shapes in
            if let buffer = known[shapes.surface.identity] { return buffer }
            let buffer = shapes.groups { MorphologyShapes.sectionTypeGroup($0.type) }
            known[shapes.surface.identity] = buffer
            return buffer
        }
        return ColorMethod(
            name: "morphology section",
            rule: .groups(
                ColorGroups(
                    names: MorphologyShapes.sectionTypeNames, layout: .primitives(indices), unnamed: .takeFirst,
                    accepted: MorphologyShapes.sectionTypeNames)))
    }
}

extension CellLayout {
    /// The ways of colouring that all circuits have: all, by id, by data columns.
    package func colorMethods(_ columns: [CellColumn]) -> [ColorMethod] {
        var methods = [ColorMethod.solid, ColorMethod(name: "id", rule: .cells(self))]
        for column in columns {
            methods.append(
                ColorMethod(
                    name: column.method,
                    rule: .groups(ColorGroups(names: column.names, layout: .cells(column.groups, self)))))
        }
        return methods
    }
}

/// What is known of each cell in one respect, such as its layer.
package struct CellColumn: Sendable, Equatable {
    /// The name of the colour method, such as `morphology class`.
    package var method: String
    /// The distinct values.
    package var names: [String]
    /// For each cell the index of its value.
    package var groups: [UInt32]

    /// - Parameters: as the properties.
    package init(method: String, names: [String], groups: [UInt32]) {
        self.method = method
        self.names = names
        self.groups = groups
    }

    /// A column of texts, equal ones made one.
    package init(method: String, values: [String]) {
        var places: [String: UInt32] = [:]
        var names: [String] = []
        let groups = values.map { value in
            if let place = places[value] { return place }
            let place = UInt32(truncatingIfNeeded: names.count)
            places[value] = place
            names.append(value)
            return place
        }
        self.init(method: method, names: names, groups: groups)
    }

    /// The same column for other cells.
    ///
    /// - Parameters:
    ///   - ids: the ids of the other cells, some of them.
    ///   - own: the ids of this column's cells, ascending.
    package func gathered(for ids: [UInt64], of own: [UInt64]) -> CellColumn {
        var place = 0
        var last: UInt64 = 0
        let groups = ids.map { id in
            if id < last { place = 0 }
            last = id
            while place + 1 < own.count, own[place] < id { place += 1 }
            return self.groups[place]
        }
        return CellColumn(method: method, names: names, groups: groups)
    }
}
