// SPDX-License-Identifier: Apache-2.0

extension DiagnosticReport {
    /// The bytes of a text after the first safe fix of each of its diagnostics; edits that touch one already taken are
    /// left for the next round. Returns nil where there is nothing to apply.
    public func applyingSafeFixes(to source: SourceText) -> [UInt8]? {
        let edits =
            diagnostics
            .compactMap { $0.fixes.first }
            .filter { $0.applicability == .safe && $0.span.source === source }
            .sorted { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }
        var result: [UInt8] = []
        var position = 0
        var applied = 0
        for edit in edits {
            guard edit.span.start > position || applied == 0, edit.span.end <= source.bytes.count else { continue }
            result += source.bytes[position..<edit.span.start]
            result += Array(edit.replacement.utf8)
            position = edit.span.end
            applied += 1
        }
        guard applied > 0 else { return nil }
        result += source.bytes[position...]
        return result
    }
}
