import Foundation
import Testing

@testable import YAML

/// What Flux itself made of manifests: `Fixtures/substitution.json`.
struct FluxVectors {
  /// One manifest and what came of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let isStrict: Bool
    let manifest: String
    /// What Flux would apply, or nil where it fails.
    let documents: [Value]?
    /// The message with which Flux fails, or nil.
    let error: String?

    var testDescription: String { name + (isStrict ? ", strict" : ", lax") }
  }

  let variables: [String: String]
  let cases: [Case]

  static let all = Result { try FluxVectors() }

  private init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Fixtures/substitution.json")
    let json = try PositionedValue.parse(json: Array(Data(contentsOf: file))).value
    variables = json["variables"]?.members.reduce(into: [:]) { $0[$1.key] = $1.value.text } ?? [:]
    guard case .list(let list) = json["cases"] else { throw CocoaError(.fileReadCorruptFile) }
    cases = list.map { value in
      Case(
        name: value["name"]?.text ?? "", isStrict: value["strict"] == .bool(true),
        manifest: value["manifest"]?.text ?? "", documents: value["documents"]?.elements,
        error: value["error"]?.text)
    }
  }
}

extension Value {
  fileprivate var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  fileprivate var elements: [Value]? {
    if case .list(let list) = self { list } else { nil }
  }
}
