import Findings
import Flux
import YAML

/// What a cluster applies, to be found by kind, namespace and name.
struct CheckedCluster {
  let kustomizations: [AppliedKustomization]
  let objects: [CheckedObject]
  /// The folder that it begins from, as messages name it.
  let name: String
  /// Whether all of its Kustomizations are known with everything that they apply, so that what is not there is
  /// nowhere.
  let isFollowed: Bool
  /// Whether its Kustomizations wait for a bootstrap, which makes the source that they read.
  let isBeforeBootstrap: Bool
  /// The sources that whoever made the cluster applies, as `kind/namespace/name`.
  let rootSources: Set<String>

  private let numbers: [String: Int]
  private let names: [String: [String]]

  init(_ cluster: AppliedCluster) {
    kustomizations = cluster.kustomizations
    name = cluster.root.isEmpty ? "the root of the repository" : cluster.root
    let objects = Self.objects(of: cluster)
    self.objects = objects
    isBeforeBootstrap = cluster.start == .folder
    rootSources =
      isBeforeBootstrap
      ? [] : Set(cluster.kustomizations.filter { $0.parent == nil }.map(\.spec.source.key))
    isFollowed =
      !isBeforeBootstrap && cluster.kustomizations.allSatisfy(\.isFollowed)
      && !objects.contains(where: \.makesOthers)
    var numbers: [String: Int] = [:]
    var names: [String: [String]] = [:]
    for (number, object) in objects.enumerated() where !object.isRemote {
      let isPlaced = object.applied.identity.namespace?.isEmpty == false
      for namespace in isPlaced ? [object.namespace] : [object.namespace, "default"] {
        let type = "\(object.kind)/\(namespace)"
        if numbers.updateValue(number, forKey: "\(type)/\(object.name)") == nil {
          names[type, default: []].append(object.name)
        }
      }
    }
    self.numbers = numbers
    self.names = names
  }

  private static func objects(of cluster: AppliedCluster) -> [CheckedObject] {
    var objects = cluster.rootObjects.map {
      CheckedObject(
        applied: $0, owner: nil,
        namespace: $0.identity.namespace ?? KustomizationSpec.defaultNamespace,
        isRemote: false)
    }
    for (number, kustomization) in cluster.kustomizations.enumerated() {
      let spec = kustomization.spec
      for object in kustomization.objects {
        let own = object.identity.namespace ?? ""
        objects.append(
          CheckedObject(
            applied: object, owner: number, namespace: own.isEmpty ? spec.namespace : own,
            isRemote: spec.isRemote))
      }
    }
    return objects
  }

  /// How bad it is that something is not there; nil where nothing is said.
  ///
  /// `meant` is the name that was most likely meant, being a slip of the pen away.
  func severity(meant: String?) -> Finding.Severity? {
    if isFollowed || meant != nil { return .error }
    // What a bootstrap will apply is a guess.
    return isBeforeBootstrap ? nil : .note
  }

  /// The name of an object of that kind and namespace that a name is a slip of the pen away from.
  func slip(_ mention: CheckedObject.Mention) -> String? {
    names(mention.kind, in: mention.namespace).sorted().first { mention.name.isSlip(of: $0) }
  }

  /// Whether something that the cluster applies is there to make an object, such as an ExternalSecret.
  func makes(_ mention: CheckedObject.Mention) -> Bool {
    objects.contains { object in
      guard object.namespace == mention.namespace, object.kind != mention.kind else { return false }
      let spec = object.value["spec"]
      let names = [
        object.name, spec?["target", "name"]?.plainText, spec?["secretName"]?.plainText,
        spec?["template", "metadata", "name"]?.plainText,
      ]
      // An operator of databases names what it makes after the database.
      let isPrefix =
        !object.isOf("helm.toolkit.fluxcd.io")
        && !object.isOf(FluxKustomization.group) && mention.name.hasPrefix(object.name + "-")
      return names.contains(mention.name) || isPrefix
    }
  }

  /// The object that a mention names; nil where the cluster does not apply it.
  func object(_ mention: CheckedObject.Mention) -> CheckedObject? {
    numbers[mention.key].map { objects[$0] }
  }

  /// The object of a Kustomization; nil where nothing applies it.
  func object(of kustomization: AppliedKustomization) -> CheckedObject? {
    numbers["Kustomization/\(kustomization.spec.identifier)"].map { objects[$0] }
  }

  /// The names of the objects of that kind in that namespace.
  func names(_ kind: String, in namespace: String) -> [String] {
    names["\(kind)/\(namespace)"] ?? []
  }

  /// The Kustomization that applies an object; nil for what the root folder itself applies.
  func owner(of object: CheckedObject) -> AppliedKustomization? {
    object.owner.map { kustomizations[$0] }
  }

  /// The HelmReleases that may make objects in a namespace.
  func releases(in namespace: String) -> [CheckedObject] {
    objects.filter { object in
      guard object.isOf("helm.toolkit.fluxcd.io", "HelmRelease") else { return false }
      let target = object.value["spec", "targetNamespace"]?.plainText
      return object.namespace == namespace || target == namespace
    }
  }
}

extension AppliedKustomization {
  /// Whether all that it applies is known.
  var isFollowed: Bool {
    if case .elsewhere = source { return false }
    switch problem?.stage {
    case nil, .variables, .substitution: return true
    case .source, .path, .build, .notFollowed, .object: return false
    }
  }

  /// A field of its spec.
  func spec(_ keys: String...) -> Value? { spec.object["spec"]?[path: keys] }
}

extension CheckedObject {
  /// Whether this makes objects of Flux that no file has.
  fileprivate var makesOthers: Bool {
    if isOf("fluxcd.controlplane.io", "ResourceSet") { return true }
    guard isOf("helm.toolkit.fluxcd.io", "HelmRelease") else { return false }
    let chart = value["spec", "chart", "spec", "chart"]?.plainText ?? ""
    return ["flux2-sync", "flux-instance"].contains(chart)
  }
}
