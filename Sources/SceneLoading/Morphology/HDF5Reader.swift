// SPDX-License-Identifier: Apache-2.0

/// Reads morphologies in the H5 v1 format and its later minor versions, whose organelles and perimeters are passed
/// over: a table `points` of x, y, z and diameter, and a table `structure` of first point, type and parent.
package enum HDF5Reader {
    /// Reads a file.
    ///
    /// - Parameter path: the file.
    /// - Throws: `LoadingError` naming the dataset at fault.
    package static func read(_ path: String) throws(LoadingError) -> NeuronMorphology {
        let file = try HDF5File(path: path)
        guard file.contains("points"), file.contains("structure") else {
            let isOld = file.contains("neuron1")
            throw file.fault(
                isOld ? "Morphologies in H5 v2 are not read" : "Missing the datasets 'points' and 'structure'", "/",
                isOld ? .unsupported : .malformed)
        }
        try checkVersion(file)
        let points = try file.dataset("points").table(columns: 4, of: Float.self)
        let structure = try file.dataset("structure").table(columns: 3, of: Int64.self)
        return try morphology(points, structure, file)
    }

    private static func checkVersion(_ file: HDF5File) throws(LoadingError) {
        guard file.contains("metadata") else { return }
        guard let version = try file.attribute("version", of: "metadata", as: UInt32.self), version.count == 2 else {
            throw file.fault("Missing the version, two numbers", "metadata@version")
        }
        guard version[0] == 1, version[1] <= 3 else {
            throw file.fault(
                "Morphologies in H5 v\(version[0]).\(version[1]) are not read", "metadata@version", .unsupported)
        }
    }

    private static func morphology(
        _ points: [Float], _ structure: [Int64], _ file: HDF5File
    ) throws(LoadingError) -> NeuronMorphology {
        let pointCount = points.count / 4
        let rowCount = structure.count / 3
        var result = NeuronMorphology()
        guard rowCount > 0 else { throw file.fault("The table has no rows", "structure") }
        func samples(_ range: Range<Int>) throws(LoadingError) -> [NeuronMorphology.Sample] {
            var samples: [NeuronMorphology.Sample] = []
            samples.reserveCapacity(range.count)
            for point in range {
                let sample = NeuronMorphology.Sample(
                    points[4 * point], points[4 * point + 1], points[4 * point + 2], points[4 * point + 3] / 2)
                guard sample.x.isFinite, sample.y.isFinite, sample.z.isFinite, sample.w.isFinite else {
                    throw file.fault("Point \(point) is not finite", "points")
                }
                samples.append(sample)
            }
            return samples
        }
        let hasSoma = structure[1] == Int64(NeuronMorphology.SectionType.soma.rawValue)
        let firstSection = hasSoma ? 1 : 0
        for row in 0..<rowCount {
            let start = structure[3 * row]
            let end = row + 1 < rowCount ? structure[3 * (row + 1)] : Int64(pointCount)
            guard start >= 0, start <= end, end <= Int64(pointCount) else {
                throw file.fault("Row \(row): points \(start) to \(end) are not among the \(pointCount)", "structure")
            }
            let type = structure[3 * row + 1]
            guard type > 0, type < 64, row < firstSection || type != 1 else {
                throw file.fault("Row \(row): unsupported section type \(type)", "structure")
            }
            let own = try samples(Int(start)..<Int(end))
            if row < firstSection {
                result.soma = own
                continue
            }
            // Parents are rows; the soma's is row 0, or -1 in its place.
            let parent = structure[3 * row + 2] &- Int64(firstSection)
            let id = row - firstSection + 1
            guard parent >= -1 || structure[3 * row + 2] == -1, parent < Int64(id - 1) else {
                throw file.fault(
                    "Row \(row): the parent \(structure[3 * row + 2]) does not come before it", "structure")
            }
            guard !own.isEmpty else { throw file.fault("Row \(row): a section without points", "structure") }
            result.sections.append(
                NeuronMorphology.Section(
                    id: id, parent: parent < 0 ? -1 : Int(parent) + 1,
                    type: NeuronMorphology.SectionType(rawValue: Int(type)), samples: own))
        }
        do throws(LoadingError) {
            try result.readSomaAsContour()
        } catch {
            throw file.fault(error.message, "structure")
        }
        return result
    }
}
