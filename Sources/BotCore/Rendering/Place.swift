/// Where a file of the template was, and where it goes.
struct Place: Sendable {
  /// The path in the template.
  var old: String
  /// The path in the rendered tree.
  var new: String
  /// The index of the environment whose values hold; nil for a file of all environments.
  var environment: Int?
}
