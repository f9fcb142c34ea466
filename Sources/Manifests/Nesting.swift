/// How deep the collections of a YAML text nest.
enum Nesting {
  /// The most levels that a file may have: twice what the largest CRDs need.
  ///
  /// Whoever walks its nodes recurses once a level, and threads have little stack.
  static let limit = 80
}
