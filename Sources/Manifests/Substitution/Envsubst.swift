/// Replaces `${…}` in a text as Flux's fork of drone/envsubst does.
///
/// Source: `template.go` in fluxcd/pkg, `envsubst`, version 1.7.
struct Envsubst {
  private let isStrict: Bool
  private let variables: [String: String]

  /// - Parameters:
  ///   - isStrict: whether a variable that is not set is an error, save where a default is given.
  ///   - variables: the texts by name; newlines are dropped.
  init(isStrict: Bool, variables: [String: String]) {
    self.isStrict = isStrict
    self.variables = variables
  }

  /// The text with every expansion replaced; what was put in is not read again.
  ///
  /// The bytes may be invalid UTF-8, since parts of a value are cut by bytes.
  ///
  /// - Throws: `GoError` for a text that cannot be parsed and for a variable that is not set.
  func evaluated(_ text: String) throws(GoError) -> [UInt8] {
    do {
      var result: [UInt8] = []
      for node in try EnvsubstParser.parse(text) { result += try evaluated(node) }
      return result
    } catch {
      throw GoError("envsubst error: variable substitution failed: " + error.message)
    }
  }

  private func evaluated(_ node: EnvsubstNode) throws(GoError) -> [UInt8] {
    switch node {
    case .text(let text): return Array(text.utf8)
    case .expansion(let name, let operation, let parts):
      var arguments: [[UInt8]] = []
      for part in parts { arguments.append(try evaluated(part)) }
      guard let value = variables[name] else {
        guard !isStrict || operation.givesDefault else {
          throw GoError("variable not set (strict mode): \"\(name)\"")
        }
        return try operation.applied(to: "", arguments)
      }
      let line = String(value.unicodeScalars.filter { $0 != "\n" })
      return try operation.applied(to: line, arguments)
    }
  }
}
