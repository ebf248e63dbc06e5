// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import JSON

/// Keys of movies.
enum MovieKeys {
    static let turns = Key(
        "turns", .number(), default: 1, doc: "Turns about the up vector; negative to the other side.", example: "1")
    static let count = Key(
        "count", .integer(.between(1, 100_000)), required: true, doc: "Number of pictures.", example: "120")
    static let from = Key(
        "from", .integer(.between(0, 4_294_967_295)), default: 0, doc: "First frame of the simulation.", example: "0")
    static let to = Key(
        "to", .integer(.between(0, 4_294_967_295)), otherwise: "the last frame", doc: "Last frame of the simulation.",
        example: "100")
    static let step = Key(
        "step", .integer(.between(1, 4_294_967_295)), default: 1, doc: "Frames from one picture to the next.",
        example: "10")
    static let at = Key(
        "at", .integer(.between(0, 100_000)), required: true, doc: "The picture at which the camera stands so.",
        example: "0")
    static let keyframeCamera = Key(
        "camera", .record(CameraKeys.record), required: true, doc: "Merged over the picture's camera.",
        example: "{rotate: {euler: [0, 90, 0]}}")
    static let keyframe = Record(
        "a key frame", doc: "A camera at a picture.", keys: [at.declaration, keyframeCamera.declaration])
    static let orbit = Key(
        "orbit",
        .record(
            Record(
                "an orbit", doc: "The camera goes round its target.", keys: [turns.declaration, count.declaration])),
        doc: "The camera goes round its target.", example: "{turns: 1, count: 120}")
    static let simulation = Key(
        "simulation",
        .record(
            Record(
                "frames of the simulation", doc: "The simulation plays.",
                keys: [from.declaration, to.declaration, step.declaration],
                check: { view, completion in
                    guard let last = view[optional: to], !view.isDamaged, last < view[from] else { return }
                    completion.report(.invertedBounds, "`to` lies before `from`", at: view.span(of: to))
                })), doc: "The simulation plays.", example: "{from: 0, to: 100, step: 1}")
    static let keyframeList = Key(
        "keyframes", .list(.record(keyframe), minimum: 2), doc: "Cameras between which the movie moves, in order.",
        example: "[{at: 0, camera: {}}, {at: 60, camera: {rotate: {euler: [0, 90, 0]}}}]")
    static let frames = Key(
        "frames",
        .record(
            Record(
                "the frames of a movie", doc: "What changes from picture to picture.",
                keys: [orbit.declaration, simulation.declaration, keyframeList.declaration],
                groups: [
                    KeyGroup(
                        [[orbit.declaration], [simulation.declaration], [keyframeList.declaration]], isRequired: true)
                ])), required: true, doc: "What changes from picture to picture.", example: "{orbit: {count: 120}}")
    static let file = Key(
        "file", .path(.output(extensions: ["mp4"])), otherwise: "the movie's name with `.mp4`",
        doc: "The movie file, relative to the output folder.", example: "spin.mp4")
    static let framesPerSecond = Key(
        "fps", .number(.between(1, 240)), default: 25, doc: "Pictures a second.", example: "25")
    static let snapshot = Key(
        "snapshot", .record(PictureKeys.snapshot), otherwise: "the recipe's camera and renderer at full HD",
        doc: "What every picture of the movie is like.", example: "{resolution: hd}")
    static let record = Record(
        "a movie", doc: "Pictures in a row, encoded last.",
        keys: [file.declaration, framesPerSecond.declaration, frames.declaration, snapshot.declaration])
}
