// SPDX-License-Identifier: Apache-2.0

/// What every method of the table does, by subject.
enum Entrypoints {
    static let all: [any AnyEntrypoint] = [
        service, application, cameras, renderers, geometries, lights, clipping, models, loading, materials, colors,
        simulations, pictures, mainPicture, circuits, atlases, hidden, standIn,
    ].flatMap(\.self)
}
