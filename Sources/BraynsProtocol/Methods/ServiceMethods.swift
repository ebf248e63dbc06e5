// SPDX-License-Identifier: Apache-2.0
import JSON

extension Methods {
    /// About the service itself.
    public enum Service {
        public static let version = Method(
            "get-version", .service, .reads, "Tell the version of the protocol", gives: Version.self)
        public static let registry = Method(
            "registry", .service, .reads, "Tell the names of all methods", gives: [String].self)
        public static let schema = Method(
            "schema", .service, .reads, "Tell what a method takes and gives", takes: SchemaOf.self,
            gives: MethodDescription.self)
        public static let cancel = Method(
            "cancel", .service, .writes, "Cancel a task of this client that waits or runs", takes: CancelRequest.self,
            priority: true)
        public static let quit = Method("quit", .service, .writes, "Stop the service once all tasks are done")

        static let all = [version.traits, registry.traits, schema.traits, cancel.traits, quit.traits]
    }

    /// About what the service was started with.
    public enum Application {
        public static let parameters = Method(
            "get-application-parameters", .application, .reads, "Tell plugins and viewport",
            gives: ApplicationParameters.self)
        public static let setParameters = Method(
            "set-application-parameters", .application, .writes, "Set the viewport",
            takes: SetApplicationParameters.self)
        public static let loaders = Method(
            "get-loaders", .application, .reads, "Tell all loaders and what they take",
            gives: [LoaderDescription].self)

        static let all = [parameters.traits, setParameters.traits, loaders.traits]
    }
}
