/// A change of manifests that a cluster would answer by deleting something, or by refusing it.
public struct DangerousChange: Hashable, Sendable {
  /// The kinds of danger, by the codes of their findings.
  public enum Code: String, Sendable, CaseIterable {
    /// An object would be deleted and created anew, since it is called or placed otherwise.
    case identity = "dangerous-identity"
    /// Helm would uninstall a release and install it anew.
    case release = "dangerous-release"
    /// Flux would read other files, or delete what it applied.
    case flux = "dangerous-flux"
    /// A field that Kubernetes never changes.
    case immutable = "dangerous-immutable"
    /// external-dns would no longer know its records.
    case recordOwner = "dangerous-record-owner"
    /// An object with data would be deleted.
    case removal = "dangerous-removal"
    /// A volume would become smaller.
    case shrink = "dangerous-shrink"
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
  /// What would happen, as one sentence without a full stop.
  public var effect: String
  /// The steps by hand, as one sentence without a full stop.
  public var remedy: String

  /// The change as an error: where, which field from what to what, and what would happen.
  public var finding: ManifestFinding {
    var message = object
    if let field {
      message += ": \(field) changes from \(old ?? "nothing") to \(new ?? "nothing")"
    }
    return ManifestFinding(
      code.rawValue, .error, path: path, position: position, "\(message); \(effect)",
      remedy: remedy)
  }
}
