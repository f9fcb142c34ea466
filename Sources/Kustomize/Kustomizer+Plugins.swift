internal import YAML

/// A plugin that a resource under `generators` or `transformers` configures.
private struct ConfiguredPlugin {
  let plugin: BuiltinPlugin
  /// Where the configuration comes from; nil where nobody asks.
  let origin: Origin?
}

extension Kustomizer {
  /// The resources that the plugins under `generators` make.
  mutating func generated(by target: Target) throws(BuildError) -> [Resource] {
    let place = ManifestNode.Place(file: files.number(of: target.file), line: 0)
    let reading = reading(from: target.folder)
    func read(_ path: String) throws(BuildError) -> [UInt8] { try reading.load(path).bytes }
    var made: [Resource] = []
    for configured in try plugins(target.kustomization.generators, "generators", target) {
      let resource: Resource
      switch configured.plugin {
      case .configMap(let value):
        resource = try ConfigMapArguments(configuration: value)
          .resource(reading: read, options: nil, place: place)
      case .secret(let value):
        resource = try SecretArguments(configuration: value)
          .resource(reading: read, options: nil, place: place)
      default: throw BuildError("a plugin under generators does not generate anything")
      }
      made.append(resource.annotated(generatedBy: configured.origin))
    }
    return made
  }

  /// Runs the plugins under `transformers`.
  mutating func runPlugins(
    of target: Target, _ run: inout TransformerRun
  ) throws(BuildError) {
    for configured in try plugins(target.kustomization.transformers, "transformers", target) {
      let step = try step(configured.plugin, target)
      try run.apply(configured.origin, step)
    }
  }

  /// The plugins that entries configure: resources written out, or paths of files and folders with them.
  ///
  /// Source: `configureExternalGenerators` in `api/internal/target/kusttarget.go`.
  private mutating func plugins(
    _ entries: [String], _ field: String, _ target: Target
  ) throws(BuildError) -> [ConfiguredPlugin] {
    guard !entries.isEmpty else { return [] }
    var target = target
    var found = Accumulation()
    var paths: [String] = []
    let number = files.number(of: target.file)
    for entry in entries {
      guard var inline = try? Resource.read(Array(entry.utf8), file: number) else {
        paths.append(entry)
        continue
      }
      if let origin = target.origin?.appending(FilePath.name(of: target.file)) {
        for index in inline.indices { inline[index].setAnnotation(Origin.annotation, origin.text) }
      }
      try found.resources.append(inline)
    }
    try accumulateResources(paths, &target, &found)
    var plugins: [ConfiguredPlugin] = []
    for resource in found.resources.resources {
      plugins.append(
        ConfiguredPlugin(
          plugin: try BuiltinPlugin(resource), origin: Origin(configuring: resource, target)))
    }
    return plugins
  }
}

extension Kustomizer {
  typealias Step = (inout ResourceList) throws(BuildError) -> Void

  /// What a transformer does.
  private mutating func step(
    _ plugin: BuiltinPlugin, _ target: Target
  ) throws(BuildError) -> Step {
    switch plugin {
    case .labels(let labels, let specs):
      return { resources throws(BuildError) in
        let fields = LabelFields(labels: [], common: specs, templates: [])
        try resources.setLabels([], common: labels, in: fields)
      }
    case .annotations(let texts, let specs):
      return { resources throws(BuildError) in try resources.setAnnotations(texts, in: specs) }
    case .prefix(let prefix, let specs):
      return { resources throws(BuildError) in try resources.addPrefix(prefix, specs) }
    case .suffix(let suffix, let specs):
      return { resources throws(BuildError) in try resources.addSuffix(suffix, specs) }
    case .prefixAndSuffix(let prefix, let suffix, let specs):
      return { resources throws(BuildError) in
        try resources.addPrefix(prefix, specs)
        try resources.addSuffix(suffix, specs)
      }
    case .namespace(let setting): return Self.namespaceStep(setting)
    case .image(let value, let specs):
      let image = try ImageArguments(value, "imageTag", .lenient)
      return { resources throws(BuildError) in try resources.setImages([image], in: specs) }
    case .replicas(let value, let specs):
      let replicas = try ReplicaArguments(value, "replica", .lenient)
      return { resources throws(BuildError) in try resources.setReplicas([replicas], in: specs) }
    case .hash: return { resources throws(BuildError) in try resources.addHashes() }
    case .replacements(let references):
      let replacements = try replacements(references, target)
      return { resources throws(BuildError) in try resources.apply(replacements) }
    case .addValue(let addition): return try additionStep(addition, target)
    case .configMap, .secret: throw BuildError("a generator is no transformer")
    case .patch, .jsonPatch, .strategicMergePatches: return try patchStep(plugin, target)
    }
  }

  private static func namespaceStep(_ setting: BuiltinPlugin.NamespaceSetting) -> Step {
    let options = NamespaceOptions(
      isUnsetOnly: setting.isForUnset,
      subjects: NamespaceOptions.Subjects(rawValue: setting.subjects) ?? .defaultOnly)
    return { resources throws(BuildError) in
      try resources.setNamespace(setting.namespace, setting.specs, options: options)
    }
  }

  private mutating func patchStep(
    _ plugin: BuiltinPlugin, _ target: Target
  ) throws(BuildError) -> Step {
    switch plugin {
    case .patch(let value):
      let patch = try Patch(value, "PatchTransformer", .lenient)
      let (bytes, file) = try text(of: patch, target)
      return { resources throws(BuildError) in try resources.apply(patch, text: bytes, file: file) }
    case .jsonPatch(let value):
      let patch = try Patch(value, "PatchJson6902Transformer", .lenient)
      let (bytes, file) = try text(of: patch, target)
      return { resources throws(BuildError) in
        try resources.apply(json6902: patch, text: bytes, file: file)
      }
    case .strategicMergePatches(let paths, let text):
      return try strategicMergeStep(paths + (text.isEmpty ? [] : [text]), target)
    default: return { _ in }
    }
  }

  /// `patchesStrategicMerge`, with the files read already.
  mutating func strategicMergeStep(
    _ entries: [String], _ target: Target
  ) throws(BuildError) -> Step {
    let number = files.number(of: target.file)
    var loaded: [String: (bytes: [UInt8], file: Int32)] = [:]
    for path in entries {
      guard let file = try? load(path, from: target.folder) else { continue }
      loaded[path] = (file.bytes, files.number(of: file.path))
    }
    return { [loaded] resources throws(BuildError) in
      try resources.apply(strategicMerges: entries, file: number) { path throws(BuildError) in
        guard let file = loaded[path] else {
          throw BuildError("\(path.prefix(200)) is neither a patch nor a file")
        }
        return file
      }
    }
  }

  /// Replacements, with those of files.
  func replacements(
    _ references: [Replacement.Reference], _ target: Target
  ) throws(BuildError) -> [Replacement] {
    var replacements: [Replacement] = []
    for reference in references {
      switch reference {
      case .inline(let replacement): replacements.append(replacement)
      case .file(let path):
        let file = try load(path, from: target.folder)
        do throws(BuildError) {
          replacements += try Replacement.list(ofFile: try Self.value(of: file.bytes))
        } catch {
          throw error.at(file.path)
        }
      }
    }
    return replacements
  }

  private func additionStep(
    _ addition: ValueAddition, _ target: Target
  ) throws(BuildError) -> Step {
    let value = addition.value.isEmpty ? FilePath.name(of: target.folder) : addition.value
    var targets: [(selector: Selector?, target: ValueAddition.Target)] = []
    var all = addition.targets
    if !addition.file.isEmpty {
      let file = try load(addition.file, from: target.folder)
      all += try ValueAddition.targets(ofFile: try Self.value(of: file.bytes))
    }
    guard !all.isEmpty else { throw BuildError("must specify at least one target") }
    for target in all {
      var selector: Selector?
      if let value = target.selector { selector = try Selector(value, "selector", .lenient) }
      targets.append((selector, target))
    }
    return { [targets] resources throws(BuildError) in
      for (selector, target) in targets {
        var indices = Array(resources.resources.indices)
        if let selector { indices = try resources.indices(selectedBy: selector) }
        for index in indices {
          if target.path == "metadata/namespace" {
            var one = ResourceList([resources.resources[index]])
            try one.setNamespace(value, [])
            resources.resources[index] = one.resources[0]
          } else {
            try resources.resources[index].node.add(
              value, at: target.path, position: target.position)
          }
        }
      }
    }
  }
}

extension Origin {
  /// The origin of what a plugin makes that a resource configures; nil where nobody asks.
  ///
  /// Source: `OriginFromCustomPlugin` in `api/resource/origin.go`.
  fileprivate init?(configuring resource: Resource, _ target: Target) {
    guard target.origin != nil, let text = resource.annotations[Origin.annotation] else {
      return nil
    }
    let lines = text.split(separator: "\n")
    let path = lines.first { $0.hasPrefix("path: ") }?.dropFirst("path: ".count) ?? ""
    self.init(
      configuredIn: String(path), kind: resource.kind, apiVersion: resource.apiVersion,
      name: resource.name, namespace: resource.namespace)
  }
}
