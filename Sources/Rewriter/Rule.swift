/// One stand-in and the value that takes its place.
public struct Rule: Hashable, Sendable {
  /// What `from` is.
  public var kind: RuleKind
  /// The stand-in, at most ``Rule/longest`` bytes of UTF-8.
  public var from: String
  /// The value, written as it stands except for the case and the escapes of the place it goes to.
  public var to: String
  /// Whether files and folders are renamed as well; see ``RuleSet/renamed(_:)``.
  public var renamesPaths: Bool
  /// Whether `-`, `.`, `_` and `/` beside the stand-in forbid a match too.
  ///
  /// With ``RuleKind/text``, which has no boundary of its own, letters and digits do as well.
  public var exactBoundary: Bool
  /// Further spellings to replace; only ``RuleKind/name`` has them.
  public var spellings: Set<Spelling>

  /// The longest `from`, in bytes: it bounds the work for a hostile rule on a hostile file.
  public static let longest = 1_024

  /// A rule as configured; whether it can work is decided by ``RuleSet/init(_:keepsSelfContained:)``.
  public init(
    kind: RuleKind, from: String, to: String, renamesPaths: Bool = false,
    exactBoundary: Bool = false, spellings: Set<Spelling> = []
  ) {
    self.kind = kind
    self.from = from
    self.to = to
    self.renamesPaths = renamesPaths
    self.exactBoundary = exactBoundary
    self.spellings = spellings
  }
}
