// SPDX-License-Identifier: Apache-2.0
import CHDF5
import Glibc

/// Writes small HDF5 files for tests.
final class HDF5Writer {
    private let file: hid_t

    init(_ path: String) {
        file = H5Fcreate(path, chdf5_truncate(), chdf5_default_properties(), chdf5_default_properties())
        precondition(file >= 0)
    }

    deinit { H5Fclose(file) }

    /// Makes a group; its parents must exist.
    func group(_ name: String) {
        let id = H5Gcreate2(
            file, name, chdf5_default_properties(), chdf5_default_properties(), chdf5_default_properties())
        H5Gclose(id)
    }

    func write(_ name: String, _ values: [Double], shape: [Int]? = nil) {
        write(name, values, chdf5_native_double(), shape ?? [values.count])
    }

    func write(_ name: String, _ values: [Int64], shape: [Int]? = nil) {
        write(name, values, chdf5_native_int64(), shape ?? [values.count])
    }

    /// Texts of one length, padded with zeros.
    func write(_ name: String, _ values: [String]) {
        let size = (values.map(\.utf8.count).max() ?? 0) + 1
        var bytes: [UInt8] = []
        for value in values { bytes += Array(value.utf8) + [UInt8](repeating: 0, count: size - value.utf8.count) }
        let type = H5Tcopy(chdf5_c_string())
        H5Tset_size(type, size)
        write(name, bytes, type, [values.count])
        H5Tclose(type)
    }

    /// Texts of any length, in pieces of so many that are compressed; nil: in one that is not.
    func write(texts values: [String], to name: String, chunk: Int? = nil) {
        let type = H5Tcopy(chdf5_c_string())
        H5Tset_size(type, chdf5_variable_length())
        let space = H5Screate_simple(1, [hsize_t(values.count)], nil)
        let properties = H5Pcreate(chdf5_dataset_creation())
        if let chunk {
            H5Pset_chunk(properties, 1, [hsize_t(chunk)])
            H5Pset_shuffle(properties)
            H5Pset_deflate(properties, 6)
        }
        let id = H5Dcreate2(
            file, name, type, space, chdf5_default_properties(), properties, chdf5_default_properties())
        var pointers = values.map { strdup($0) }
        H5Dwrite(id, type, chdf5_everything(), chdf5_everything(), chdf5_default_properties(), pointers)
        for pointer in pointers { free(pointer) }
        pointers = []
        H5Dclose(id)
        H5Pclose(properties)
        H5Sclose(space)
        H5Tclose(type)
    }

    /// A dataset that claims a size without holding a byte.
    func claim(_ name: String, shape: [Int]) {
        let space = H5Screate_simple(Int32(shape.count), shape.map(hsize_t.init), nil)
        let properties = H5Pcreate(chdf5_dataset_creation())
        H5Pset_chunk(properties, Int32(shape.count), shape.map { hsize_t(min($0, 1024)) })
        let id = H5Dcreate2(
            file, name, chdf5_native_float(), space, chdf5_default_properties(), properties,
            chdf5_default_properties())
        H5Dclose(id)
        H5Pclose(properties)
        H5Sclose(space)
    }

    /// A text attribute of a dataset or group.
    func attribute(_ name: String, of object: String, _ text: String) {
        let type = H5Tcopy(chdf5_c_string())
        H5Tset_size(type, text.utf8.count + 1)
        let space = H5Screate(H5S_SCALAR)
        let id = H5Acreate_by_name(
            file, object, name, type, space, chdf5_default_properties(), chdf5_default_properties(),
            chdf5_default_properties())
        H5Awrite(id, type, Array(text.utf8) + [0])
        H5Aclose(id)
        H5Sclose(space)
        H5Tclose(type)
    }

    private func write<Value: BitwiseCopyable>(_ name: String, _ values: [Value], _ type: hid_t, _ shape: [Int]) {
        let space = H5Screate_simple(Int32(shape.count), shape.map(hsize_t.init), nil)
        let id = H5Dcreate2(
            file, name, type, space, chdf5_default_properties(), chdf5_default_properties(),
            chdf5_default_properties())
        H5Dwrite(id, type, chdf5_everything(), chdf5_everything(), chdf5_default_properties(), values)
        H5Dclose(id)
        H5Sclose(space)
    }
}
