// SPDX-License-Identifier: Apache-2.0

import CJPEG

extension JPEG {
    /// Writes a picture as a JPEG file in memory. Alpha is dropped, colours are taken as they are.
    ///
    /// - Throws: `picture-option` for a quality outside of 1...100 or an impossible resolution, `picture-metadata` for
    ///   XMP that is too long, `picture-size` for sides above ``maximumSide``, `picture-memory`.
    public static func encode(_ picture: Picture, options: Options = Options()) throws(PictureError) -> [UInt8] {
        guard (1...100).contains(options.quality) else {
            throw PictureError(
                .option, "JPEG quality \(options.quality) is outside of 1 to 100", remedy: "use a value such as 90")
        }
        guard picture.width <= maximumSide, picture.height <= maximumSide else {
            throw PictureError(
                .size, "a JPEG's side is at most \(maximumSide) pixels", remedy: "write a PNG, or render fewer pixels")
        }
        let density = try density(options.dotsPerInch)
        let segment = try options.xmp.map { text throws(PictureError) in try xmpSegment(text) } ?? []
        var file = try compress(picture, options: options)
        // The encoder always begins with SOI and an 18-byte JFIF segment; what follows it is free.
        if let density, file.count > 20, file[3] == 0xe0 {
            file[13] = 1
            for at in [14, 16] {
                file[at] = UInt8(density >> 8)
                file[at + 1] = UInt8(density & 255)
            }
        }
        file.insert(contentsOf: segment, at: min(20, file.count))
        return file
    }

    private static func density(_ dotsPerInch: Double?) throws(PictureError) -> UInt16? {
        guard let dotsPerInch else { return nil }
        guard let density = UInt16(exactly: dotsPerInch.rounded()), density > 0 else {
            throw PictureError(
                .option, "a JPEG cannot say \(dotsPerInch) dots an inch", remedy: "give a resolution such as 300")
        }
        return density
    }

    private static func xmpSegment(_ text: String) throws(PictureError) -> [UInt8] {
        let body = xmpHeader + Array(text.utf8)
        guard text.utf8.count <= maximumXMPLength else {
            throw PictureError(
                .metadata, "\(text.utf8.count) bytes of XMP are more than the \(maximumXMPLength) of a JPEG segment",
                remedy: "write a PNG, or embed less")
        }
        let length = body.count + 2
        return [0xff, 0xe1, UInt8(length >> 8), UInt8(length & 255)] + body
    }

    private static func compress(_ picture: Picture, options: Options) throws(PictureError) -> [UInt8] {
        guard let handle = tjInitCompress() else { throw memoryError }
        defer { tjDestroy(handle) }
        let width = Int32(picture.width)
        let height = Int32(picture.height)
        let subsampling = Int32((options.chroma == .full ? TJSAMP_444 : TJSAMP_420).rawValue)
        // A null buffer is allocated, and grown, by the library.
        var buffer: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        let status = picture.pixels.withUnsafeBufferPointer { pixels in
            tjCompress2(
                handle, pixels.baseAddress, width, 0, height, Int32(TJPF_RGBA.rawValue), &buffer, &size,
                subsampling, Int32(options.quality), TJFLAG_ACCURATEDCT)
        }
        defer { tjFree(buffer) }
        guard status == 0, let buffer else { throw failure(handle, verb: "written") }
        return [UInt8](UnsafeBufferPointer(start: buffer, count: Int(size)))
    }

    static var memoryError: PictureError {
        PictureError(.memory, "no memory for the JPEG", remedy: "use a smaller picture")
    }

    static func failure(_ handle: tjhandle, verb: String) -> PictureError {
        let said = tjGetErrorStr2(handle).map { String(cString: $0) } ?? "unknown reason"
        return PictureError(.damaged, "the JPEG cannot be \(verb): \(said)", remedy: "make the file again")
    }
}
