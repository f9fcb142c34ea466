/// What Flux will apply, as far as it was asked for, without the values of Secrets.
public struct Preview: Sendable {
  /// What was read, such as `the working tree of /srv/gitops`.
  public let source: String
  /// What it is compared with; nil where it is not.
  public let base: String?
  /// In the order in which each cluster meets them, clusters by the paths of their roots; those that only the base
  /// has come last.
  public let kustomizations: [PreviewedKustomization]
  /// What the preview does not know.
  public let notes: [ConfigurationError.Problem]
  /// Why Flux would not apply some of them.
  public let failures: [ConfigurationError.Problem]
}

/// A Flux Kustomization, and what Flux applies for it.
public struct PreviewedKustomization: Sendable {
  /// The folder from which the cluster begins.
  public let cluster: String
  /// Empty, as `name` is, for what a folder holds that nothing applies yet.
  public let namespace: String
  public let name: String
  /// `spec.path` as it is written.
  public let path: String
  /// The folder of this repository; nil where it is another source's.
  public let folder: String?
  /// Where the Kustomization stands; nil where no file has it.
  public let file: String?
  public let line: Int?
  /// Whether it is suspended, so that Flux leaves the cluster as it is.
  public let isSuspended: Bool
  /// Whether its objects go to another cluster, by `spec.kubeConfig`.
  public let isRemote: Bool
  /// Whether only the base has it.
  public let isDeleted: Bool
  /// Why there is nothing to see; nil where that is no question.
  public let problem: String?
  public let objects: [PreviewedObject]

  /// `namespace/name`, or what stands for it.
  public var identifier: String { name.isEmpty ? "the folder \(path)" : "\(namespace)/\(name)" }

  /// The objects that differ from the base.
  public var changed: [PreviewedObject] {
    objects.filter { ($0.change ?? .unchanged) != .unchanged }
  }
}

/// An object that Flux applies, or did.
public struct PreviewedObject: Sendable {
  /// What becomes of an object when the base is replaced.
  public enum Change: String, CaseIterable, Codable, Sendable {
    case created
    case changed
    case deleted
    /// It is no longer applied, and Flux leaves it in the cluster: pruning is off.
    case kept
    case unchanged
  }

  public let apiVersion: String
  public let kind: String
  /// Nil where none is written.
  public let namespace: String?
  public let name: String
  /// Where it stands; nil where no file has it.
  public let file: String?
  public let line: Int?
  /// Nil without a base.
  public let change: Change?
  /// What is applied as a YAML document, of a deleted one what was.
  public let text: [UInt8]
  /// How it differs from the base, as a patch of a file of its own; empty where nothing that may be shown does.
  public let patch: [UInt8]

  /// Kind, namespace and name, as people call it.
  public var title: String { "\(kind) \(namespace.map { $0 + "/" } ?? "")\(name)" }
}

extension Preview: Encodable {
  private enum CodingKeys: String, CodingKey {
    case source, base, kustomizations, notes, failures
  }

  /// A problem as JSON has it.
  private struct ShownProblem: Encodable {
    let message: String
    let file: String?
    let line: Int?
    let column: Int?
    let remedy: String

    init(_ problem: ConfigurationError.Problem) {
      (message, remedy) = (problem.message, problem.remedy)
      (file, line, column) = (problem.file, problem.line, problem.column)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(source, forKey: .source)
    try container.encodeIfPresent(base, forKey: .base)
    try container.encode(kustomizations, forKey: .kustomizations)
    try container.encode(notes.map(ShownProblem.init), forKey: .notes)
    try container.encode(failures.map(ShownProblem.init), forKey: .failures)
  }
}

extension PreviewedKustomization: Encodable {
  private enum CodingKeys: String, CodingKey {
    case cluster, namespace, name, path, folder, file, line, problem, objects
    case isSuspended = "suspended"
    case isRemote = "remote"
    case isDeleted = "deleted"
  }
}

extension PreviewedObject: Encodable {
  private enum CodingKeys: String, CodingKey {
    case apiVersion, kind, namespace, name, file, line, change
  }
}
