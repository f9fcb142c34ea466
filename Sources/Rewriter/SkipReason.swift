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

extension RuleSet {
  /// Why a file with these bytes is left as it is, or `nil`.
  ///
  /// Links, submodules and names are the caller's to judge: their bytes do not tell.
  /// The first of these that holds: too large, binary, Git LFS pointer, SOPS.
  public static func skipReason(for bytes: UnsafeRawBufferPointer) -> SkipReason? {
    if bytes.count > SkipReason.largest { return .tooLarge }
    if Zeros.contains(bytes.prefix(binaryWindow)) { return .binary }
    if isLFSPointer(bytes) { return .lfsPointer }
    return SOPSMetadata(bytes).hasMAC ? .sopsEncrypted : nil
  }

  /// How many bytes Git looks at, from `FIRST_FEW_BYTES` in its `xdiff-interface.c`.
  private static let binaryWindow = 8_000

  /// The Git LFS specification, <https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>:
  /// a pointer has less than 1,024 bytes and begins with its version.
  private static func isLFSPointer(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count < 1_024 && bytes.starts(with: "version https://git-lfs.github.com/spec/".utf8)
  }
}
