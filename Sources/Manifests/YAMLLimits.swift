/// How much a YAML or JSON text may hold; what has more is refused, with the place where it begins.
public enum YAMLLimits {
  /// The most levels of lists and maps: more than twice what the largest CRDs need.
  ///
  /// Whoever walks the nodes of a file recurses once a level, and threads have little stack.
  public static let levels = 128

  /// The most keys in one map.
  public static let keys = 250_000

  /// A file of which nothing was read.
  static let tooLarge = ParseError(
    position: TextPosition(line: 1, column: 1), message: "the file is larger than 10 MiB",
    remedy: "split it into several files")

  static func tooManyKeys(at position: TextPosition) -> ParseError {
    ParseError(
      position: position, message: "one map has more than \(keys) keys",
      remedy: "spread them over several maps or files")
  }
}
