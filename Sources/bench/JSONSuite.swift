// SPDX-License-Identifier: Apache-2.0
import Foundation
import JSON

/// How fast bulk numbers and small messages go through JSON, beside Foundation.
let jsonSuite = Suite(name: "json", question: "bulk numbers and small messages, beside Foundation") { report in
    let numbers = (0..<1_000_000).map { Float($0 % 9973) * 0.37 }
    let bulk = JSONValue.floats(numbers).bytes()
    let message = Array(#"{"id":1,"jsonrpc":"2.0","method":"get-camera-view","params":null}"#.utf8)
    let megabytes = Double(bulk.count) / 1e6
    let write = medianProcessorSeconds { _ = JSONValue.floats(numbers).bytes() }
    let encode = try medianProcessorSeconds(runs: 3) { _ = try JSONEncoder().encode(numbers) }
    report("write a million numbers", megabytes / write, "MB/s", beside: ("JSONEncoder", megabytes / encode))
    let parse = try medianProcessorSeconds { _ = try JSONValue(parsing: bulk) }
    let decode = try medianProcessorSeconds(runs: 3) { _ = try JSONSerialization.jsonObject(with: Data(bulk)) }
    report("parse a million numbers", megabytes / parse, "MB/s", beside: ("JSONSerialization", megabytes / decode))
    let small = try medianProcessorSeconds { for _ in 0..<10_000 { _ = try JSONValue(parsing: message) } }
    let data = Data(message)
    let smallPeer = try medianProcessorSeconds(runs: 3) {
        for _ in 0..<10_000 { _ = try JSONSerialization.jsonObject(with: data) }
    }
    report("parse a small message", small * 100, "µs", beside: ("JSONSerialization", smallPeer * 100))
}
