// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

/// What no camera can be, in the words of Brayns.
enum CameraFault {
    static func check(_ projection: Projection) throws(RPCError) {
        switch projection {
        case .perspective(let fovy, let aperture, let focus):
            guard fovy > 0 else { throw .failed("Perspective fovy must be greater than 0") }
            guard fovy < 180 else { throw .failed("Perspective fovy must be less than 180") }
            guard aperture >= 0 else { throw .failed("Perspective aperture radius cannot be < 0") }
            guard aperture == 0 || focus > 0 else {
                throw .failed("Perspective focus distance must be greater than 0")
            }
        case .orthographic(let height):
            guard height > 0 else { throw .failed("Orthographic height must be greater than 0") }
        case .cylindric(let fovy):
            guard fovy > 0 else { throw .failed("Fovy must be greater than 0") }
            guard fovy < 180 else { throw .failed("Fovy must be less than 180") }
        }
    }

    static func check(nearClip: Float) throws(RPCError) {
        guard nearClip >= 0 else { throw .failed("Near clipping distance cannot be < 0") }
    }

    static func check(_ region: ImageRegion) throws(RPCError) {
        let values = [region.start.x, region.start.y, region.end.x, region.end.y]
        guard values.allSatisfy({ (0...1).contains($0) }) else {
            throw .failed("Image region should be normalized and not empty")
        }
    }
}
