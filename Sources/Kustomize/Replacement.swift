/// A value that is copied from one field into others.
///
/// Source: `api/types/replacement.go`, `api/types/selector.go`.
public struct Replacement: Hashable, Sendable {
  /// How a field is split and joined.
  public struct Options: Hashable, Sendable {
    public var delimiter = ""
    public var index = 0
    /// Whether a missing field of a target is made.
    public var isCreated = false
  }

  /// Where the value comes from.
  public struct Source: Hashable, Sendable {
    public var id: ResourceID
    public var path: String
    public var options: Options?
  }

  /// Which resources are meant; the texts of the identity are regular expressions.
  public struct Selector: Hashable, Sendable {
    public var id: ResourceID
    public var annotationSelector = ""
    public var labelSelector = ""
  }

  /// Where the value goes.
  public struct Target: Hashable, Sendable {
    public var select: Selector?
    public var reject: [Selector] = []
    public var paths: [String] = []
    public var options: Options?
  }

  public static let defaultPath = "metadata.name"

  public var source: Source?
  /// The value itself, in the place of a source.
  public var text: String?
  /// Nil where none are named, which is an error.
  public var targets: [Target]?
}
