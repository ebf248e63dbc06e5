// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

extension Loader {
    /// Atoms of a PDB file: one model of type `protein`, a sphere an atom.
    public static let protein = Loader(
        name: "protein", plugin: moleculeExplorer, extensions: ["pdb", "pdb1"], readsBytes: false
    ) { (source, options, monitor) throws(LoadingError) in
        guard case .protein(let options) = options else { return nil }
        try monitor.checkCancellation()
        let atoms = try source.withBytes { (bytes) throws(LoadingError) in try ProteinAtom.read(bytes) }
        guard !atoms.isEmpty else { throw LoadingError(.empty, "The file holds no atoms") }
        let spheres = atoms.map { atom in
            // Ångström to a hundredth, so that a protein is about as large as one unit; radii from picometres.
            let radius = (ChemicalElements.radii[atom.element] ?? ChemicalElements.otherRadius)
            return SIMD4(atom.position * 0.001 * 10, radius * options.radiusMultiplier * 0.000_1)
        }
        let colors = PrimitiveColors.palette(
            GeometryBuffer(ChemicalElements.colors),
            indices: GeometryBuffer(atoms.map { UInt8(truncatingIfNeeded: $0.colorIndex(options.colorScheme)) }))
        do {
            return [
                LoadedModel(
                    type: "protein",
                    content: .parts([ModelPart(surface: .spheres(try SphereSet(spheres)), colors: colors)]))
            ]
        } catch let error as LoadingError {
            throw error
        } catch {
            throw LoadingError(.unsupported, "The atoms cannot be shown: \(error)")
        }
    }
}

/// One atom of a PDB file.
struct ProteinAtom {
    var id: Int
    /// The chain's letter.
    var chain: UInt8
    var residue: Int
    /// Ångström.
    var position: Vector3
    /// The element's symbol as written, mostly in capitals.
    var element: String

    /// The place of the atom's colour among the elements' colours.
    func colorIndex(_ scheme: ProteinOptions.ColorScheme) -> Int {
        let count = ChemicalElements.colors.count
        let index =
            switch scheme {
            case .byID: id
            case .chains: Int(chain) - 64
            case .residues: residue
            case .none, .atoms: ChemicalElements.indices[element] ?? 0
            }
        return (index % count + count) % count
    }

    /// Reads the atoms of all models of a file.
    ///
    /// Records have fixed columns, in which numbers may touch; lines of programs that only part their values by
    /// blanks are understood too.
    static func read(_ bytes: UnsafeRawBufferPointer) throws(LoadingError) -> [ProteinAtom] {
        var cursor = TextCursor(bytes)
        var atoms: [ProteinAtom] = []
        while !cursor.isAtEnd {
            let start = cursor
            cursor.skipLine()
            var end = cursor.position
            while end > start.position, bytes[end - 1] == newline || bytes[end - 1] == 0x0D { end -= 1 }
            let line = UnsafeRawBufferPointer(rebasing: bytes[start.position..<end])
            guard line.starts(with: "ATOM".utf8) || line.starts(with: "HETATM".utf8) else { continue }
            guard let atom = ProteinAtom(columns: line) ?? ProteinAtom(words: line) else {
                throw LoadingError(
                    .malformed,
                    "Invalid number of tokens on line \(start.line): an atom has a serial number, chain, residue and place",
                    at: .line(start.line))
            }
            atoms.append(atom)
        }
        return atoms
    }

    /// An atom in the fixed columns of the format.
    private init?(columns line: UnsafeRawBufferPointer) {
        func text(_ columns: ClosedRange<Int>) -> String {
            guard columns.lowerBound <= line.count else { return "" }
            let range = (columns.lowerBound - 1)..<min(columns.upperBound, line.count)
            return String(String(decoding: line[range], as: UTF8.self).trimmed)
        }
        guard line.count >= 54, let id = Int(text(7...11)), let residue = Int(text(23...26)),
            let x = Float(text(31...38)), let y = Float(text(39...46)), let z = Float(text(47...54)),
            Vector3(x, y, z).isFinite
        else { return nil }
        self.init(id: id, chain: line[21], residue: residue, position: Vector3(x, y, z), element: text(77...78))
    }

    /// An atom in words: record, serial, name, residue name, chain, residue, x, y, z, occupancy, factor, element.
    private init?(words line: UnsafeRawBufferPointer) {
        let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count >= 12, let id = Int(words[1]), let chain = words[4].utf8.first, let residue = Int(words[5]),
            let x = Float(words[6]), let y = Float(words[7]), let z = Float(words[8]), Vector3(x, y, z).isFinite
        else { return nil }
        self.init(
            id: id, chain: chain, residue: residue, position: Vector3(x, y, z), element: String(words[11].prefix(2)))
    }

    private init(id: Int, chain: UInt8, residue: Int, position: Vector3, element: String) {
        self.id = id
        self.chain = chain
        self.residue = residue
        self.position = position
        self.element = element
    }
}
