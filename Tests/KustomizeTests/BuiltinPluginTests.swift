import Testing
import YAML

@testable import Kustomize

private func plugin(_ text: String) throws -> BuiltinPlugin {
  let text = text.contains("apiVersion") ? text : "apiVersion: builtin\n" + text
  return try BuiltinPlugin(replacementResources(text).resources[0])
}

@Test func pluginsAreDecoded() throws {
  let labels = """
    kind: LabelTransformer
    metadata: {name: l}
    Labels: {team: blue, n: 5}
    other: 1
    fieldSpecs: [{path: metadata/labels, create: true}]
    """
  #expect(
    try plugin(labels)
      == .labels(
        ["team": "blue", "n": "5"],
        [FieldSpec("metadata/labels", isCreated: true)]))
  #expect(
    try plugin("kind: NamespaceTransformer\nmetadata: {name: x, namespace: team}")
      == .namespace(
        .init(namespace: "team", specs: [], isForUnset: false, subjects: "defaultOnly")))
  #expect(
    try plugin("kind: ConfigMapGenerator\nmetadata: {name: x}\nliterals: [a=1]\nz: 1")
      == .configMap(.map(["name": .string("x"), "literals": .list([.string("a=1")])])))
  #expect(
    try plugin("kind: PatchTransformer\nmetadata: {name: x}\npatch: p\ntarget: {kind: A, x: 1}")
      == .patch(.map(["patch": .string("p"), "target": .map(["kind": .string("A")])])))
  #expect(
    try plugin("kind: ReplacementTransformer\nmetadata: {name: x}\nreplacements: [{path: r.yaml}]")
      == .replacements([.file("r.yaml")]))
}

@Test(arguments: [
  "kind: PrefixTransformer\nmetadata: {name: x}\nprefix: a",
  "kind: NamespaceTransformer\nmetadata: {name: x}\nsetRoleBindingSubjects: all",
  "kind: PatchStrategicMergeTransformer\nmetadata: {name: x}",
  "kind: ValueAddTransformer\nmetadata: {name: x}\nvalue: a",
  "kind: Wheel\nmetadata: {name: x}",
  "kind: HelmChartInflationGenerator\nmetadata: {name: x}",
  "apiVersion: v1\nkind: LabelTransformer\nmetadata: {name: x}",
])
func wrongPluginsAreRefused(text: String) {
  #expect(throws: BuildError.self) { try plugin(text) }
}

@Test(arguments: [
  ("", 3, "PEACH"), ("/", 1, "/PEACH"), ("pie", 1, "PEACH/pie"), ("/raw", 2, "/raw/PEACH"),
  ("/a/nice/warm/pie", 4, "/a/nice/warm/PEACH/pie"), ("a", 0, "PEACH"),
])
func valuesAreAddedToPaths(old: String, position: Int, new: String) throws {
  var node = try replacementResources("{spec: {path: \"\(old)\"}}").resources[0].node
  try node.add("PEACH", at: "spec/path", position: position)
  #expect(node.node("spec", "path")?.text == new)
  try node.add("5", at: "spec/a/b", position: 0)
  #expect(try node.value()["spec", "a", "b"] == .int(5))
}
