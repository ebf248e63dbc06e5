// SPDX-License-Identifier: Apache-2.0
#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Memory for a picture straight from the system, and back to it when freed. Buffers of some ten megabytes that come
/// and go on different threads would otherwise stay with the allocator, one for each thread.
struct PageMemory<Element: BitwiseCopyable> {
    let base: UnsafeMutablePointer<Element>
    /// Bytes taken from the system; 0 where it had none and the allocator gave the memory.
    private let mappedBytes: Int

    /// Zeroed memory for a number of elements.
    init(count: Int, of type: Element.Type) {
        let (bytes, overflow) = max(count, 1).multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
        let pages = overflow
            ? MAP_FAILED : mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        if let pages, pages != MAP_FAILED {
            base = pages.bindMemory(to: Element.self, capacity: max(count, 1))
            mappedBytes = bytes
            #if os(Linux)
            // One fault for 2 MiB, not for 4 KiB: else a fast picture spends a third of its time on them.
            madvise(pages, bytes, MADV_HUGEPAGE)
            #endif
        } else {
            base = .allocate(capacity: max(count, 1))
            UnsafeMutableRawPointer(base).initializeMemory(
                as: UInt8.self, repeating: 0, count: max(count, 1) * MemoryLayout<Element>.stride)
            mappedBytes = 0
        }
    }

    /// Frees the memory; the value must not be used afterwards.
    func deallocate() {
        if mappedBytes > 0 {
            munmap(base, mappedBytes)
        } else {
            base.deallocate()
        }
    }
}
