internal import Git
internal import Providers
internal import YAML

extension Proposal {
  /// The values that are new or other than in the last merged proposal; all of them in the first.
  func changedValues(of report: Report) -> [ReviewBody.Value] {
    let earlier = change.locked?.replacements?.valuesByEnvironment
    let now = change.inputs.replacements?.valuesByEnvironment ?? [:]
    guard let earlier else {
      return report.values.map { ReviewBody.Value($0, old: nil) }
    }
    return report.values.compactMap { value in
      let environment = value.environment ?? now.keys.first ?? ""
      guard now[environment]?[value.key] != nil else { return nil }
      let old = earlier[environment]?[value.key]
      return old == value.value ? nil : ReviewBody.Value(value, old: old)
    }
  }

  /// The rules that were applied in `files`, in their own order.
  func replacements(in files: [Report.File]) -> [ReviewBody.Replacement] {
    var counts: [Int: (edits: Int, files: Int)] = [:]
    for file in files {
      let rules = file.edits.compactMap(\.rule)
      for rule in rules { counts[rule, default: (0, 0)].edits += 1 }
      for rule in Set(rules) { counts[rule, default: (0, 0)].files += 1 }
    }
    return counts.sorted { $0.key < $1.key }.compactMap { place, count in
      ruleTexts(at: place).map { texts in
        ReviewBody.Replacement(
          from: texts.from, to: texts.to, count: count.edits, files: count.files)
      }
    }
  }

  /// What the rule at `place` replaces, and by what.
  private func ruleTexts(at place: Int) -> (from: String, to: String)? {
    guard let replacements = change.inputs.replacements else { return nil }
    let environments = replacements.environments
    func expanded(_ text: String) -> String {
      guard environments.count == 1, let values = environments.first?.values else { return text }
      return Placeholder.expand(text, with: values) ?? text
    }
    if let rule = replacements.rules.first(where: { $0.place == place }) {
      return (rule.from, expanded(rule.to))
    }
    return replacements.fields.first { $0.place == place }.map { field in
      ("\(field.object) \(field.field)", expanded(field.to.plainText ?? field.to.description))
    }
  }

  /// The renamed files and folders; what a renamed folder carries along is not named.
  func renames(in files: [Report.File]) -> [ReviewBody.Rename] {
    var known: Set<ReviewBody.Rename> = []
    return files.compactMap { file in
      guard let old = file.renamedFrom else { return nil }
      let rename = ReviewBody.Rename(from: old, to: file.path).withoutCommonEnd
      return known.insert(rename).inserted ? rename : nil
    }
  }

  /// The keys of the generated ConfigMaps whose values differ between the base branch and the
  /// proposal.
  func configMapChanges(in repository: Repository) -> [ReviewBody.ConfigMapChange] {
    var paths: Set<String> = []
    let places = ((change.inputs.configMaps ?? []) + (change.locked?.configMaps ?? []))
      .filter { paths.insert($0.path).inserted }
    var changes: [ReviewBody.ConfigMapChange] = []
    for place in places {
      let old = leaves(of: place, in: target.tree, repository)
      let new = leaves(of: place, in: tree, repository)
      for key in Set(old.keys).union(new.keys).sorted() where old[key] != new[key] {
        let name = places.count > 1 ? "\(place.environment): \(key)" : key
        changes.append(ReviewBody.ConfigMapChange(key: name, old: old[key], new: new[key]))
      }
    }
    return changes
  }

  /// The texts of a ConfigMap's values by their dotted paths; empty where there are none.
  private func leaves(
    of place: Inputs.GeneratedConfigMap, in tree: ObjectID, _ repository: Repository
  ) -> [String: String] {
    // A file that cannot be read is a finding or an error of the merge.
    let bytes = (try? repository.bytes(at: place.path, in: tree)) ?? nil
    let values = bytes.flatMap { (try? place.values(in: $0)) ?? nil }
    return values?.leaves ?? [:]
  }
}

extension Inputs.Replacements {
  /// The values of the placeholders, by the environment's name.
  fileprivate var valuesByEnvironment: [String: [String: String]] {
    Dictionary(environments.map { ($0.name, $0.values) }) { first, _ in first }
  }
}

extension ReviewBody.Value {
  fileprivate init(_ value: Report.Value, old: String?) {
    self.init(
      key: value.environment.map { "\($0): \(value.key)" } ?? value.key, old: old,
      new: value.value, source: value.source)
  }
}

extension ReviewBody.Rename {
  /// The folder that was renamed, where only a folder was.
  fileprivate var withoutCommonEnd: ReviewBody.Rename {
    var (old, new) = (from.split(separator: "/"), to.split(separator: "/"))
    while old.count > 1, new.count > 1, old.last == new.last {
      old.removeLast()
      new.removeLast()
    }
    return ReviewBody.Rename(from: old.joined(separator: "/"), to: new.joined(separator: "/"))
  }
}

extension Value {
  /// The texts of everything that is no map, by its dotted path.
  fileprivate var leaves: [String: String] {
    var result: [String: String] = [:]
    for (key, value) in members {
      if case .map(let map) = value, !map.isEmpty {
        for (rest, text) in value.leaves { result["\(key).\(rest)"] = text }
      } else {
        result[key] = value.plainText ?? value.description
      }
    }
    return result
  }
}
