// SPDX-License-Identifier: Apache-2.0

/// One error a pixel, 0 to 1, row 0 on top.
public struct ErrorMap: Sendable, Equatable {
    /// Columns.
    public let width: Int
    /// Rows.
    public let height: Int
    /// `width × height` errors.
    public let values: [Float]

    init(_ plane: Plane) {
        width = plane.width
        height = plane.height
        values = plane.values
    }

    /// The error of a pixel.
    public subscript(x: Int, y: Int) -> Float { values[y * width + x] }

    /// The greatest difference of red, green, blue or alpha of each pixel of two pictures, divided by 255 and
    /// multiplied by `gain`, at most 1.
    ///
    /// - Throws: `picture-comparison` when the sizes differ.
    public init(differenceOf first: Picture, _ second: Picture, gain: Float = 1) throws(PictureError) {
        try Picture.checkComparable(first, second)
        var plane = Plane(width: first.width, height: first.height)
        for index in 0..<plane.values.count {
            var greatest = 0
            for channel in 0..<4 {
                let at = index * 4 + channel
                greatest = max(greatest, abs(Int(first.pixels[at]) - Int(second.pixels[at])))
            }
            plane.values[index] = min(1, Float(greatest) / 255 * gain)
        }
        self.init(plane)
    }

    /// The map as a picture in the colours of magma: black where nothing differs, over purple and orange to pale
    /// yellow where all does.
    public func heatMap() -> Picture {
        let colours = Magma.colours
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 4) { buffer, initialized in
            for (index, value) in values.enumerated() {
                let level = value.isNaN ? 1 : min(max(value, 0), 1)
                let colour = colours[Int((level * 255).rounded())]
                for channel in 0..<3 { buffer[index * 4 + channel] = colour[channel] }
                buffer[index * 4 + 3] = 255
            }
            initialized = width * height * 4
        }
        return Picture(width: width, height: height, checked: pixels)
    }
}
