// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON
import SceneModel

extension Observation {
    /// What was recorded and is seen differently now.
    package var drift: [Plan.Drift] {
        var result: [Plan.Drift] = []
        var believed: [UInt32: ModelInstance] = [:]
        var looks: [String: Look] = [:]
        for family in families {
            guard let token = family.token else { continue }
            for copy in family.copies { for instance in copy.parts.values { believed[instance.id] = instance } }
            for (part, look) in family.looks { looks["\(token) \(part)"] = look }
        }
        for entry in ledger.entries {
            guard let token = entry.family, let record = ledger.families[token] else { continue }
            let address = entry.address ?? record.address
            guard let instance = believed[entry.id] else {
                result.append(
                    Plan.Drift(
                        address: address, attributes: [Plan.Attribute("object", "there", "gone")],
                        affectsPixels: entry.placement.visible))
                continue
            }
            let attributes = Words.placement(
                entry.placement, Placement(transform: instance.transform, visible: instance.isVisible), prefix: "")
            if !attributes.isEmpty {
                result.append(
                    Plan.Drift(
                        address: address, attributes: attributes,
                        affectsPixels: entry.placement.visible || instance.isVisible))
            }
            if entry.placement.transform.isSame(as: instance.transform), entry.bounds != instance.bounds {
                result.append(
                    Plan.Drift(
                        address: address,
                        attributes: [Plan.Attribute("bounds", entry.bounds.wire, instance.bounds.wire)],
                        affectsPixels: instance.isVisible))
            }
        }
        for (token, record) in ledger.families.sorted(by: { $0.key < $1.key }) {
            for (part, old) in record.looks.sorted(by: { $0.key < $1.key }) {
                guard let new = looks["\(token) \(part)"] else { continue }
                var attributes: [Plan.Attribute] = []
                if let before = old.material, let after = new.material, before != after {
                    attributes.append(Plan.Attribute("material", Words.material(before), Words.material(after)))
                }
                if let before = old.ramp, let after = new.ramp, before != after {
                    attributes.append(Plan.Attribute("color_ramp", Words.ramp(before), Words.ramp(after)))
                }
                guard !attributes.isEmpty else { continue }
                result.append(Plan.Drift(address: record.address, attributes: attributes, affectsPixels: true))
            }
        }
        return result + settingsDrift
    }

    /// Pictures carry their own camera, renderer and frame: that the scene's differ changes none of them.
    private var settingsDrift: [Plan.Drift] {
        var result: [Plan.Drift] = []
        func add(_ address: Address, _ attributes: [Plan.Attribute]) {
            guard !attributes.isEmpty else { return }
            result.append(Plan.Drift(address: address, attributes: attributes, affectsPixels: false))
        }
        if let renderer = ledger.renderer { add(.renderer, Words.renderer(renderer, settings.renderer)) }
        if let frame = ledger.frame, frame != settings.simulation.current {
            add(
                .simulation,
                [
                    Plan.Attribute(
                        "frame", .integer(Int64(frame)), .integer(Int64(settings.simulation.current)))
                ])
        }
        if let camera = ledger.camera, camera != settings.camera {
            let now = settings.camera
            var attributes: [Plan.Attribute] = []
            if camera.projection != now.projection {
                attributes.append(Plan.Attribute("projection", camera.projection.record, now.projection.record))
            }
            if camera.view != now.view { attributes.append(Plan.Attribute("view", camera.view.wire, now.view.wire)) }
            if camera.nearClip != now.nearClip {
                attributes.append(Plan.Attribute("near_clip", .float(camera.nearClip), .float(now.nearClip)))
            }
            if camera.region != now.region {
                attributes.append(Plan.Attribute("region", camera.region.wire, now.region.wire))
            }
            add(.camera, attributes)
        }
        return result
    }
}
