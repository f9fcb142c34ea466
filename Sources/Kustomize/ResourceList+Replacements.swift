extension ResourceList {
  /// Copies a value into the fields of its targets.
  ///
  /// - Throws: `BuildError` where the source or a field is not found, where the source is not one, and where
  ///   something else than the path says is in the way.
  public mutating func apply(_ replacement: Replacement) throws(BuildError) {
    try apply([replacement])
  }

  /// Applies replacements in their order.
  ///
  /// - Throws: `BuildError` as for one.
  public mutating func apply(_ replacements: [Replacement]) throws(BuildError) {
    guard !replacements.isEmpty else { return }
    var identities = resources.map(\.replacementIDs)
    for replacement in replacements {
      guard replacement.source != nil || replacement.text != nil,
        let targets = replacement.targets
      else {
        throw BuildError(
          "replacements must specify a source and at least one target",
          remedy: "add source (or sourceValue) and targets")
      }
      var value = try value(of: replacement, identities)
      for target in targets { try set(target, to: &value, &identities) }
    }
  }

  private func value(
    of replacement: Replacement, _ identities: [[ResourceID]]
  ) throws(BuildError) -> ReplacementValue {
    guard let source = replacement.source else {
      return ReplacementValue(.untyped(replacement.text ?? ""))
    }
    guard replacement.text == nil else {
      throw BuildError(
        "value and resource selectors are mutually exclusive",
        remedy: "remove source or sourceValue")
    }
    let index = try index(of: source, identities)
    let path = source.path.isEmpty ? Replacement.defaultPath : source.path
    let node = resources[index].node
    guard let found = try node.lookupPath(FieldPath.parts(of: path)),
      !node[child: found].isNullOrEmpty
    else {
      throw BuildError(
        "fieldPath `\(path)` is missing for replacement source \(resources[index].id)")
    }
    guard let options = source.options, !options.delimiter.isEmpty else {
      return ReplacementValue(node[child: found], resource: index, path: found)
    }
    return ReplacementValue(try options.refined(node[child: found]))
  }

  private func index(
    of source: Replacement.Source, _ identities: [[ResourceID]]
  ) throws(BuildError) -> Int {
    let matches = identities.indices.filter { index in
      identities[index].contains { $0.isSelected(by: source.id) }
    }
    guard let index = matches.first else {
      throw BuildError(
        "nothing selected by \(source.id)",
        remedy: "name a resource that is there at this point, by its name now or an earlier one")
    }
    guard matches.count == 1 else {
      throw BuildError(
        "multiple matches for selector \(source.id)",
        remedy: "add group, version, kind, name or namespace to the source")
    }
    return index
  }

  private mutating func set(
    _ target: Replacement.Target, to value: inout ReplacementValue,
    _ identities: inout [[ResourceID]]
  ) throws(BuildError) {
    let selection = try ReplacementSelection(target)
    for index in resources.indices
    where try selection.selects(resources[index], identities[index]) {
      for path in target.paths.isEmpty ? [Replacement.defaultPath] : target.paths {
        do {
          try resources[index].node.set(path, to: &value, of: index, target.options)
        } catch {
          var error = error
          error.message =
            "field \"\(path)\" of replacement target \(resources[index].id): "
            + error.message
          throw error
        }
      }
      identities[index] = resources[index].replacementIDs
    }
  }
}

extension Resource {
  /// The present identity and the earlier ones, without a look at the schema.
  fileprivate var replacementIDs: [ResourceID] {
    [ResourceID(type, name: name, namespace: namespace, isClusterScoped: false)] + previousIDs
  }
}

/// Which resources a target of a replacement means.
private struct ReplacementSelection {
  private let annotations, labels: LabelSelector
  private let selectPatterns: IdentityPatterns
  private let reject: [(selector: Replacement.Selector, patterns: IdentityPatterns)]

  init(_ target: Replacement.Target) throws(BuildError) {
    guard let select = target.select else {
      throw BuildError("target must specify resources to select", remedy: "add select")
    }
    annotations = try LabelSelector(select.annotationSelector)
    labels = try LabelSelector(select.labelSelector)
    selectPatterns = try IdentityPatterns(select.id)
    var reject: [(selector: Replacement.Selector, patterns: IdentityPatterns)] = []
    for selector in target.reject {
      reject.append((selector, try IdentityPatterns(selector.id)))
    }
    self.reject = reject
  }

  private func matchesTexts(of resource: Resource) -> Bool {
    (annotations.isEmpty || annotations.matches(resource.annotations))
      && (labels.isEmpty || labels.matches(resource.labels))
  }

  func selects(_ resource: Resource, _ identities: [ResourceID]) throws(BuildError) -> Bool {
    guard matchesTexts(of: resource) else { return false }
    for (selector, _) in reject where selector.hasTextSelectors {
      // Labels alone reject here, whatever the identity says.
      if try selector.matchesTexts(of: resource) { return false }
    }
    let isRejected = reject.contains { selector, patterns in
      !selector.id.isEmpty && identities.contains(where: patterns.match)
    }
    return !isRejected && identities.contains(where: selectPatterns.match)
  }
}

extension Replacement.Selector {
  fileprivate var hasTextSelectors: Bool {
    !annotationSelector.isEmpty || !labelSelector.isEmpty
  }

  fileprivate func matchesTexts(of resource: Resource) throws(BuildError) -> Bool {
    let annotations = try LabelSelector(annotationSelector)
    let labels = try LabelSelector(labelSelector)
    return annotations.matches(resource.annotations) && labels.matches(resource.labels)
  }
}

/// The patterns of a selector; nil where everything fits.
private struct IdentityPatterns {
  private let group, version, kind, name, namespace: GoPattern?

  init(_ id: ResourceID) throws(BuildError) {
    group = try Self.pattern(id.type.group)
    version = try Self.pattern(id.type.version)
    kind = try Self.pattern(id.type.kind)
    name = try Self.pattern(id.name)
    namespace = try Self.pattern(id.namespace)
  }

  private static func pattern(_ text: String) throws(BuildError) -> GoPattern? {
    text.isEmpty ? nil : try GoPattern("^(?:\(text))$")
  }

  func match(_ id: ResourceID) -> Bool {
    (kind?.matches(id.type.kind) ?? true) && (name?.matches(id.name) ?? true)
      && (namespace?.matches(id.namespace) ?? true) && (group?.matches(id.type.group) ?? true)
      && (version?.matches(id.type.version) ?? true)
  }
}

extension ResourceID {
  fileprivate var isEmpty: Bool {
    type == ResourceType() && name.isEmpty && namespace.isEmpty
  }
}
