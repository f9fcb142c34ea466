public import Kustomize
public import YAML

/// What a tree makes each cluster apply.
public struct AppliedTree: Sendable {
  /// The clusters, in the order of their roots' paths.
  public let clusters: [AppliedCluster]
  /// What building them has read.
  public internal(set) var record = BuildRecord()

  public init(clusters: [AppliedCluster]) {
    self.clusters = clusters
  }
}

/// What one cluster applies.
public struct AppliedCluster: Sendable {
  /// How a cluster begins.
  public enum Start: Hashable, Sendable {
    /// A Kustomization that applies itself, as `flux bootstrap` writes it.
    case bootstrap
    /// A FluxInstance of the Flux Operator.
    case instance
    /// A folder with Kustomizations, which nothing in the repository applies yet.
    case folder
  }

  /// The folder from which it begins.
  public let root: String
  public let start: Start
  /// The Kustomizations in the order in which they were met: each behind the one that applies it.
  public let kustomizations: [AppliedKustomization]
  /// What the root folder itself applies, where that is not one of the Kustomizations.
  public let rootObjects: [AppliedObject]
  /// Why the root folder cannot be applied, where that is not one of the Kustomizations; nil where it can.
  public let rootProblem: ApplyProblem?

  /// All objects that the cluster applies.
  public var objects: [AppliedObject] { rootObjects + kustomizations.flatMap(\.objects) }
}

/// A Flux Kustomization as its parent's build emits it, and what it applies.
public struct AppliedKustomization: Sendable {
  /// Where its files come from.
  public enum Source: Hashable, Sendable {
    /// This repository.
    case repository
    /// Files of this repository, put together by an ArtifactGenerator or by `include`.
    case composed
    /// Something else; the text says what.
    case elsewhere(String)
  }

  public let spec: KustomizationSpec
  /// Where the object stands; nil where no file has it.
  public let place: SourcePlace?
  /// The number of the one that applies it; nil for a root.
  public let parent: Int?
  public let source: Source
  /// The folder in this repository that it builds; nil where that is another source's or not there.
  public let folder: String?
  /// What it applies, or, where a problem keeps Flux from applying it, what it would as far as that can be told.
  public let objects: [AppliedObject]
  /// Why Flux applies nothing; nil where it does.
  public let problem: ApplyProblem?
  public let variables: FluxVariables
  /// The ConfigMaps and Secrets of `substituteFrom` that the cluster does not apply, or whose texts are encrypted.
  public let missing: [MissingVariables]
  /// Whether it was built; else there are no objects, since nobody asked for them.
  public let isBuilt: Bool
}

/// A ConfigMap or Secret whose texts the repository does not tell.
public struct MissingVariables: Hashable, Sendable {
  public let reference: KustomizationSpec.Reference
  /// Whether it is there, but encrypted.
  public let isEncrypted: Bool
}

/// A place in a file of the repository.
public struct SourcePlace: Hashable, Sendable {
  public let file: String
  /// Nil where only the file is known.
  public let position: TextPosition?

  public init(file: String, position: TextPosition?) {
    self.file = file
    self.position = position
  }

  init(file: String, _ place: ManifestNode.Place) {
    self.file = file
    position = place.position
  }
}

/// An object that a cluster applies.
public struct AppliedObject: Sendable {
  /// What is applied.
  public let value: Value
  /// What the build gives before variables are substituted.
  public let built: ManifestNode
  /// Where it starts; nil where no file has it.
  public let place: SourcePlace?
  /// Why Flux cannot substitute in it; nil where it can.
  public let problem: SubstitutionError?

  /// Type, name and namespace.
  public let identity: ResourceIdentity

  /// The paths of files in the repository, by the numbers in the places of nodes.
  let files: [String]
}

/// Why Flux does not apply a Kustomization.
public struct ApplyProblem: Error, Hashable, Sendable {
  /// What fails.
  public enum Stage: Hashable, Sendable {
    /// The source is not this repository, or is not followed.
    case source
    /// `spec.path` is not in the source.
    case path
    /// kustomize fails.
    case build
    /// This program does not build it, though Flux may.
    case notFollowed
    /// A ConfigMap or Secret of `substituteFrom` is missing.
    case variables
    /// A variable is not set, or a text is not understood.
    case substitution
    /// An object lacks its version, kind or name.
    case object
  }

  public let stage: Stage
  public let message: String
  public let place: SourcePlace?
  public let remedy: String

  init(_ stage: Stage, _ message: String, at place: SourcePlace?, remedy: String = "") {
    self.stage = stage
    self.message = message
    self.place = place
    self.remedy = remedy
  }
}
