// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Geometry
import Imaging
import RayTracing
import SceneLoading

extension RPCError {
    /// What a client is told of an error of any room.
    init(any error: any Error) {
        switch error {
        case let error as RPCError: self = error
        case let error as LoadingError: self = error.code == .cancelled ? .cancelled : .failed(error.description)
        case is CancellationError: self = .cancelled
        default: self = .failed("\(error)")
        }
    }
}
