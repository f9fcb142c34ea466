/// A patch with a target, where it is asked for.
public struct PatchUse: Hashable, Sendable {
  /// The path of the kustomization that asks for it.
  public let file: String
  /// The entry of `patches` or `patchesJson6902`.
  public let patch: Patch

  /// Makes one from its parts.
  public init(file: String, patch: Patch) {
    self.file = file
    self.patch = patch
  }
}
