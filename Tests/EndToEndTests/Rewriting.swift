import Foundation

/// What the sample configuration asks for, written a second time with regular expressions, so that
/// the program is not judged by itself.
enum Rewriting {
  /// A word that neither letters, digits nor `_` touch, nor, for names of hosts, more labels.
  private static let steps: [(pattern: String, replacement: String)] = [
    (#"(?<![A-Za-z0-9._%+-])admin@example\.com(?!\.?[A-Za-z0-9-])"#, "ops@acme.io"),
    (#"(?<![A-Za-z0-9_-])example\.com(?![A-Za-z0-9_-]|\.[A-Za-z0-9])"#, "acme.io"),
    (#"(?<![A-Za-z0-9_-])EXAMPLE\.COM(?![A-Za-z0-9_-]|\.[A-Za-z0-9])"#, "ACME.IO"),
    (#"(?<![A-Za-z0-9_-])example\\\.com(?![A-Za-z0-9_-])"#, #"acme\\.io"#),
    (#"(?<![A-Za-z0-9])my-cluster(?![A-Za-z0-9])"#, "acme-production"),
    (#"(?<![A-Za-z0-9])TEMPLATE_PROJECT(?![A-Za-z0-9])"#, "acme"),
  ]

  /// The text as it should become.
  ///
  /// - Throws: What Foundation throws for a malformed expression.
  static func expected(_ text: String) throws -> String {
    try steps.reduce(text) { text, step in
      let whole = NSRange(text.startIndex..., in: text)
      return try NSRegularExpression(pattern: step.pattern)
        .stringByReplacingMatches(in: text, range: whole, withTemplate: step.replacement)
    }
  }
}
