/// Why a file is left as it is although it is in scope.
///
/// The raw values are those of `--output json`.
public enum SkipReason: String, Sendable, CaseIterable {
  /// A NUL among the first 8,000 bytes, which is how Git tells binary files.
  case binary
  /// SOPS metadata with a MAC, which any edit would break.
  case sopsEncrypted
  /// A pointer of Git LFS; the file itself is elsewhere.
  case lfsPointer
  /// A symbolic link, whose content is its target. Decided by the caller.
  case symbolicLink
  /// A commit of another repository. Decided by the caller.
  case submodule
  /// More than ``SkipReason/largest`` bytes.
  case tooLarge
  /// A name that is not UTF-8. Decided by the caller.
  case nameNotUTF8

  /// The largest file that is rewritten: 10 MiB.
  public static let largest = 10 * 1_024 * 1_024

  /// The reason as people read it, without a full stop.
  public var explanation: String {
    switch self {
    case .binary: "binary file"
    case .sopsEncrypted: "encrypted with SOPS: an edit would break its MAC"
    case .lfsPointer: "pointer to a file in Git LFS"
    case .symbolicLink: "symbolic link"
    case .submodule: "submodule"
    case .tooLarge: "larger than 10 MiB"
    case .nameNotUTF8: "file name is not UTF-8"
    }
  }
}
