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
