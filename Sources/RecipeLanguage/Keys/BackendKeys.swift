// SPDX-License-Identifier: Apache-2.0

/// Keys of backends.
enum BackendKeys {
    static let uri = Key(
        "uri", .text(.backend), required: true, doc: "`embedded`, or the address of a service.",
        example: "ws://localhost:5000")
    static let certificateAuthority = Key(
        "ca", .path(.input), otherwise: "the system's", doc: "Certificates of trusted authorities, PEM.",
        example: "ca.pem")
    static let certificate = Key(
        "certificate", .path(.input), otherwise: "none", doc: "The client's own certificate, PEM.",
        example: "client.pem")
    static let key = Key(
        "key", .path(.input), otherwise: "none", doc: "The private key of the client's certificate, PEM.",
        example: "client.key")
    static let tls = Key(
        "tls",
        .record(
            Record(
                "TLS settings", doc: "How the connection is secured.",
                keys: [certificateAuthority.declaration, certificate.declaration, key.declaration],
                groups: [KeyGroup([[certificate.declaration, key.declaration]], isRequired: false)])),
        otherwise: "the system's trusted authorities", doc: "How a wss:// connection is secured.",
        example: "{ca: ca.pem}")
    static let paths = Key(
        "paths", .map(.free(of: "local prefix"), .text()), otherwise: "paths are the same on the server",
        doc: "Local path prefixes and what they are on the server.", example: "{/data: /mnt/data}")
    static let record = Record(
        "a backend", doc: "Where the scene lives.", keys: [uri.declaration, tls.declaration, paths.declaration],
        bareKey: uri.declaration)
}
