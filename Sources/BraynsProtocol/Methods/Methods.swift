// SPDX-License-Identifier: Apache-2.0
import JSON
import SceneModel

/// Every method of the service, by subject.
public enum Methods {
    /// What is known of every method, in alphabetical order of their names.
    public static let table: [MethodTraits] =
        [
            Service.all, Application.all, Cameras.all, Renderers.all, Images.all, Lights.all, Geometries.all,
            Clipping.all, Models.all, Materials.all, Colors.all, Simulations.all, Circuits.all, Atlases.all,
            Extension.all, StandIn.all,
        ].flatMap(\.self).sorted { $0.name < $1.name }

    /// What is known of a method, nil when there is none of that name.
    public static func traits(of name: String) -> MethodTraits? { byName[name] }

    private static let byName = Dictionary(table.map { ($0.name, $0) }) { first, _ in first }
}
