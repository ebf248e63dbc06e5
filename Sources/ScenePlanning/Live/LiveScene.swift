// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import SceneModel

/// Objects of a backend that share one origin, as far as that can be seen or is remembered.
package struct LiveFamily: Sendable {
    /// One copy of every part.
    package struct Copy: Sendable {
        /// By the names of the parts.
        package var parts: [String: ModelInstance]
        /// What it was made for, where that is remembered.
        package var address: Address?
        package var index = 0

        package init(parts: [String: ModelInstance], address: Address? = nil, index: Int = 0) {
            self.parts = parts
            self.address = address
            self.index = index
        }
    }

    /// Names the family in the ledger; nil for one that is not recorded.
    package var token: String?
    /// The recipe that made it, where that is remembered.
    package var owner: String?
    /// What it was made for, where that is remembered.
    package var address: Address?
    /// nil: nothing of it can be seen or is remembered.
    package var origin: Origin?
    /// How each part looks; what is hidden and not remembered is nil.
    package var looks: [String: Look] = [:]
    /// The ramps that the loader gave, where remembered or known.
    package var loadedRamps: [String: ColorRamp] = [:]
    /// The colours that shapes were made with.
    package var shapeColors: [Color] = []
    package var copies: [Copy] = []
    /// Whether one copy at least has all its parts.
    package var isWhole = true
    /// Whether something about it has changed that cannot be read back, seen by its bounds.
    package var isAltered = false
    /// Whether hidden state is to be set again whatever it is said to be.
    package var isDoubted = false
    /// Which families of the same origin may share its model, so that what one is given all may get: none (nil),
    /// those of the same group, or any (``anyone``).
    package var sharing: String?

    /// Nothing is remembered of it: it may be a copy of any other.
    package static let anyone = "*"

    package init() {}

    /// The owner of what nobody remembers to have made.
    static let nobody = "(nobody)"

    /// Whether a recipe made it, so that it may remove it without asking.
    package func belongs(to recipe: String?) -> Bool { token != nil && owner == recipe }

    /// Every id, in the order of copies and parts.
    package var ids: [UInt32] {
        copies.flatMap { copy in copy.parts.sorted { $0.key < $1.key }.map(\.value.id) }
    }

    /// The service's word for the kind of a part.
    package func type(of part: String) -> String? {
        for copy in copies {
            if let instance = copy.parts[part] { return instance.type }
        }
        return nil
    }
}

/// What the loaders of the service give to the models that they make; no call tells it (semantics of Brayns 3.10.1,
/// §13). Types that are not here are coloured piece by piece.
package let loadedColors: [String: Color] = [
    "mesh": .white, "morphology": .white, "neurons": Color(1, 1, 0), "vasculature": Color(1, 0, 0),
    "afferent_synapses": .white, "efferent_synapses": .white, "endfeet": .white, "xyz": .white,
]

/// The ramp of a volume before anyone sets it.
package let loadedVolumeRamp = ColorRamp(lower: 0, upper: 255, colors: [Color(0, 0, 0, 0), Color(1, 1, 1, 1)])
