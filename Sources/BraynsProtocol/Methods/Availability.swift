// SPDX-License-Identifier: Apache-2.0

extension RPCError {
    /// The same error, saying of what the service lacks since which version of Brayns, or with which plugin, it is there.
    ///
    /// A service of another version answers that it does not know a method, a loader or a property; a client that
    /// knows the declarations can tell more.
    package func namingVersions(for method: String) -> RPCError {
        var error = self
        switch code {
        case .methodNotFound:
            // `schema` says the same of the method that it was asked about.
            guard let traits = Methods.traits(of: Self.quoted(in: message, after: "Method ") ?? method) else {
                return self
            }
            error.message += ": Brayns has it \(Self.origin(traits.since, traits.plugin))"
        case .invalidParams:
            let schemas = Methods.traits(of: method)?.params.map { [$0] } ?? []
            let loaders = LoaderDeclaration.all
            error.details = details?.map { detail in
                guard let name = Self.quoted(in: detail, after: "unknown property ") else { return detail }
                let since = (schemas + loaders.map(\.schema)).lazy.compactMap { $0.since(name) }.first
                return since.map { "\(detail) (Brayns has it since \($0))" } ?? detail
            }
            if let name = Self.quoted(in: message, after: "Invalid loader name: "),
                let loader = loaders.first(where: { $0.name == name })
            {
                error.message += ": Brayns has it \(Self.origin(loader.since, loader.plugin))"
            }
        default: break
        }
        return error
    }

    private static func origin(_ version: String, _ plugin: Plugin) -> String {
        switch plugin {
        case .core: "since \(version)"
        case .sceneRecipe, .standIn:
            "not; it is an extension of Scene Recipe's service (--plugin \(plugin.library ?? ""))"
        default: "since \(version) with --plugin \(plugin.library ?? "")"
        }
    }

    /// The word in single quotes that follows some text.
    private static func quoted(in text: String, after start: String) -> String? {
        let parts = text.split(separator: "'", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0].hasSuffix(start) else { return nil }
        return String(parts[1])
    }
}

extension Schema {
    /// Since when a property that came after 3.0.0 is there, here or deeper; nil where there is none of that name.
    fileprivate func since(_ name: String) -> String? {
        for property in properties {
            if property.name == name, property.since != "3.0.0" { return property.since }
            if let since = property.schema.since(name) { return since }
        }
        return (items + alternatives).lazy.compactMap { $0.since(name) }.first
    }
}
