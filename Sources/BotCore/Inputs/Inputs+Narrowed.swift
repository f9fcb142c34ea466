extension Inputs {
  /// These inputs without what `new` no longer asks for: rules that were removed, and paths that have
  /// left the scope.
  ///
  /// A base that is rendered with them has the stand-ins there, as the new rendering does, so what
  /// was written into the owner's branch counts as the owner's and stays.
  func narrowed(to new: Inputs) -> Inputs {
    guard var replacements, let wanted = new.replacements else { return self }
    replacements.rules = replacements.rules.compactMap { rule in
      guard let same = wanted.rules.first(where: { ($0.kind, $0.from) == (rule.kind, rule.from) })
      else { return nil }
      var rule = rule
      rule.paths = rule.paths && same.paths
      rule.spellings = rule.spellings.filter(same.spellings.contains)
      return rule
    }
    replacements.fields = replacements.fields.filter { field in
      wanted.fields.contains { ($0.object, $0.field) == (field.object, field.field) }
    }
    replacements.exclude += wanted.exclude.filter { !replacements.exclude.contains($0) }
    if replacements.include != wanted.include, !wanted.include.isEmpty {
      replacements.within = wanted.include
    }
    var result = self
    result.replacements = replacements
    return result
  }

  /// Whether a rendering with `narrowed(to:)` is another one than with these inputs.
  func losesSomething(to new: Inputs) -> Bool {
    narrowed(to: new).replacements != replacements
  }
}
