// SPDX-License-Identifier: Apache-2.0

/// Which call is to fail, and how: a command to a service that stands in for Brayns in tests.
public struct CommandedFailure: PlainMessage, Equatable {
    /// What goes wrong.
    public enum Way: String, WireEnumeration {
        /// The service refuses.
        case refusal
        /// The connection ends before the request arrives.
        case lostRequest = "lost_request"
        /// The service does what was asked, and the connection ends before the reply arrives.
        case lostReply = "lost_reply"
    }

    /// How many calls that write succeed before, whoever makes them; nil: no call fails any more.
    public var after: UInt32?
    public var way = Way.refusal
    public init() {}

    public init(after: UInt32?, _ way: Way = .refusal) {
        self.after = after
        self.way = way
    }

    public static let title = "CommandedFailure"
    public static let fields: [Field<Self>] = [
        .optional("after", \.after, "How many calls that write succeed before; without it none fails"),
        .implied("way", \.way, "What goes wrong"),
    ]
}
