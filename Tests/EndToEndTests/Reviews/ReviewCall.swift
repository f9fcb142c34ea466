import FlyingFox
import ForgeTestSupport
import Foundation

/// A request to a forge's API.
struct ReviewCall: Sendable {
  let method: String
  /// Percent-encoded; below the repository where it is there.
  let path: String
  /// Whether it is about the repository.
  let isBelowRoot: Bool
  /// Its fields but the state, which is a part of the name.
  let query: [String: String]
  let state: String?
  /// The members of the JSON that was sent; nil when that is no object.
  let body: [String: JSONTestValue]?
  let hasBody: Bool

  /// Reads `request`, to an API that has the repository at `root`.
  init(_ request: HTTPRequest, root: String) async throws {
    method = request.method.rawValue
    let whole = request.target.path()
    isBelowRoot = whole.hasPrefix(root + "/")
    path = isBelowRoot ? String(whole.dropFirst(root.count)) : whole
    var fields = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
    state = fields.removeValue(forKey: "state")
    query = fields
    let sent = Array(try await request.bodyData)
    hasBody = !sent.isEmpty
    body = JSONTestValue.object(in: sent)
  }

  /// `METHOD /path`, with the state that a list is asked for.
  var name: String { method + " " + path + (state.map { "?state=" + $0 } ?? "") }

  /// The name with `COMMIT` in place of a commit's id, and `N` in place of a number.
  var route: String {
    name.replacing(/\/[0-9a-f]{40}\b/, with: "/COMMIT").replacing(/\/[0-9]+/, with: "/N")
  }

  /// The number in the path.
  var number: Int? { path.split(separator: "/").lazy.compactMap { Int($0) }.first }

  /// The text that was sent as `key`.
  func text(_ key: String) -> String? { body?[key]?.text }
}
