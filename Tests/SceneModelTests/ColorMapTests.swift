// SPDX-License-Identifier: Apache-2.0
import SceneModel
import Testing

@Suite("Colour maps")
struct ColorMapTests {
    @Test(arguments: ColorMap.allCases)
    func everyMapHas256OpaqueColors(map: ColorMap) {
        let colors = map.colors
        #expect(colors.count == 256)
        #expect(colors.allSatisfy { $0.alpha == 1 && $0.rgb.min() >= 0 && $0.rgb.max() <= 1 })
    }

    /// First and last colours as published: viridis (68, 1, 84) to (253, 231, 37), coolwarm (59, 76, 192) to
    /// (180, 4, 38).
    @Test func endsAreThePublishedOnes() {
        #expect(ColorMap.viridis.colors.first == Color(68 / 255, 1 / 255, 84 / 255))
        #expect(ColorMap.viridis.colors.last == Color(253 / 255, 231 / 255, 37 / 255))
        #expect(ColorMap.coolwarm.colors.first == Color(59 / 255, 76 / 255, 192 / 255))
        #expect(ColorMap.coolwarm.colors.last == Color(180 / 255, 4 / 255, 38 / 255))
        #expect(ColorMap.gray.colors[51] == Color(0.2, 0.2, 0.2))
    }

    @Test func opacitiesAreInterpolated() {
        let ramp = ColorRamp(lower: 0, upper: 1, map: .gray, opacities: [0, 1, 0.5])
        #expect(ramp.colors[0].alpha == 0)
        #expect(abs(ramp.colors[51].alpha - 0.4) < 1e-5)
        #expect(abs(ramp.colors[255].alpha - 0.5) < 1e-5)
        #expect(ColorRamp(lower: 0, upper: 1, map: .gray).colors[3].alpha == 1)
    }
}
