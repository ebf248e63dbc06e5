// SPDX-License-Identifier: Apache-2.0
import CEmbree

extension RTCRay {
    /// A ray as the kernels take it.
    ///
    /// - Parameter mask: which surfaces it sees, see `RayMask`.
    @inline(__always)
    init(_ ray: Ray, mask: UInt32) {
        self.init()
        org_x = ray.origin.x
        org_y = ray.origin.y
        org_z = ray.origin.z
        tnear = ray.near
        dir_x = ray.direction.x
        dir_y = ray.direction.y
        dir_z = ray.direction.z
        tfar = ray.far
        self.mask = mask
    }
}

extension RTCRayHit {
    /// A ray that has met nothing yet.
    @inline(__always)
    init(_ ray: Ray, mask: UInt32) {
        self.init()
        self.ray = RTCRay(ray, mask: mask)
        hit.geomID = UInt32.max
        hit.instID = UInt32.max
    }

    /// Whether the kernels found nothing.
    @inline(__always) var isMiss: Bool { hit.geomID == UInt32.max }
}
