import Foundation

/// A value of an expression in a workflow.
enum GitHubValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case text(String)
  case object([String: GitHubValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let bool = try? container.decode(Bool.self) {
      self = .bool(bool)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else {
      self = .object(try container.decode([String: GitHubValue].self))
    }
  }

  /// What stands behind a dot; null where there is nothing.
  subscript(name: String) -> GitHubValue {
    guard case .object(let members) = self else { return .null }
    return members[name] ?? .null
  }

  var isTrue: Bool {
    switch self {
    case .null: false
    case .bool(let bool): bool
    case .text(let text): !text.isEmpty
    case .object: true
    }
  }

  /// What takes the place of `${{ … }}`.
  var written: String {
    switch self {
    case .null: ""
    case .bool(let bool): String(bool)
    case .text(let text): text
    case .object: "Object"
    }
  }
}
