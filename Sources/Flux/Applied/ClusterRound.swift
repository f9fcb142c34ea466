internal import Kustomize
internal import YAML

/// One time through all Kustomizations.
struct ClusterRound {
  /// What decides what is applied.
  struct ApplyKey: Hashable {
    let spec: KustomizationSpec
    let variables: FluxVariables
    let source: ObjectIdentifier
  }

  typealias Applied = (objects: [AppliedObject], problem: ApplyProblem?)

  /// A Kustomization that waits.
  struct Waiting {
    let spec: KustomizationSpec
    let place: SourcePlace?
    let parent: Int?
  }

  let model: ClusterModel
  /// Those objects that others depend on, by `kind/namespace/name`: as this round has them so far, else the last one.
  private var known: [String: Value]
  private(set) var provided: [String: Value] = [:]
  private(set) var applied: [ApplyKey: Applied]
  private var kustomizations: [AppliedKustomization] = []
  private var rootObjects: [AppliedObject] = []
  private var rootProblem: ApplyProblem?
  private var waiting: [Waiting] = []
  private var met: Set<String> = []

  init(model: ClusterModel, known: [String: Value], applied: [ApplyKey: Applied] = [:]) {
    self.model = model
    self.known = known
    self.applied = applied
  }

  var cluster: AppliedCluster {
    AppliedCluster(
      root: model.root.folder, start: model.root.start, kustomizations: kustomizations,
      rootObjects: rootObjects, rootProblem: rootProblem)
  }

  private var lookup: SourceLookup {
    SourceLookup(
      root: model.root, objects: known, sources: model.sources, address: model.address)
  }

  mutating func run() {
    if let spec = model.root.kustomization {
      // The cluster has it as its own build emits it.
      let emitted = known["Kustomization/" + spec.identifier]
        .flatMap { KustomizationSpec($0, defaultNamespace: spec.namespace) }
      enqueue(Waiting(spec: emitted ?? spec, place: model.root.place, parent: nil))
    } else {
      runFolder()
    }
    var next = 0
    while next < waiting.count {
      apply(waiting[next])
      next += 1
    }
  }

  private mutating func enqueue(_ kustomization: Waiting) {
    guard met.insert(kustomization.spec.identifier).inserted else { return }
    waiting.append(kustomization)
  }

  /// Applies a folder that no Kustomization applies yet.
  private mutating func runFolder() {
    let object = Value.map([
      "apiVersion": .string(FluxKustomization.group + "/v1"), "kind": .string("Kustomization"),
      "metadata": .map(["name": .string(KustomizationSpec.defaultNamespace)]),
      "spec": .map(["path": .string(model.root.folder)]),
    ])
    guard
      let spec = KustomizationSpec(object, defaultNamespace: KustomizationSpec.defaultNamespace)
    else { return }
    let source = model.sources.repository(nil)
    let result = result(spec, FluxVariables(), source)
    (rootObjects, rootProblem) = (result.objects, result.problem)
    take(rootObjects, of: spec, parent: nil)
  }

  private mutating func apply(_ kustomization: Waiting) {
    let spec = kustomization.spec
    let (variables, missing) = variables(of: spec)
    var source = AppliedKustomization.Source.repository
    var folder: String?
    var isBuilt = true
    var result: Applied = ([], nil)
    do {
      let files = try lookup.files(of: spec.source)
      if files.isComposed { source = .composed }
      if files.files.isFolder(spec.folder) {
        folder = files.repositoryPath(of: spec.folder)
        isBuilt = files.isComposed || model.selection?.isConcerned(spec) ?? true
        if isBuilt { result = self.result(spec, variables, files) }
      } else {
        result.problem = pathProblem(spec, kustomization.place)
      }
    } catch {
      source = .elsewhere(error.message)
      result.problem = ApplyProblem(.source, error.message, at: kustomization.place)
    }
    if let first = missing.first(where: { !$0.isEncrypted && !$0.reference.isOptional }),
      result.problem == nil || result.problem?.stage == .substitution
    {
      result.problem = ApplyProblem(
        .variables,
        "\(first.reference.kind) \(first.reference.name) of namespace \(first.reference.namespace) "
          + "is not in what the cluster applies", at: kustomization.place,
        remedy: "correct the name in postBuild.substituteFrom, add it, or mark it as optional")
    }
    kustomizations.append(
      AppliedKustomization(
        spec: spec, place: kustomization.place, parent: kustomization.parent, source: source,
        folder: folder, objects: result.objects, problem: result.problem, variables: variables,
        missing: missing, isBuilt: isBuilt))
    take(result.objects, of: spec, parent: kustomizations.count - 1)
  }

  private func pathProblem(_ spec: KustomizationSpec, _ place: SourcePlace?) -> ApplyProblem {
    guard !spec.path.contains("${") else {
      return ApplyProblem(
        .notFollowed, "spec.path \(spec.path) depends on a variable that is not known", at: place)
    }
    return ApplyProblem(
      .path, "spec.path \(spec.path) is not in its source", at: place,
      remedy: "correct the path, or add the folder")
  }

  /// Notes the Kustomizations among objects, and those that others depend on.
  private mutating func take(
    _ objects: [AppliedObject], of parent: KustomizationSpec, parent number: Int?
  ) {
    guard !parent.isRemote else { return }
    for object in objects {
      if let child = KustomizationSpec(object.value, defaultNamespace: parent.namespace) {
        enqueue(Waiting(spec: child, place: object.place, parent: number))
        provide("Kustomization/" + child.identifier, object.value)
      } else if Self.isProvider(object.identity) {
        let namespace = object.identity.namespace ?? parent.namespace
        provide("\(object.identity.kind)/\(namespace)/\(object.identity.name)", object.value)
      }
    }
  }

  private mutating func provide(_ key: String, _ value: Value) {
    provided[key] = value
    known[key] = value
  }

  private static func isProvider(_ identity: ResourceIdentity) -> Bool {
    switch identity.kind {
    case "ConfigMap", "Secret": identity.group.isEmpty
    case "GitRepository", "OCIRepository", "Bucket":
      identity.group == "source.toolkit.fluxcd.io"
    case "ArtifactGenerator": identity.group == "source.extensions.fluxcd.io"
    default: false
    }
  }
}

extension ClusterRound {
  /// The variables of a Kustomization, and where some are not known from.
  ///
  /// Source: `LoadVariables` in `kustomize/kustomize_varsub.go` of fluxcd/pkg.
  private func variables(
    of spec: KustomizationSpec
  ) -> (FluxVariables, missing: [MissingVariables]) {
    var variables = FluxVariables()
    var missing: [MissingVariables] = []
    for reference in spec.substituteFrom {
      guard let object = known[reference.key] else {
        if !reference.isOptional {
          missing.append(MissingVariables(reference: reference, isEncrypted: false))
          variables.setOpen()
        }
        continue
      }
      if object["sops"] != nil {
        missing.append(MissingVariables(reference: reference, isEncrypted: true))
        variables.set(unknown: Self.keys(of: object))
      } else {
        variables.set(Self.texts(of: object))
      }
    }
    variables.set(spec.substitute)
    return (variables, missing)
  }

  private static func keys(of object: Value) -> Set<String> {
    ["data", "stringData"].reduce(into: []) { keys, field in
      keys.formUnion((object[field]?.members ?? []).map(\.key))
    }
  }

  private static func texts(of object: Value) -> [String: String] {
    var texts: [String: String] = [:]
    for (key, value) in object["data"]?.members ?? [] {
      guard let text = value.plainText else { continue }
      texts[key] = object["kind"] == .string("Secret") ? text.base64Decoded ?? text : text
    }
    for (key, value) in object["stringData"]?.members ?? []
    where object["kind"] == .string("Secret") {
      texts[key] = value.plainText
    }
    return texts
  }

  /// What a Kustomization applies: built, substituted, with the common metadata.
  private mutating func result(
    _ spec: KustomizationSpec, _ variables: FluxVariables, _ source: ModelSources.Files
  ) -> Applied {
    let key = ApplyKey(spec: spec, variables: variables, source: ObjectIdentifier(source))
    if let known = applied[key] { return known }
    let built = ModelSources.build(spec, of: source)
    var result = substituted(built.resources, spec, variables, source)
    if let error = built.error {
      let file = error.file.map { source.repositoryPath(of: $0) ?? $0 }
      result.problem = ApplyProblem(
        error.cause == .unsupported ? .notFollowed : .build, error.message,
        at: file.map { file in
          SourcePlace(file: file, position: error.line.map { TextPosition(line: $0, column: 1) })
        }, remedy: error.remedy)
    }
    applied[key] = result
    return result
  }

  private func substituted(
    _ resources: [Resource], _ spec: KustomizationSpec, _ variables: FluxVariables,
    _ source: ModelSources.Files
  ) -> Applied {
    var objects: [AppliedObject] = []
    var problem: ApplyProblem?
    for resource in resources {
      let place = place(of: resource.node, source)
      do throws(BuildError) {
        let value = try resource.node.value()
        let identity = ResourceIdentity(value)
        guard !identity.kind.isEmpty, !identity.version.isEmpty, !identity.name.isEmpty else {
          throw BuildError("the object lacks apiVersion, kind or name")
        }
        let object = substituted(value, resource.node, place, spec, variables, source)
        if let error = object.problem, problem == nil {
          problem = ApplyProblem(.substitution, error.shownMessage, at: place)
        }
        if !(identity.kind == "Kustomization" && identity.group == "kustomize.config.k8s.io") {
          objects.append(object)
        }
      } catch {
        return ([], ApplyProblem(.object, error.message, at: place, remedy: error.remedy))
      }
    }
    return (objects, problem)
  }

  private func substituted(
    _ value: Value, _ node: ManifestNode, _ place: SourcePlace?, _ spec: KustomizationSpec,
    _ variables: FluxVariables, _ source: ModelSources.Files
  ) -> AppliedObject {
    var result = value
    var problem: SubstitutionError?
    if spec.hasPostBuild {
      do {
        result = try FluxSubstitution.substituted(
          value, variables: variables, isStrict: model.isStrict, always: spec.alwaysSubstitutes)
      } catch {
        problem = error
        // What comes closest, for those who follow it.
        let lax = try? FluxSubstitution.substituted(
          value, variables: variables, isStrict: false, always: spec.alwaysSubstitutes)
        result = lax ?? withDefaults(value, variables, spec) ?? value
      }
    }
    result = result.adding(spec.commonLabels, to: "labels")
      .adding(spec.commonAnnotations, to: "annotations")
    return AppliedObject(
      value: result, built: node, place: place, problem: problem,
      identity: ResourceIdentity(result), files: source.paths)
  }

  /// What is applied if no variable is set that may be, where the texts of those that are not known decide whether it
  /// is YAML at all.
  private func withDefaults(
    _ value: Value, _ variables: FluxVariables, _ spec: KustomizationSpec
  ) -> Value? {
    guard variables.isOpen else { return nil }
    var closed = variables
    closed.isOpen = false
    return try? FluxSubstitution.substituted(
      value, variables: closed, isStrict: false, always: spec.alwaysSubstitutes)
  }

  private func place(of node: ManifestNode, _ source: ModelSources.Files) -> SourcePlace? {
    guard let path = source.kustomizer.files.path(of: node.place),
      let file = source.repositoryPath(of: path)
    else { return nil }
    return SourcePlace(file: file, node.place)
  }
}

extension Value {
  /// This object with texts put into its labels or annotations.
  fileprivate func adding(_ texts: [String: String], to field: String) -> Value {
    guard !texts.isEmpty, case .map(var object) = self else { return self }
    var metadata: [String: Value] = [:]
    if case .map(let own) = object["metadata"] { metadata = own }
    var all: [String: Value] = [:]
    if case .map(let own) = metadata[field] { all = own }
    for (key, text) in texts { all[key] = .string(text) }
    metadata[field] = .map(all)
    object["metadata"] = .map(metadata)
    return .map(object)
  }
}
