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
  /// With ``RuleKind/text``, which has no boundary of its own, letters and digits do as well. A slash does
  /// not where the rule renames paths: the name of a folder stands between slashes wherever it is named.
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

/// What a stand-in is, which decides where it may begin and end.
///
/// The raw values are the words of `bot.config.json`.
public enum RuleKind: String, Sendable, CaseIterable {
  /// A DNS name such as `example.com`: bounded by DNS labels, without regard to ASCII case.
  ///
  /// `chat.example.com` holds it; `example.com.au`, `notexample.com`, `my_example.com` and
  /// `my-example.com` do not. Without a dot (`TEMPLATE_DOMAIN`) letters, digits and `_` bound it.
  case domain
  /// A word such as `my-cluster`: bounded by letters and digits, so `my-cluster-backup` holds it.
  case name
  /// A whole e-mail address: exact before the `@`, without regard to ASCII case after it.
  case email
  /// Exactly these bytes, whatever stands beside them.
  case text

  /// From where on a stand-in matches without regard to ASCII case; its length where it never does.
  func caseBlindStart(in text: [UInt8]) -> Int {
    switch self {
    case .domain: 0
    case .email: text.firstIndex(of: UInt8(ascii: "@")) ?? text.count
    case .name, .text: text.count
    }
  }

  /// Whether a stand-in holds a domain, whose dots are written in other ways too.
  var holdsDomain: Bool {
    switch self {
    case .domain, .email: true
    case .name, .text: false
    }
  }
}

/// Another way to write a name, which a rule may opt into.
///
/// Both map every ASCII byte that is no letter or digit to `_`, in the stand-in and in the value.
public enum Spelling: String, Sendable, CaseIterable {
  /// `my_cluster` for `my-cluster`; letters keep their case.
  case snake
  /// `MY_CLUSTER` for `my-cluster`.
  case constant

  func apply(to text: [UInt8]) -> [UInt8] {
    text.map { byte in
      guard byte < 0x80, !ASCII.isAlphanumeric(byte) else {
        return self == .constant ? ASCII.uppercased(byte) : byte
      }
      return UInt8(ascii: "_")
    }
  }
}
