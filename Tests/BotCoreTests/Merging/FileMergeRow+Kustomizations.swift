extension FileMergeRow {
  private static func list(_ items: String..., key: String = "resources", dash: String = "- ")
    -> String
  { key + ":\n" + items.map { dash + $0 + "\n" }.joined() }

  private static func row(
    _ description: String, _ base: String?, _ ours: String, _ theirs: String, _ expected: String,
    conflicts: [Int?] = [], isSymmetric: Bool = false
  ) -> Self {
    Self(
      description, path: "apps/kustomization.yaml", base, ours, theirs, expected,
      conflicts: conflicts, isSymmetric: isSymmetric)
  }

  /// Lists of kustomizations, which are sets.
  static let kustomizations = [
    row(
      "both list something new at the end", list("a"), list("a", "o", "p"), list("a", "t", "u"),
      list("a", "o", "p", "t", "u")),
    row(
      "both list something new in the middle and at the start", list("a", "b"),
      list("x", "a", "o", "b"), list("y", "a", "t", "b"), list("x", "y", "a", "o", "t", "b")),
    row(
      "both list the same in two places", list("a", "b"), list("n", "a", "b"),
      list("a", "b", "n", "t"), list("n", "a", "b", "t")),
    row(
      "one path in two spellings", list("a"), list("a", "./n/"), list("a", "n", "t"),
      list("a", "./n/", "t")),
    row(
      "ours removes an item and theirs adds beside it", list("a", "b"), list("a"),
      list("a", "b", "t"), list("a", "t"), isSymmetric: true),
    row(
      "ours removes the item that theirs replaces", list("a", "b", "c"), list("a", "c"),
      list("a", "t", "c"), list("a", "t", "c"), isSymmetric: true),
    row(
      "each removes one and adds one", list("a", "b", "c"), list("b", "o", "c"),
      list("a", "t", "c"),
      list("o", "t", "c")),
    row(
      "ours removes the whole list and theirs adds to it", list("a") + "namespace: n\n",
      "namespace: n\n", list("a", "t") + "namespace: n\n", list("t") + "namespace: n\n",
      isSymmetric: true),
    row(
      "both bring a list that there was not", "kind: Kustomization\n",
      "kind: Kustomization\n" + list("o", key: "components"),
      list("t", key: "components") + "kind: Kustomization\n",
      "kind: Kustomization\n" + list("o", "t", key: "components")),
    row(
      "ours indents the list anew and both add to it", list("a", "b"),
      list("a", "b", "o", dash: "  - "), list("a", "b", "t"),
      list("a", "b", "o", "t", dash: "  - ")),
    row(
      "comments go with their items", list("a"), "resources:\n- a\n# mine\n- o # why\n",
      "resources:\n- a\n# new\n- t\n", "resources:\n- a\n# mine\n- o # why\n# new\n- t\n"),
    row(
      "a comment changes beside items of both", "resources:\n- a # one\n",
      "resources:\n- a # one\n- o\n", "resources:\n- a # new\n- t\n",
      "resources:\n- a # new\n- o\n- t\n"),
    row(
      "theirs orders the list anew and ours adds to it", list("a", "b", "c"),
      list("a", "o", "b", "c"), list("c", "b", "a"), list("c", "b", "a", "o")),
    row(
      "whole patches of both", "patches:\n- path: a.yaml\n  target: {kind: A}\n",
      "patches:\n- path: a.yaml\n  target: {kind: A}\n- path: o.yaml\n",
      "patches:\n- path: a.yaml\n  target: {kind: A}\n- path: t.yaml\n  target:\n    kind: T\n",
      "patches:\n- path: a.yaml\n  target: {kind: A}\n- path: o.yaml\n"
        + "- path: t.yaml\n  target:\n    kind: T\n"),
    row(
      "a patch that both changed", "patches:\n- path: a.yaml\n", "patches:\n- path: o.yaml\n",
      "patches:\n- path: t.yaml\n", "patches:\n- path: o.yaml\n", conflicts: [2]),
    row(
      "an item that both replaced", list("a", "b"), list("a", "o"), list("a", "t"),
      list("a", "o"), conflicts: [3]),
    row(
      "theirs removes an item whose comment is the owner's", "resources:\n- a\n- b\n",
      "resources:\n- a\n- b # mine\n- o\n", list("a"), "resources:\n- a\n- b # mine\n- o\n",
      conflicts: [3]),
    row(
      "the last line of ours is open", list("a"), "resources:\n- a\n- o", list("a", "t"),
      "resources:\n- a\n- o\n- t"),
    row("both add the file", nil, list("o"), list("t"), list("o", "t")),
    Self(
      "a list that is no kustomization's", path: "apps/list.yaml", list("a"), list("a", "o"),
      list("a", "t"), list("a", "o"), conflicts: [3]),
  ]
}
