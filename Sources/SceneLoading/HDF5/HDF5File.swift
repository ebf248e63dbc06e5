// SPDX-License-Identifier: Apache-2.0
import CHDF5
import Synchronization

/// An HDF5 file open for reading.
///
/// The library guards itself with a lock, so that a file may be shared between threads. Handles close with the
/// values that hold them.
package final class HDF5File: Sendable {
    /// The path that the file was opened with.
    package let path: String
    let handle: hid_t
    /// Whether the heaps of texts have been looked through.
    private let areHeapsChecked = Mutex(false)

    /// Opens a file.
    ///
    /// - Throws: `LoadingError` `unreadable` where it does not exist, `malformed` where it is no HDF5 file or damaged.
    package init(path: String) throws(LoadingError) {
        HDF5File.silence()
        self.path = path
        // The library cannot tell a missing file from a damaged one in a way that people understand.
        _ = try FileBytes.checkReadable(path)
        handle = H5Fopen(path, chdf5_read_only(), chdf5_default_properties())
        guard handle >= 0 else {
            throw LoadingError(.malformed, "The file is no HDF5 file, or it is damaged", path: path)
        }
    }

    deinit { H5Fclose(handle) }

    /// The heaps of the file's texts.
    ///
    /// - Throws: `LoadingError` where they cannot be read.
    func heaps() throws(LoadingError) -> HDF5Heaps {
        let properties = H5Fget_create_plist(handle)
        defer { H5Pclose(properties) }
        var (addressSize, lengthSize) = (0, 0)
        var base: hsize_t = 0
        guard H5Pget_sizes(properties, &addressSize, &lengthSize) >= 0, H5Pget_userblock(properties, &base) >= 0 else {
            throw fault("The file is damaged", "/")
        }
        return try HDF5Heaps(
            path, HDF5Layout(base: Int(clamping: base), addressSize: addressSize, lengthSize: lengthSize))
    }

    /// To be called before the library reads texts of any length: it may never end in heaps that are damaged.
    ///
    /// - Throws: `LoadingError` with the byte at fault.
    private func checkHeaps() throws(LoadingError) {
        if areHeapsChecked.withLock({ $0 }) { return }
        try heaps().check()
        areHeapsChecked.withLock { $0 = true }
    }

    /// Whether a group or dataset exists; false for a link that leads nowhere.
    package func contains(_ name: String) -> Bool {
        HDF5File.silence()
        var prefix = ""
        for component in name.split(separator: "/") {
            prefix += "/" + component
            guard H5Lexists(handle, prefix, chdf5_default_properties()) > 0,
                H5Oexists_by_name(handle, prefix, chdf5_default_properties()) > 0
            else { return false }
        }
        return true
    }

    /// The names in a group, sorted.
    ///
    /// - Throws: `LoadingError` naming the group.
    package func members(of group: String) throws(LoadingError) -> [String] {
        HDF5File.silence()
        let id = H5Gopen2(handle, group, chdf5_default_properties())
        guard id >= 0 else { throw fault("There is no group of this name", group, .notFound) }
        defer { H5Gclose(id) }
        var info = H5G_info_t()
        guard H5Gget_info(id, &info) >= 0 else { throw fault("The group cannot be read", group) }
        var names: [String] = []
        for index in 0..<info.nlinks {
            let length = H5Lget_name_by_idx(
                id, ".", H5_INDEX_NAME, H5_ITER_INC, index, nil, 0, chdf5_default_properties())
            guard length >= 0 else { throw fault("The group cannot be read", group) }
            let name = String(unsafeUninitializedCapacity: length + 1) { buffer in
                buffer.withMemoryRebound(to: CChar.self) { text in
                    _ = H5Lget_name_by_idx(
                        id, ".", H5_INDEX_NAME, H5_ITER_INC, index, text.baseAddress, length + 1,
                        chdf5_default_properties())
                }
                return length
            }
            names.append(name)
        }
        return names.sorted()
    }

    /// Opens a dataset.
    ///
    /// - Throws: `LoadingError` naming the dataset.
    package func dataset(_ name: String) throws(LoadingError) -> HDF5Dataset {
        try HDF5Dataset(self, name)
    }

    /// The numbers of an attribute of a group or dataset; nil where there is none.
    ///
    /// - Throws: `LoadingError` naming the attribute where it holds no numbers.
    package func attribute<Number: HDF5Number>(
        _ name: String, of object: String, as type: Number.Type = Number.self
    ) throws(LoadingError) -> [Number]? {
        HDF5File.silence()
        let place = object + "@" + name
        guard H5Aexists_by_name(handle, object, name, chdf5_default_properties()) > 0 else { return nil }
        let id = H5Aopen_by_name(handle, object, name, chdf5_default_properties(), chdf5_default_properties())
        guard id >= 0 else { throw fault("The attribute cannot be read", place) }
        defer { H5Aclose(id) }
        let space = H5Aget_space(id)
        defer { H5Sclose(space) }
        let count = H5Sget_simple_extent_npoints(space)
        guard count >= 0, count <= 1 << 20 else { throw fault("The attribute is too large", place) }
        var failed = false
        let numbers = [Number](unsafeUninitializedCapacity: Int(count)) { buffer, initialized in
            failed = H5Aread(id, Number.nativeType, buffer.baseAddress) < 0
            initialized = failed ? 0 : Int(count)
        }
        guard !failed else { throw fault("The attribute holds no numbers", place) }
        return numbers
    }

    /// The text of an attribute of a group or dataset; nil where there is none or it is no single text.
    package func textAttribute(_ name: String, of object: String) -> String? {
        HDF5File.silence()
        guard H5Aexists_by_name(handle, object, name, chdf5_default_properties()) > 0 else { return nil }
        let id = H5Aopen_by_name(handle, object, name, chdf5_default_properties(), chdf5_default_properties())
        guard id >= 0 else { return nil }
        defer { H5Aclose(id) }
        let space = H5Aget_space(id)
        defer { H5Sclose(space) }
        let type = H5Aget_type(id)
        defer { H5Tclose(type) }
        guard H5Sget_simple_extent_npoints(space) == 1, H5Tget_class(type) == H5T_STRING else { return nil }
        if H5Tis_variable_str(type) > 0, (try? checkHeaps()) == nil { return nil }
        return HDF5Strings.read(type, count: 1) { memoryType, memory in
            H5Aread(id, memoryType, memory) >= 0
        }?.first
    }

    /// The error for a fault in something of this file.
    func fault(_ message: String, _ item: String, _ code: LoadingError.Code = .malformed) -> LoadingError {
        LoadingError(code, message, path: path, at: .item(item))
    }

    /// Keeps the library from cleaning up when the program ends: after a damaged file it finds no end of that and
    /// complains. Files are closed by whoever opened them. It must be said before anything else.
    private static let leavesQuietly: Void = { _ = H5dont_atexit() }()

    /// Keeps the library from printing: its error stack, a setting that it has for each thread, and what it says at
    /// the program's end.
    static func silence() {
        _ = leavesQuietly
        H5Eset_auto2(0, nil, nil)
    }
}

/// A number that datasets are read as; the library converts from whatever type the file has.
package protocol HDF5Number: BitwiseCopyable, Sendable {
    /// The library's type for numbers in memory.
    static var nativeType: hid_t { get }
}

extension Int8: HDF5Number { package static var nativeType: hid_t { chdf5_native_int8() } }
extension UInt8: HDF5Number { package static var nativeType: hid_t { chdf5_native_uint8() } }
extension Int32: HDF5Number { package static var nativeType: hid_t { chdf5_native_int32() } }
extension UInt32: HDF5Number { package static var nativeType: hid_t { chdf5_native_uint32() } }
extension Int64: HDF5Number { package static var nativeType: hid_t { chdf5_native_int64() } }
extension UInt64: HDF5Number { package static var nativeType: hid_t { chdf5_native_uint64() } }
extension Float: HDF5Number { package static var nativeType: hid_t { chdf5_native_float() } }
extension Double: HDF5Number { package static var nativeType: hid_t { chdf5_native_double() } }
