// SPDX-License-Identifier: Apache-2.0

/// A picture as it is shown and stored: 8 bits a channel, red, green, blue, alpha (not premultiplied), rows from top
/// to bottom without padding.
///
/// Colour values are as encoded for display; nothing in this module changes their transfer curve.
public struct Picture: Sendable, Equatable {
    /// Columns, at least 1.
    public let width: Int
    /// Rows, at least 1.
    public let height: Int
    /// `width × height × 4` bytes; pixel (x, y) starts at `(y × width + x) × 4`, and row 0 is the top one.
    public private(set) var pixels: [UInt8]

    /// The most pixels that a picture may have unless the caller allows more: 100 million, 400 MB of memory.
    public static let defaultMaximumPixels = 100_000_000

    /// Takes the bytes of a picture.
    ///
    /// - Throws: `picture-size` when a side is below 1 or the number of bytes is not `width × height × 4`.
    public init(width: Int, height: Int, pixels: [UInt8]) throws(PictureError) {
        let count = try Picture.byteCount(width: width, height: height)
        guard pixels.count == count else {
            throw PictureError(
                .size, "\(width) × \(height) pixels need \(count) bytes, not \(pixels.count)",
                remedy: "give four bytes a pixel")
        }
        self.init(width: width, height: height, checked: pixels)
    }

    /// Makes a picture of one colour (red, green, blue, alpha).
    ///
    /// - Throws: `picture-size` when a side is below 1 or the product does not fit in memory addresses.
    public init(width: Int, height: Int, fill: SIMD4<UInt8> = SIMD4(0, 0, 0, 255)) throws(PictureError) {
        let count = try Picture.byteCount(width: width, height: height)
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            UnsafeMutableRawBufferPointer(buffer).bindMemory(to: SIMD4<UInt8>.self).initialize(repeating: fill)
            initialized = count
        }
        self.init(width: width, height: height, checked: pixels)
    }

    /// Takes bytes that the caller has measured already.
    init(width: Int, height: Int, checked pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// The colour of one pixel; (0, 0) is the top left one. Outside of the picture the index traps as an array's does.
    @inlinable public subscript(x: Int, y: Int) -> SIMD4<UInt8> {
        get {
            precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside of the picture")
            let at = (y * width + x) * 4
            return SIMD4(pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3])
        }
        set { setPixel(x, y, newValue) }
    }

    @usableFromInline mutating func setPixel(_ x: Int, _ y: Int, _ colour: SIMD4<UInt8>) {
        precondition(x >= 0 && x < width && y >= 0 && y < height, "pixel outside of the picture")
        let at = (y * width + x) * 4
        for channel in 0..<4 { pixels[at + channel] = colour[channel] }
    }

    /// Lends the bytes for writing, in the layout of ``pixels``.
    public mutating func withUnsafeMutablePixels<Result>(
        _ body: (UnsafeMutableRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try pixels.withUnsafeMutableBytes(body)
    }

    /// Whether every pixel has alpha 255.
    public var isOpaque: Bool {
        pixels.withUnsafeBytes { bytes in
            let colours = bytes.bindMemory(to: UInt32.self)
            var all = UInt32.max
            for colour in colours { all &= UInt32(littleEndian: colour) }
            return all >> 24 == 255
        }
    }

    /// The number of bytes of a picture of this size.
    static func byteCount(width: Int, height: Int) throws(PictureError) -> Int {
        let (pixels, tooMany) = width.multipliedReportingOverflow(by: height)
        let (bytes, tooLarge) = pixels.multipliedReportingOverflow(by: 4)
        guard width > 0, height > 0, !tooMany, !tooLarge else {
            throw PictureError(
                .size, "no picture can be \(width) × \(height) pixels",
                remedy: "give both sides at least one pixel")
        }
        return bytes
    }
}
