// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel
import Testing

@Suite("Geometry buffers and colours")
struct BufferTests {
    @Test func bufferIsAlignedAndPadded() {
        let buffer = GeometryBuffer([PackedVector3(1, 2, 3), PackedVector3(4, 5, 6)])
        #expect(MemoryLayout<PackedVector3>.stride == 12)
        #expect(UInt(bitPattern: buffer.base) % 64 == 0)
        #expect(buffer.byteCount == 24 + 16)
        #expect(buffer[1].vector == [4, 5, 6])
    }

    @Test func outOfRangeIndicesAreRefused() {
        #expect(throws: GeometryError.indexOutOfRange(index: 3, count: 3)) {
            try TriangleMesh(
                positions: [[0, 0, 0], [1, 0, 0], [0, 3, 0]], triangles: [TriangleIndices(0, 1, 3)])
        }
        #expect(throws: GeometryError.indexOutOfRange(index: 2, count: 2)) {
            try CapsuleSet(
                vertices: GeometryBuffer([SIMD4(0, 0, 0, 1), SIMD4(1, 0, 0, 1)]),
                starts: GeometryBuffer([UInt32(1)]))
        }
        #expect(throws: GeometryError.countMismatch(expected: 3, found: 1)) {
            try TriangleMesh(
                positions: [[0, 0, 0], [1, 0, 0], [0, 3, 0]], triangles: [TriangleIndices(0, 1, 2)],
                normals: [[0, 0, 1]])
        }
    }

    @Test func volumesOfImpossibleSizeAreRefused() {
        #expect(throws: GeometryError.invalidDimensions) {
            try RegularVolume.byteCount(
                dimensions: GridDimensions(x: .max, y: 2, z: 2), type: .double)
        }
        #expect(throws: GeometryError.invalidSpacing) {
            try RegularVolume(
                dimensions: GridDimensions(x: 1, y: 1, z: 1), spacing: [0, 1, 1], type: .unsignedChar,
                voxels: GeometryBuffer([UInt8(0)]))
        }
        #expect(throws: GeometryError.countMismatch(expected: 8, found: 1)) {
            try RegularVolume(
                dimensions: GridDimensions(x: 1, y: 1, z: 1), spacing: [1, 1, 1], type: .double,
                voxels: GeometryBuffer([UInt8(0)]))
        }
    }

    @Test func coloursAreLookedUpAndChecked() {
        let two = GeometryBuffer([SIMD4<Float>(1, 0, 0, 1), SIMD4<Float>(0, 1, 0, 1)])
        let palette = PrimitiveColors.palette(two, indices: GeometryBuffer([UInt8(1), 0, 1]))
        #expect(palette.color(of: 0) == [0, 1, 0, 1])
        #expect(palette.covers(3))
        #expect(!palette.covers(4))
        let wrong = PrimitiveColors.largePalette(two, indices: GeometryBuffer([UInt32(2)]))
        #expect(!wrong.covers(1))
        #expect(wrong.color(of: 0) == [1, 1, 1, 1])
        #expect(PrimitiveColors.solid([1, 2, 3, 4]).color(of: 99) == [1, 2, 3, 4])
    }
}
