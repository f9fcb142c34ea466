internal import Git

/// The reference of a template's repository that updates are taken from.
struct TemplateReference: Hashable {
  /// The full name, such as `refs/tags/v1.4.0`.
  let name: ReferenceName
  /// The commit it leads to, through annotated tags.
  let commit: ObjectID

  /// As people write it: without `refs/heads/` or `refs/tags/`.
  var shortName: String { name.short }

  /// The value of `template.ref` that stands for the highest version.
  static let latest = "latest"

  /// Finds what `ref` means at a server with these references.
  ///
  /// - Throws: ConfigurationError as `name`.
  init(_ ref: String?, among references: RemoteReferences) throws(ConfigurationError) {
    let names = references.ids.keys.sorted()
    name = try TemplateReference.name(
      for: ref, among: names, defaultBranch: references.defaultBranch)
    commit = references.target(of: name) ?? .zero
  }

  /// The one of the sorted `names` that `ref` means: a branch, a tag, a full name, `latest`, or the
  /// default branch for nil.
  ///
  /// `latest` is the tag with the highest semantic version; pre-releases count only where there is
  /// nothing else. A branch goes before a tag of the same name.
  ///
  /// - Throws: ConfigurationError without a place, which names what there is instead.
  static func name(
    for ref: String?, among names: [ReferenceName], defaultBranch: ReferenceName?
  ) throws(ConfigurationError) -> ReferenceName {
    guard names.contains(where: { $0.branch != nil }) else {
      throw ConfigurationError(
        "the template is empty: it has no branch with a commit",
        remedy: "push the template's files first, or correct template.url")
    }
    let found =
      switch ref {
      case nil: defaultBranch.flatMap { names.contains($0) ? $0 : nil }
      case latest?: highestVersion(among: names)
      case let ref?:
        [ReferenceName.branches + ref, ReferenceName.tags + ref, ref]
          .compactMap { ReferenceName($0) }.first(where: names.contains)
      }
    guard let found else { throw unknown(ref, among: names) }
    return found
  }

  private static func highestVersion(among names: [ReferenceName]) -> ReferenceName? {
    let versions = names.compactMap { name in
      name.tag.flatMap(SemanticVersion.init(tag:)).map { (name: name, version: $0) }
    }
    let releases = versions.filter { !$0.version.isPreRelease }
    // Names decide between versions that differ in their build alone.
    return (releases.isEmpty ? versions : releases)
      .max { ($0.version, $0.name) < ($1.version, $1.name) }?.name
  }

  private static func unknown(
    _ ref: String?, among names: [ReferenceName]
  ) -> ConfigurationError {
    let heads = names.compactMap(\.branch)
    guard let ref else {
      return ConfigurationError(
        "the template names no default branch",
        remedy: "set template.ref to one of: " + listed(heads))
    }
    if ref == latest {
      return ConfigurationError(
        "the template has no tag that is a semantic version, such as v1.4.0",
        remedy: "set template.ref to one of its branches: " + listed(heads))
    }
    let known = heads + names.compactMap(\.tag)
    return ConfigurationError(
      "the template has no branch and no tag \"\(ref)\"",
      remedy: nearestSpelling(to: ref, among: known).map { "did you mean \"\($0)\"?" }
        ?? "set template.ref to one of: " + listed(known))
  }

  private static func listed(_ names: [String]) -> String {
    names.prefix(10).joined(separator: ", ") + (names.count > 10 ? ", …" : "")
  }
}
