// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON

/// Keys of checks.
enum CheckKeys {
    private static func bounds(_ name: String, _ range: NumberRange, whole: Bool = false, _ doc: String) -> Record {
        let element: Form<Double> = whole ? .whole(range) : .number(range)
        let low = Key("min", element, doc: "The least value that passes.", example: whole ? "1" : "0.1")
        let high = Key("max", element, doc: "The greatest value that passes.", example: whole ? "10" : "0.9")
        return Record(
            name, doc: doc, keys: [low.declaration, high.declaration],
            check: { view, completion in
                guard let least = view[optional: low], let greatest = view[optional: high], least > greatest,
                    !view.isDamaged
                else { return }
                completion.report(.invertedBounds, "`max` lies below `min`", at: view.span(of: high))
            })
    }

    static let visible = Key(
        "visible", .text(.modelName), doc: "A model of which something must be seen.", example: "neuron")
    static let inside = Key(
        "inside", .boolean, default: false, doc: "Whether no pixel of the model may touch the picture's edge.",
        example: "true")
    static let share = Key(
        "share", .record(bounds("a share", .between(0, 1), "A share of the picture.")), otherwise: "any",
        doc: "Share of the picture that the model's pixels take.", example: "{min: 0.1, max: 0.8}")
    static let luminance = Key(
        "luminance", .record(bounds("a luminance", .between(0, 1), "A mean luminance.")),
        doc: "Mean luminance of the picture.", example: "{min: 0.1}")
    static let coverage = Key(
        "coverage", .record(bounds("a coverage", .between(0, 1), "A share of pixels.")),
        doc: "Share of pixels that are not background.", example: "{min: 0.2}")
    static let cells = Key(
        "cells", .record(bounds("a number of cells", .atLeast(0), whole: true, "A number of cells.")),
        doc: "Number of cells loaded.", example: "{min: 1}")
    static let modelBounds = Key(
        "bounds", .record(BoxKeys.record), doc: "A box that must hold the model.",
        example: "{min: [-100, -100, -100], max: [100, 100, 100]}")
    static let models = Key(
        "models",
        .map(
            .declaredModel,
            .record(
                Record(
                    "what is asked of a model", doc: "What a loaded model must be like.",
                    keys: [cells.declaration, modelBounds.declaration])), minimum: 1),
        doc: "What loaded models must be like, by name.", example: "{neuron: {cells: {min: 1}}}")
    static let equals = Key(
        "equals", .path(.input), doc: "A picture that the snapshot must equal.", example: "expected.png")
    static let snapshot = Key(
        "snapshot", .text(.snapshotName), otherwise: "every snapshot", doc: "The snapshot that the check speaks of.",
        example: "hero")

    static let record = Record(
        "a check", doc: "Something that must hold once the pictures are drawn.",
        keys: [
            visible.declaration, inside.declaration, share.declaration, luminance.declaration, coverage.declaration,
            models.declaration, equals.declaration, PictureKeys.metric.declaration, PictureKeys.threshold.declaration,
            snapshot.declaration,
        ],
        groups: [
            KeyGroup(
                [
                    [visible.declaration, inside.declaration, share.declaration], [luminance.declaration],
                    [coverage.declaration], [models.declaration],
                    [equals.declaration, PictureKeys.metric.declaration, PictureKeys.threshold.declaration],
                ], isRequired: true, needs: .first)
        ])
}

extension Form where Value == Double {
    /// A whole number, read as a number.
    fileprivate static func whole(_ range: NumberRange) -> Form<Double> {
        Form(.integer(range)) { $0.double }
    }
}
