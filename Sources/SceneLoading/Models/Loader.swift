// SPDX-License-Identifier: Apache-2.0
import SceneModel

/// What a loader reads: a file, or bytes that a client sent.
public enum LoadingSource: Sendable {
    /// The path of a file that this process can open.
    case file(String)
    /// Contents without a file. The extension, lower case and without point, tells their format.
    case bytes([UInt8], fileExtension: String)

    /// The path, empty for bytes.
    public var path: String {
        guard case .file(let path) = self else { return "" }
        return path
    }

    /// What follows the last point of the file's name, in lower case; empty where there is none.
    public var fileExtension: String {
        switch self {
        case .bytes(_, let fileExtension):
            return fileExtension.lowercased()
        case .file(let path):
            let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
            guard let point = name.lastIndex(of: ".") else { return "" }
            return name[name.index(after: point)...].lowercased()
        }
    }

    /// Calls `body` with the contents, which are valid only during the call; errors name the file.
    package func withBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(LoadingError) -> Result
    ) throws(LoadingError) -> Result {
        do throws(LoadingError) {
            switch self {
            case .file(let path):
                return try FileBytes(path: path).withBytes(body)
            case .bytes(let bytes, _):
                // `Array` cannot forward a typed error: it goes through a Result.
                return try bytes.withUnsafeBytes { buffer -> Swift.Result<Result, LoadingError> in
                    do throws(LoadingError) { return .success(try body(buffer)) } catch { return .failure(error) }
                }.get()
            }
        } catch {
            throw error.inFile(path)
        }
    }
}

/// How a load tells its caller how far it is, and learns that it should stop.
public struct LoadingMonitor: Sendable {
    private let report: @Sendable (String, Double) -> Void
    private let isCancelled: @Sendable () -> Bool

    /// - Parameters:
    ///   - report: receives what is being done and how much of the load is done, 0 to 1.
    ///   - isCancelled: asked now and then from the loading thread; true ends the load.
    public init(
        report: @escaping @Sendable (String, Double) -> Void = { _, _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) {
        self.report = report
        self.isCancelled = isCancelled
    }

    /// Tells the caller about progress.
    ///
    /// - Throws: `LoadingError` `cancelled` where the caller wants the load to stop.
    package func progress(_ operation: String, _ amount: Double) throws(LoadingError) {
        try checkCancellation()
        report(operation, amount)
    }

    /// - Throws: `LoadingError` `cancelled` where the caller wants the load to stop.
    package func checkCancellation() throws(LoadingError) {
        if isCancelled() { throw LoadingError(.cancelled, "The load was cancelled") }
    }
}

/// A way of making models from data, under the name that the wire protocol has for it.
public struct Loader: Sendable {
    /// The name that requests give, exactly.
    public let name: String
    /// The display name of the plugin that offers the loader.
    public let plugin: String
    /// The file name extensions that the loader announces, exactly.
    public let extensions: [String]
    /// Whether it also reads bytes that never were a file.
    public let readsBytes: Bool
    private let body:
        @Sendable (LoadingSource, LoaderOptions, LoadingMonitor) throws(LoadingError) -> [LoadedModel]?

    /// - Parameter body: reads the source; returns nil where the options are those of another loader.
    package init(
        name: String, plugin: String, extensions: [String], readsBytes: Bool,
        body: @escaping @Sendable (LoadingSource, LoaderOptions, LoadingMonitor) throws(LoadingError)
            -> [LoadedModel]?
    ) {
        self.name = name
        self.plugin = plugin
        self.extensions = extensions
        self.readsBytes = readsBytes
        self.body = body
    }

    /// Reads models. Runs on the calling thread until done; a loader may use more threads in between.
    ///
    /// - Parameters:
    ///   - source: a file, or bytes where ``readsBytes`` allows.
    ///   - options: this loader's options.
    ///   - monitor: progress and cancellation.
    /// - Returns: the models, in the order in which the scene gets them.
    /// - Throws: `LoadingError`; nothing of the models stays behind.
    public func load(
        _ source: LoadingSource, options: LoaderOptions, monitor: LoadingMonitor = LoadingMonitor()
    ) throws(LoadingError) -> [LoadedModel] {
        if case .bytes = source, !readsBytes {
            throw LoadingError(.unsupported, "The loader '\(name)' reads files, not bytes", path: source.path)
        }
        do throws(LoadingError) {
            guard let models = try body(source, options, monitor) else {
                throw LoadingError(.invalidOption, "These are not options of the loader '\(name)'")
            }
            return models
        } catch {
            throw error.inFile(source.path)
        }
    }
}
