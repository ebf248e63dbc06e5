// SPDX-License-Identifier: Apache-2.0
import Geometry
import SceneModel

/// The colours of a report's values.
package enum ReportRamp {
    /// The ramp of a freshly loaded report: −80 to −10 (millivolt), black over blue, red and yellow to white.
    package static let standard = ColorRamp(lower: -80, upper: -10, colors: colors)

    /// The 256 colours that values are looked up in: the ramp at lower + i/256 of its range.
    ///
    /// As on the service, the way from one entry to the next is the value's share of the whole range, not of the
    /// step between the entries; with many entries the difference is small.
    package static func table(_ ramp: ColorRamp) -> GeometryBuffer<SIMD4<Float>> {
        let entries = ramp.colors.isEmpty ? [Color.white] : ramp.colors
        let count = entries.count
        return GeometryBuffer(count: 256) { target in
            for index in target.indices {
                let share = Float(index) / 256
                let entry = min(Int(share * Float(count)), count - 1)
                let next = min(entry + 1, count - 1)
                let from = index == 0 ? entries[0].components : entries[entry].components
                let to = index == 0 ? entries[0].components : entries[next].components
                target[index] = from + (to - from) * share
            }
        }
    }

    /// The table's index for a value: its share of the range, in 255ths, rounded down.
    @inline(__always)
    package static func index(_ value: Float, _ lower: Float, _ factor: Float) -> UInt8 {
        let share = (value - lower) * factor
        // A value that is not a number shows as the lowest.
        if !(share > 0) { return 0 }
        return share >= 1 ? 255 : UInt8(share * 255)
    }

    /// What a value's distance from `lower` is multiplied by to become a share of the range.
    package static func factor(_ ramp: ColorRamp) -> Float {
        let range = abs(ramp.upper - ramp.lower)
        return range > 0 ? 1 / range : 0
    }

    /// The standard colours as the contract lists them, red, green and blue in hexadecimal.
    private static let colors: [Color] = {
        let text = """
            000000 010121 020242 030364 040485 0505a7 0914af 0c22b8 0f30c1 133fc9 164dd2 195cdb 1d6ae3 2078ec 2387f4
            3877df 4d67cb 6257b6 7b4998 933a7a ab2b5d c41d3f dc0e22 f40004 f40504 f30b04 f21104 f11604 f01c04 ef2203
            ee2803 ee2d03 ed3303 ec3903 eb3f03 ea4402 e94a02 e85002 e85602 e75b02 e66102 e56701 e46c01 e37201 e27801
            e17e01 e18301 e08900 df8f00 de9500 dd9a00 dca000 dba600 dbac00 dbae04 dcb009 ddb30d deb512 deb716 dfba1b
            e0bc20 e1be24 e1c129 e2c32d e3c632 e4c837 e5ca3b e5cd40 e6cf44 e7d149 e8d44e e8d652 e9d957 eadb5b ebdd60
            ebe065 ece269 ede46e eee772 efe977 efec7c f0ee80 f1f085 f2f389 f2f58e f3f793 f4fa97 f5fc9c f6ffa0 f6ffa3
            f6ffa5 f6ffa8 f6ffaa f7ffac f7ffaf f7ffb1 f7ffb3 f8ffb6 f8ffb8 f8ffba f8ffbd f8ffbf f9ffc1 f9ffc4 f9ffc6
            f9ffc8 faffcb faffcd faffcf faffd2 faffd4 fbffd7 fbffd9 fbffdb fbffde fcffe0 fcffe2 fcffe5 fcffe7 fcffe9
            fdffec fdffee fdfff0 fdfff3 fefff5 fefff7 fefffa ffffff
            """
        return text.split(whereSeparator: \.isWhitespace).map { word in
            let value = UInt32(word, radix: 16) ?? 0
            func channel(_ shift: UInt32) -> Float { Float(value >> shift & 0xFF) / 255 }
            return Color(channel(16), channel(8), channel(0))
        }
    }()
}
