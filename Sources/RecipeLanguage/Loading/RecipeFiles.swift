// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How recipes, their includes and their inputs are reached; a dictionary in tests, the disk otherwise.
public struct RecipeFiles: Sendable {
    /// Why a file could not be read.
    public enum Failure: Error, Sendable {
        /// There is none.
        case missing
        /// It is there but cannot be read; the reason in words.
        case unreadable(String)
        /// It has more bytes than asked for.
        case tooLarge(Int)
    }

    /// The bytes of a file of at most that many bytes.
    public var read: @Sendable (_ path: String, _ limit: Int) -> Result<[UInt8], Failure>
    /// Whether something is at a path.
    public var exists: @Sendable (_ path: String) -> Bool
    /// The folder that relative paths start from, absolute; empty where that is of no interest.
    public var workingFolder: String

    /// Makes a way to files.
    public init(
        workingFolder: String, read: @escaping @Sendable (_ path: String, _ limit: Int) -> Result<[UInt8], Failure>,
        exists: @escaping @Sendable (_ path: String) -> Bool
    ) {
        self.read = read
        self.exists = exists
        self.workingFolder = workingFolder
    }

    /// The disk.
    public static let disk = RecipeFiles(
        workingFolder: currentFolder(), read: readFromDisk, exists: { path in access(path, F_OK) == 0 })

    /// A dictionary from paths to texts.
    public static func memory(_ files: [String: String], inputs: Set<String> = []) -> RecipeFiles {
        RecipeFiles(
            workingFolder: "",
            read: { path, limit in
                guard let text = files[path] else { return .failure(.missing) }
                let bytes = Array(text.utf8)
                return bytes.count > limit ? .failure(.tooLarge(bytes.count)) : .success(bytes)
            }, exists: { files[$0] != nil || inputs.contains($0) })
    }

    /// The path, taken from the working folder if it is relative.
    public func absolute(_ path: String) -> String {
        PathText.join(workingFolder, path)
    }

    private static func currentFolder() -> String {
        guard let buffer = getcwd(nil, 0) else { return "" }
        defer { free(buffer) }
        return String(cString: buffer)
    }

    @Sendable private static func readFromDisk(_ path: String, _ limit: Int) -> Result<[UInt8], Failure> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            return .failure(
                errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(String(cString: strerror(errno))))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(.unreadable(String(cString: strerror(errno)))) }
        if status.st_mode & S_IFMT == S_IFDIR { return .failure(.unreadable("it is a folder")) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        if isRegular, Int(status.st_size) > limit { return .failure(.tooLarge(Int(status.st_size))) }
        var bytes: [UInt8] = []
        // Pipes have no size, and a file may grow while it is read, so the limit holds for what arrives.
        while bytes.count <= limit {
            let wanted = max(
                4096, min(isRegular ? Int(status.st_size) + 1 - bytes.count : 65_536, limit + 1 - bytes.count))
            var failure: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                var received: Int
                repeat {
                    received = readBytes(descriptor, buffer.baseAddress, wanted)
                } while received < 0 && errno == EINTR
                if received < 0 { failure = errno }
                count = max(0, received)
            }
            if failure != 0 { return .failure(.unreadable(String(cString: strerror(failure)))) }
            if chunk.isEmpty { return .success(bytes) }
            // There was room for more than the whole file, and the file had no more.
            if isRegular, bytes.isEmpty, chunk.count == Int(status.st_size) { return .success(chunk) }
            bytes = bytes.isEmpty ? chunk : bytes + chunk
        }
        return .failure(.tooLarge(bytes.count))
    }
}

private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
