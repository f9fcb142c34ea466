/// Something that both the owner and the proposal changed, where the owner's side was kept.
///
/// It stands in the lock until it is resolved, so it holds no more than a person needs to decide.
struct Conflict: Codable, Hashable, Sendable {
  /// What was changed on both sides.
  enum Kind: String, Codable, Sendable {
    /// Lines, a scalar or a key of a file.
    case content
    /// The proposal removes a file that the owner changed.
    case removed
    /// A file that is merged as a whole: binary, encrypted, a link.
    case file
    /// Both renamed one file.
    case name
  }

  /// In the merged tree.
  var path: String
  var kind: Kind
  /// In the merged file, counted from 1; nil for whole files.
  var line: Int?
  /// The keys that lead to the value in a generated ConfigMap; nil for text.
  var key: [String]?
  /// The owner's text; nil for whole files, and in a Secret.
  var ours: String?
  /// The text that the proposal has in its place; for renames its path.
  var theirs: String?
  /// The blob that was kept, for whole files.
  var kept: String?
}

extension Conflict {
  /// Whether both texts are left out since they are a Secret's.
  var isWithheld: Bool { kind == .content && ours == nil }
}

extension Conflict: Comparable {
  static func < (left: Conflict, right: Conflict) -> Bool {
    (left.path, left.line ?? 0) < (right.path, right.line ?? 0)
  }
}
