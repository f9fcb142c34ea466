import Foundation
import TestSupport

/// Reads the expressions that our workflow and our action use, as GitHub reads them.
///
/// Source: "Evaluate expressions in workflows and actions" in GitHub's documentation.
struct GitHubExpression {
  private var tokens: Substring
  private let contexts: GitHubValue

  /// The value of an expression without its `${{ }}`.
  ///
  /// - Throws: `TestSupportError` with what cannot be read.
  static func value(_ text: String, in contexts: GitHubValue) throws -> GitHubValue {
    var expression = GitHubExpression(tokens: Substring(text), contexts: contexts)
    let value = try expression.either()
    expression.skipSpace()
    guard expression.tokens.isEmpty else { throw expression.unreadable }
    return value
  }

  /// A text with the value of each `${{ … }}` in its place.
  ///
  /// - Throws: `TestSupportError` with what cannot be read.
  static func filled(_ text: String, in contexts: GitHubValue) throws -> String {
    var parts = text.components(separatedBy: "${{")
    var result = parts.removeFirst()
    for part in parts {
      guard let end = part.range(of: "}}") else { throw TestSupportError("no end in \(text)") }
      result += try value(String(part[..<end.lowerBound]), in: contexts).written
      result += part[end.upperBound...]
    }
    return result
  }

  private mutating func either() throws -> GitHubValue {
    var left = try both()
    while take("||") {
      let right = try both()
      if !left.isTrue { left = right }
    }
    return left
  }

  private mutating func both() throws -> GitHubValue {
    var left = try compared()
    while take("&&") {
      let right = try compared()
      if left.isTrue { left = right }
    }
    return left
  }

  private mutating func compared() throws -> GitHubValue {
    let left = try single()
    if take("==") { return .bool(left == (try single())) }
    if take("!=") { return .bool(left != (try single())) }
    return left
  }

  private mutating func single() throws -> GitHubValue {
    if take("!") { return .bool(!(try single().isTrue)) }
    if take("(") { return try closed(try either()) }
    if take("endsWith(") {
      let text = try either()
      guard take(",") else { throw unreadable }
      return try closed(.bool(text.written.hasSuffix(try either().written)))
    }
    if take("'") {
      let text = tokens.prefix { $0 != "'" }
      tokens = tokens.dropFirst(text.count + 1)
      return .text(String(text))
    }
    let path = tokens.prefix { $0.isLetter || $0.isNumber || "._-".contains($0) }
    guard !path.isEmpty else { throw unreadable }
    tokens = tokens.dropFirst(path.count)
    return path.split(separator: ".").reduce(contexts) { $0[String($1)] }
  }

  private mutating func closed(_ value: GitHubValue) throws -> GitHubValue {
    guard take(")") else { throw unreadable }
    return value
  }

  private mutating func take(_ token: String) -> Bool {
    skipSpace()
    guard tokens.hasPrefix(token) else { return false }
    // `!=` is no `!`.
    guard token != "!" || !tokens.hasPrefix("!=") else { return false }
    tokens = tokens.dropFirst(token.count)
    return true
  }

  private mutating func skipSpace() { tokens = tokens.drop { $0.isWhitespace } }

  private var unreadable: TestSupportError { TestSupportError("cannot read \"\(tokens)\"") }
}
