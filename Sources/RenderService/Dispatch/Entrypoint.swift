// SPDX-License-Identifier: Apache-2.0
import BraynsProtocol
import JSON

/// A method of the table with what it does.
struct Entrypoint<Params: WireValue, Result: WireValue>: AnyEntrypoint {
    /// Runs on the service's actor; what takes long suspends.
    typealias Body =
        @Sendable (isolated SceneService, CallContext, Params, [UInt8]) async throws -> Answer<Result>

    let method: Method<Params, Result>
    let body: Body

    var traits: MethodTraits { method.traits }

    func prepare(_ request: Request) throws(RPCError) -> PreparedCall {
        let params = try decode(request.params)
        let body = body
        let payload = request.payload
        return { service, context in
            let answer = try await body(service, context, params, payload)
            return Answer(answer.result.wire, payload: answer.payload, isBinary: answer.isBinary)
        }
    }

    private func decode(_ json: JSONValue?) throws(RPCError) -> Params {
        let json = json ?? .null
        if traits.params != nil {
            let faults = method.faults(in: json)
            guard faults.isEmpty else { throw .invalidParams(faults) }
        } else if !json.isNull {
            throw .takesNoParams
        }
        do {
            return try Params(wire: json)
        } catch {
            throw .invalidParams(["\(error)"])
        }
    }
}

/// A call with its params read and checked, ready to be queued.
typealias PreparedCall = @Sendable (isolated SceneService, CallContext) async throws -> Answer<JSONValue>

/// An entrypoint of any types.
protocol AnyEntrypoint: Sendable {
    var traits: MethodTraits { get }
    /// Reads and checks the params of a request.
    func prepare(_ request: Request) throws(RPCError) -> PreparedCall
}

/// What a quick method does: it has the engine to itself.
func on<Params, Result>(
    _ method: Method<Params, Result>, _ body: @escaping @Sendable (Engine, Params) throws -> Result
) -> any AnyEntrypoint {
    Entrypoint(method: method) { service, _, params, _ in Answer(try body(service.engine, params)) }
}

/// What a quick method without params does.
func on<Result>(
    _ method: Method<Nothing, Result>, _ body: @escaping @Sendable (Engine) throws -> Result
) -> any AnyEntrypoint {
    Entrypoint(method: method) { service, _, _, _ in Answer(try body(service.engine)) }
}

/// What a method does that takes long, reports progress or carries bytes.
func running<Params, Result>(
    _ method: Method<Params, Result>, _ body: @escaping Entrypoint<Params, Result>.Body
) -> any AnyEntrypoint {
    Entrypoint(method: method, body: body)
}
