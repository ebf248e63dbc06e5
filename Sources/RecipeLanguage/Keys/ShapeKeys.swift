// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON
import SceneModel

/// Keys of boxes, also used as bounds.
enum BoxKeys {
    static let min = Key(
        "min", .vector(.point), required: true, unit: "data units", doc: "The corner with the least coordinates.",
        example: "[0, 0, 0]")
    static let max = Key(
        "max", .vector(.point), required: true, unit: "data units", doc: "The corner with the greatest coordinates.",
        example: "[1, 1, 1]")
    static let record = Record(
        "bounds", doc: "A box along the axes.", keys: [min.declaration, max.declaration],
        check: { view, completion in
            guard view.has(min), view.has(max), any(view[min] .> view[max]) else { return }
            completion.report(
                .invertedBounds, "`max` lies below `min`", at: view.span(of: max),
                related: [RelatedPlace("`min` is given here", at: view.span(of: min))])
        })

    static func bounds(_ view: RecordView) -> Bounds { Bounds(min: view[min], max: view[max]) }
}

/// Keys of the shapes that a recipe can hold inline.
enum ShapeKeys {
    static let color = Key(
        "color", .color, default: "white", doc: "The colour of this shape.", example: "crimson")

    static let center = Key(
        "center", .vector(.point), required: true, unit: "data units", doc: "The middle of the sphere.",
        example: "[0, 0, 0]")
    static let radius = Key(
        "radius", .number(.above(0)), required: true, unit: "data units", doc: "The radius of the sphere.", example: "2"
    )
    static let p0 = Key(
        "p0", .vector(.point), required: true, unit: "data units", doc: "The centre of the first end.",
        example: "[0, 0, 0]")
    static let r0 = Key(
        "r0", .number(.atLeast(0)), required: true, unit: "data units", doc: "The radius of the first end.",
        example: "1")
    static let p1 = Key(
        "p1", .vector(.point), required: true, unit: "data units", doc: "The centre of the second end.",
        example: "[0, 5, 0]")
    static let r1 = Key(
        "r1", .number(.atLeast(0)), required: true, unit: "data units", doc: "The radius of the second end.",
        example: "0.5")
    static let normal = Key(
        "normal", .vector(.direction), doc: "The direction at right angles to the plane; needs `point`.",
        example: "[0, 1, 0]")
    static let point = Key(
        "point", .vector(.point), unit: "data units", doc: "A point of the plane; needs `normal`.",
        example: "[0, 0, 0]")
    static let coefficients = Key(
        "coefficients", .numbers(4, .coefficients), doc: "The plane a·x + b·y + c·z = d, as a, b, c, d.",
        example: "[0, 1, 0, 0.5]")
    static let bounds = Key(
        "bounds", .record(BoxKeys.record), required: true, doc: "The box that the plane is cut to.",
        example: "{min: [-1, -1, -1], max: [1, 1, 1]}")

    private static let planeForms = KeyGroup(
        [[normal.declaration, point.declaration], [coefficients.declaration]], isRequired: true)

    @Sendable private static func checkRadii(_ view: RecordView, _ completion: Completion) {
        guard view.has(r0), view.has(r1), Float(view[r0]) == 0, Float(view[r1]) == 0 else { return }
        completion.report(
            .noExtent, "both radii of the capsule are 0", at: view.span(of: r1),
            related: [RelatedPlace("the other radius", at: view.span(of: r0))])
    }

    static let sphere = Record(
        "a sphere", doc: "A ball.", keys: [center.declaration, radius.declaration, color.declaration])
    static let capsule = Record(
        "a capsule", doc: "A rounded cone between two spheres.",
        keys: [p0.declaration, r0.declaration, p1.declaration, r1.declaration, color.declaration], check: checkRadii)
    static let box = Record(
        "a box", doc: "A box along the axes.",
        keys: [BoxKeys.min.declaration, BoxKeys.max.declaration, color.declaration], check: BoxKeys.record.check)
    static let plane = Record(
        "a plane", doc: "An infinite plane.",
        keys: [normal.declaration, point.declaration, coefficients.declaration, color.declaration], groups: [planeForms]
    )
    static let boundedPlane = Record(
        "a bounded plane", doc: "The part of a plane inside a box.",
        keys: [
            normal.declaration, point.declaration, coefficients.declaration, bounds.declaration, color.declaration,
        ], groups: [planeForms])

    // Clipping shapes are the same without a colour.
    static let clippingSphere = Record(
        "a clipping sphere", doc: "A ball.", keys: [center.declaration, radius.declaration])
    static let clippingCapsule = Record(
        "a clipping capsule", doc: "A rounded cone between two spheres.",
        keys: [p0.declaration, r0.declaration, p1.declaration, r1.declaration], check: checkRadii)
    static let clippingBox = Record(
        "a clipping box", doc: "A box along the axes.", keys: [BoxKeys.min.declaration, BoxKeys.max.declaration],
        check: BoxKeys.record.check)
    static let clippingPlane = Record(
        "a clipping plane", doc: "An infinite plane; the side that its normal points to is kept.",
        keys: [normal.declaration, point.declaration, coefficients.declaration], groups: [planeForms])
    static let clippingBoundedPlane = Record(
        "a bounded clipping plane", doc: "The part of a plane inside a box.",
        keys: [normal.declaration, point.declaration, coefficients.declaration, bounds.declaration],
        groups: [planeForms])

    static func plane(_ view: RecordView) -> Plane {
        if let values = view[optional: coefficients], values.count == 4 {
            return Plane(coefficients: Vector4(Float(values[0]), Float(values[1]), Float(values[2]), Float(values[3])))
        }
        return Plane(normal: view[optional: normal] ?? [0, 1, 0], point: view[optional: point] ?? .zero)
    }

    /// The shapes of a list, by the kind that the key names.
    static func shapes(_ kind: String, _ list: [RecordView]) -> Shapes {
        switch kind {
        case "capsules":
            .capsules(
                list.map {
                    Capsule(start: $0[p0], startRadius: Float($0[r0]), end: $0[p1], endRadius: Float($0[r1]))
                })
        case "boxes": .boxes(list.map(BoxKeys.bounds))
        case "planes": .planes(list.map(plane))
        case "bounded_planes":
            .boundedPlanes(list.map { BoundedPlane(plane: plane($0), bounds: BoxKeys.bounds($0[bounds])) })
        default: .spheres(list.map { Sphere(center: $0[center], radius: Float($0[radius])) })
        }
    }
}
