internal import YAML

extension Kustomizer {
  /// Adds what `configurations` and `crds` of a kustomization say about fields.
  mutating func mergeConfigurations(
    _ target: Target, _ result: inout Accumulation
  ) throws(BuildError) {
    let kustomization = target.kustomization
    var own = TransformerConfiguration.standard
    if !kustomization.configurations.isEmpty {
      var given = TransformerConfiguration()
      for path in kustomization.configurations {
        let file = try load(path, from: target.folder)
        do throws(BuildError) {
          try given.merge(try TransformerConfiguration(try Self.value(of: file.bytes)))
        } catch {
          throw error.at(file.path)
        }
      }
      try own.merge(given)
    }
    try result.configuration.merge(own)
    guard !kustomization.crds.isEmpty else { return }
    var defined = TransformerConfiguration()
    for path in kustomization.crds {
      let file = try load(path, from: target.folder)
      do throws(BuildError) {
        try defined.merge(
          try TransformerConfiguration(definitions: try Self.value(of: file.bytes)))
      } catch {
        throw error.at(file.path)
      }
    }
    try result.configuration.merge(defined)
  }

  /// The first document of a file that kustomize reads as JSON.
  static func value(of bytes: [UInt8]) throws(BuildError) -> Value {
    do {
      return try GoYAMLReader.values(of: bytes, dialect: .version2).first ?? .null
    } catch {
      throw BuildError(error.message)
    }
  }

  /// Adds what generators make.
  mutating func generate(
    _ target: Target, _ result: inout Accumulation
  ) throws(BuildError) {
    let kustomization = target.kustomization
    let folder = target.folder
    let place = ManifestNode.Place(file: files.number(of: target.file), line: 0)
    let reading = reading(from: folder)
    func read(_ path: String) throws(BuildError) -> [UInt8] { try reading.load(path).bytes }
    var made: [Resource] = []
    for arguments in kustomization.configMapGenerator {
      made.append(
        try arguments.resource(
          reading: read, options: kustomization.generatorOptions, place: place
        ).annotated(generatedBy: target.configuring("ConfigMapGenerator")))
    }
    for arguments in kustomization.secretGenerator {
      made.append(
        try arguments.resource(
          reading: read, options: kustomization.generatorOptions, place: place
        ).annotated(generatedBy: target.configuring("SecretGenerator")))
    }
    try result.resources.absorb(made + generated(by: target))
  }
}

extension Kustomizer {
  /// Runs the transformers of a kustomization in kustomize's order.
  ///
  /// Source: `configureBuiltinTransformers` in `api/internal/target/kusttarget_configplugin.go`.
  mutating func transform(_ target: Target, _ result: inout Accumulation) throws(BuildError) {
    let kustomization = target.kustomization
    let configuration = result.configuration
    var run = TransformerRun(target: target, resources: result.resources)
    result.resources = ResourceList()
    try patch(kustomization, target, &run)
    if !kustomization.namespace.isEmpty {
      try run("NamespaceTransformer") { resources throws(BuildError) in
        try resources.setNamespace(kustomization.namespace, configuration.namespace)
      }
    }
    if !kustomization.namePrefix.isEmpty {
      try run("PrefixTransformer") { resources throws(BuildError) in
        try resources.addPrefix(kustomization.namePrefix, configuration.namePrefix)
      }
    }
    if !kustomization.nameSuffix.isEmpty {
      try run("SuffixTransformer") { resources throws(BuildError) in
        try resources.addSuffix(kustomization.nameSuffix, configuration.nameSuffix)
      }
    }
    try label(kustomization, configuration, &run)
    try patchJSON(kustomization, target, &run)
    for replica in kustomization.replicas {
      try run("ReplicaCountTransformer") { resources throws(BuildError) in
        try resources.setReplicas([replica], in: configuration.replicas)
      }
    }
    for image in kustomization.images {
      try run("ImageTagTransformer") { resources throws(BuildError) in
        try resources.setImages([image], in: configuration.images)
      }
    }
    try replace(kustomization, target, &run)
    try runPlugins(of: target, &run)
    result.resources = run.resources
  }

  private mutating func patch(
    _ kustomization: Kustomization, _ target: Target, _ run: inout TransformerRun
  ) throws(BuildError) {
    if !kustomization.patchesStrategicMerge.isEmpty {
      let step = try strategicMergeStep(kustomization.patchesStrategicMerge, target)
      try run("PatchStrategicMergeTransformer", step)
    }
    for patch in kustomization.patches {
      let (bytes, file) = try text(of: patch, target)
      var matches = false
      try run("PatchTransformer") { resources throws(BuildError) in
        matches = try resources.apply(patch, text: bytes, file: file)
      }
      note(patch, of: target, matches: matches)
    }
  }

  private mutating func patchJSON(
    _ kustomization: Kustomization, _ target: Target, _ run: inout TransformerRun
  ) throws(BuildError) {
    for patch in kustomization.patchesJSON6902 {
      let (bytes, file) = try text(of: patch, target)
      var matches = false
      try run("PatchJson6902Transformer") { resources throws(BuildError) in
        matches = try resources.apply(json6902: patch, text: bytes, file: file)
      }
      note(patch, of: target, matches: matches)
    }
  }

  /// Notes whether a patch has matched something: in one of several builds is enough.
  private mutating func note(_ patch: Patch, of target: Target, matches: Bool) {
    guard patch.target != nil else { return }
    patches[PatchUse(file: target.file, patch: patch), default: false] =
      matches || patches[PatchUse(file: target.file, patch: patch)] == true
  }

  /// The text of a patch and the number of the file that it stands in.
  mutating func text(
    of patch: Patch, _ target: Target
  ) throws(BuildError) -> ([UInt8], Int32) {
    switch try patch.source() {
    case .inline(let text): return (Array(text.utf8), files.number(of: target.file))
    case .file(let path):
      let file = try load(path, from: target.folder)
      return (file.bytes, files.number(of: file.path))
    }
  }

  private func label(
    _ kustomization: Kustomization, _ configuration: TransformerConfiguration,
    _ run: inout TransformerRun
  ) throws(BuildError) {
    if !kustomization.labels.isEmpty || !kustomization.commonLabels.isEmpty {
      let fields = LabelFields(
        labels: configuration.labels, common: configuration.commonLabels,
        templates: configuration.templateLabels)
      for label in kustomization.labels {
        try run("LabelTransformer") { resources throws(BuildError) in
          try resources.setLabels([label], common: [:], in: fields)
        }
      }
      try run("LabelTransformer") { resources throws(BuildError) in
        try resources.setLabels([], common: kustomization.commonLabels, in: fields)
      }
    }
    if !kustomization.commonAnnotations.isEmpty {
      try run("AnnotationsTransformer") { resources throws(BuildError) in
        try resources.setAnnotations(
          kustomization.commonAnnotations, in: configuration.commonAnnotations)
      }
    }
  }

  private func replace(
    _ kustomization: Kustomization, _ target: Target, _ run: inout TransformerRun
  ) throws(BuildError) {
    guard !kustomization.replacements.isEmpty else { return }
    let replacements = try replacements(kustomization.replacements, target)
    try run("ReplacementTransformer") { resources throws(BuildError) in
      try resources.apply(replacements)
    }
  }
}

/// Resources on their way through the transformers of a kustomization.
struct TransformerRun {
  let target: Target
  private(set) var resources: ResourceList

  init(target: Target, resources: ResourceList) {
    self.target = target
    self.resources = resources
  }

  /// Runs one transformer, after which resources of which nothing is left are dropped.
  mutating func callAsFunction(
    _ kind: String, _ body: (inout ResourceList) throws(BuildError) -> Void
  ) throws(BuildError) {
    try apply(target.configuring(kind), body)
  }

  /// The same for a transformer that stands in a file.
  mutating func apply(
    _ origin: Origin?, _ body: (inout ResourceList) throws(BuildError) -> Void
  ) throws(BuildError) {
    try body(&resources)
    if let origin { resources.annotate(transformedBy: origin) }
    resources.dropEmpty()
  }
}

extension ResourceList {
  /// Drops the resources that are marked as configuration for tools on this machine.
  mutating func dropLocal() throws(BuildError) {
    for resource in resources where !resource.node.isNullOrEmpty {
      try resource.node.checkMetadata()
    }
    resources.removeAll {
      let mark = $0.annotations["config.kubernetes.io/local-config"]
      return $0.node.isNullOrEmpty || mark != nil && mark != "false"
    }
  }

  /// Sets the label that `managedByLabel` asks for.
  mutating func addManagedByLabel() throws(BuildError) {
    let label = "app.kubernetes.io/managed-by"
    for index in resources.indices {
      var labels = resources[index].labels
      labels[label] = "kustomize-v5.8.1"
      resources[index].setTexts("labels", labels)
    }
  }
}

extension FilePath {
  /// The last part of a path.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
