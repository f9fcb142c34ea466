public import Findings
public import Flux
public import YAML

/// A change of manifests that a cluster would answer by deleting something, or by refusing it.
public struct DangerousChange: Hashable, Sendable {
  /// The kinds of danger, by the codes of their findings.
  public enum Code: Sendable, CaseIterable {
    /// An object would be deleted and created anew, since it is called or placed otherwise.
    case identity
    /// Helm would uninstall a release and install it anew.
    case release
    /// Flux would read other files, or delete what it applied.
    case flux
    /// A field that Kubernetes never changes.
    case immutable
    /// external-dns would no longer know its records.
    case recordOwner
    /// An object with data would be deleted.
    case removal
    /// A volume would become smaller.
    case shrink

    /// The code of the finding.
    public var finding: FindingCode {
      switch self {
      case .identity: .dangerousIdentity
      case .release: .dangerousRelease
      case .flux: .dangerousFlux
      case .immutable: .dangerousImmutable
      case .recordOwner: .dangerousRecordOwner
      case .removal: .dangerousRemoval
      case .shrink: .dangerousShrink
      }
    }
  }

  /// What kind of danger.
  public var code: Code
  /// The file after the change; of something removed, the file before it.
  public var path: String
  /// Where in that file.
  public var position: TextPosition?
  /// `Kind/name` before the change.
  public var object: String
  /// The field with dots between its keys; nil where the whole object is meant.
  public var field: String?
  /// The field's value before; nil where it had none.
  public var old: String?
  /// The field's value after; nil where it has none.
  public var new: String?
  /// The text that becomes `new` when Flux substitutes variables; nil where the field holds no text.
  public var expression: String? = nil
  /// What would happen, as one sentence without a full stop.
  public var effect: String
  /// The steps by hand, as one sentence without a full stop.
  public var remedy: String

  /// The change as an error: where, which field from what to what, and what would happen.
  public var finding: Finding {
    var message = object
    if let field {
      message += ": \(field) changes from \(old ?? "nothing") to \(new ?? "nothing")"
    }
    return Finding(
      code.finding, .error, path: path, position: position, "\(message); \(effect)",
      remedy: remedy)
  }
}

/// Finds what a cluster would answer by deleting something, or by refusing the change.
///
/// The objects are compared that each cluster applies before and after, whatever built them or was substituted in
/// them; what nothing applies endangers nothing. Of a repository without a cluster's root all manifests count, since
/// another repository may apply them. Values that are not known are the same on both sides. The renaming of Jobs is
/// no danger, since that is how they are run again. Where the changed files alone show that there is none, nothing
/// is built.
///
/// - Parameters:
///   - before: the tree that the cluster has applied.
///   - after: the tree that it would apply.
///   - files: the files that differ, renamed ones with both paths.
///   - isSurveyed: whether `after` knows the marks of its files without reading them all.
///   - amount: the amount that a Kubernetes quantity such as `1.5Gi` stands for; nil for other texts.
/// - Returns: the changes in the order of files and places, each once.
public func dangerousChanges<Amount: Comparable>(
  from before: some ManifestTree, to after: some ManifestTree, in files: [ChangedFile],
  isSurveyed: Bool = true, amount: @escaping (String) -> Amount?
) -> [DangerousChange] {
  let order: ValueDifference.QuantityOrder = { left, right in
    guard let left = amount(left), let right = amount(right) else { return nil }
    return left < right ? -1 : left == right ? 0 : 1
  }
  let places = ChangePlaces(
    before: ManifestReader(UnmarkedTree(tree: before)),
    after: ManifestReader(UnmarkedTree(tree: after)), files: files)
  let quiet = QuietChanges(
    before: places.before, after: places.after, files: files, order: order,
    isSurveyed: isSurveyed)
  if quiet.areQuiet { return [] }
  if let unchanged = UnchangedFiles(before, after, in: files) {
    let dangers = AppliedDangers(before, after, places, order, passingOver: unchanged.contains)
    // What is passed over may say that there is none: another file may hold the object that goes.
    if dangers.changes().isEmpty { return [] }
  }
  return AppliedDangers(before, after, places, order).changes()
}
