// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import Foundation
import JSON
import SceneLoading
import SceneModel

extension Entrypoints {
    static let loading: [any AnyEntrypoint] = [
        running(Methods.Models.add) { service, context, params, _ in
            guard !params.path.isEmpty else { throw RPCError(.invalidParams, "Missing model path") }
            let loader = try service.engine.loader(params.loaderName, format: FileFormat(path: params.path))
            let options = try params.loaderProperties.options(of: loader)
            try FileFormat.checkFile(params.path)
            let models = try await service.load(
                .file(params.path), loader, options,
                LoadingMonitor(
                    report: { context.progress($0, $1) }, isCancelled: { context.isCancelled }))
            try context.checkCancellation()
            let info = LoadInfo(
                source: .file, path: params.path, loaderName: params.loaderName,
                loadParameters: params.loaderProperties.wire)
            return Answer(service.engine.add(models, info))
        },
        running(Methods.Models.upload) { service, context, params, payload in
            guard !params.type.isEmpty else { throw RPCError(.invalidParams, "No model type") }
            guard !payload.isEmpty else { throw RPCError(.invalidParams, "Mo model binary data") }
            let loader = try service.engine.loader(params.loaderName, format: FileFormat(type: params.type))
            guard loader.readsBytes else {
                throw RPCError(.invalidParams, "Loader '\(loader.name)' cannot load binary")
            }
            let options = try params.loaderProperties.options(of: loader)
            context.endWithConnection()
            context.progress("Model uploaded", 0.5)
            let models = try await service.load(
                .bytes(payload, fileExtension: params.type), loader, options,
                LoadingMonitor(
                    report: { context.progress($0, 0.5 + 0.5 * $1) }, isCancelled: { context.isCancelled }))
            try context.checkCancellation()
            let info = LoadInfo(
                source: .blob, path: "", loaderName: params.loaderName, loadParameters: params.loaderProperties.wire)
            return Answer(service.engine.add(models, info))
        },
    ]
}

/// What a loader is chosen by when the request names none.
private struct FileFormat {
    let name: String

    /// The extension in lower case without point; the whole file name where there is none.
    init(path: String) {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let parts = file.split(separator: ".", omittingEmptySubsequences: false)
        name = parts.count > 1 ? parts[parts.count - 1].lowercased() : file
    }

    init(type: String) { name = type }

    /// - Throws: in the words of Brayns when a path leads to no file. Folders, devices and pipes are none: reading
    ///   some of them would never end.
    static func checkFile(_ path: String) throws(RPCError) {
        var status = stat()
        // The system's calls would take the part before a zero byte for the path.
        guard !path.utf8.contains(0), stat(path, &status) == 0 else { throw .failed("File \(path) does not exists") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .failed("File \(path) is not a regular file") }
    }
}

extension Engine {
    /// The loader of a name, or the first that announces the format when the name is empty.
    fileprivate func loader(_ name: String, format: FileFormat) throws(RPCError) -> Loader {
        if name.isEmpty {
            guard let loader = loaders.first(where: { $0.extensions.contains(format.name) }) else {
                throw RPCError(.invalidParams, "Unsupported file format: '\(format.name)'")
            }
            return loader
        }
        guard let loader = loaders.first(where: { $0.name == name }) else {
            throw RPCError(.invalidParams, "Invalid loader name: '\(name)'")
        }
        return loader
    }

    /// Adds models that a loader has made.
    fileprivate func add(_ models: [LoadedModel], _ info: LoadInfo) -> [ModelInstance] {
        let added = models.map { loaded in
            let model = SharedModel(loaded)
            model.loadInfo = info
            return add(model)
        }
        scanSimulation()
        return added
    }
}

extension LoaderProperties {
    /// The typed options for a loader.
    fileprivate func options(of loader: Loader) throws(RPCError) -> LoaderOptions {
        if case .typed(let options) = self { return options }
        guard case .json(let properties) = self, let declaration = LoaderDeclaration.named(loader.name) else {
            throw .failed("The loader '\(loader.name)' has no declared properties")
        }
        return try declaration.options(properties)
    }
}

extension SceneService {
    /// Reads models beside the service's own work.
    fileprivate func load(
        _ source: LoadingSource, _ loader: Loader, _ options: LoaderOptions, _ monitor: LoadingMonitor
    ) async throws -> [LoadedModel] {
        do {
            return try await Workshop.run { try loader.load(source, options: options, monitor: monitor) }
        } catch let error as LoadingError where error.code == .invalidRequest {
            throw RPCError(.invalidParams, error.message, details: error.details.isEmpty ? nil : error.details)
        } catch let error as LoadingError where error.code != .cancelled {
            throw RPCError.failed(error.braynsText(loading: source))
        }
    }
}

extension LoadingError {
    /// The message begins with Brayns' own words, by which clients know it; where the fault lies follows in quotes,
    /// unless the words or the request tell that already.
    fileprivate func braynsText(loading source: LoadingSource) -> String {
        var places: [String] = []
        switch place {
        case .byte(let byte): places.append("at byte \(byte)")
        case .item(let item): places.append("at \(item)")
        case .line(let line): if !message.contains("line \(line)") { places.append("at line \(line)") }
        case nil: break
        }
        let asked = if case .file(let path) = source { path } else { "" }
        if !path.isEmpty, path != asked { places.append("of \(path)") }
        return places.isEmpty ? message : "\(message) '\(places.joined(separator: " "))'"
    }
}
