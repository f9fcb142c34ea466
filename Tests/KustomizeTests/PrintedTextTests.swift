import Kustomize
import Testing
import YAML

/// What is built of a file by the name `all.yaml` in the root.
private func built(
  _ text: String, kustomization: String = "resources: [all.yaml]"
) throws(BuildError) -> [Value] {
  let files: [String: Value] = [
    "kustomization.yaml": .string(kustomization), "all.yaml": .string(text),
  ]
  var kustomizer = Kustomizer(FolderFiles(.map(files)))
  var values: [Value] = []
  for resource in try kustomizer.build("") { values.append(try resource.node.value()) }
  return values
}

/// What `kubectl kustomize` prints for texts in blocks.
struct PrintedTextTests {
  @Test(
    "A folded text gets the line breaks that kustomize gives it",
    arguments: [
      ("x: >-\n  (\n    sum(a)\n  ) > 1", "(\n\n  sum(a)\n) > 1"),
      ("x: >\n  a\n    b\n    c\n  d\n", "a\n\n  b\n  c\nd\n"),
      ("x: >+\n  a\n\n", "a\n\n\n\n"),
      ("x: >-\n  a\n\n  b\n  c", "a\nb c"),
      ("x: >2-\n    a\n  b\n\n  c", "  a\nb c"),
      ("x: |\n  (\n    a\n  )\n", "(\n  a\n)\n"),
      ("x: \"(\\n  a\\n)\"", "(\n  a\n)"),
      // A space before a line break: go-yaml writes quotes.
      ("x: >-\n  ( \n    a\n  )", "( \n  a\n)"),
    ])
  func folded(field: String, wanted: String) throws {
    let values = try built("apiVersion: v1\nkind: A\nmetadata: {name: a}\n\(field)\n")
    #expect(values[0]["x"] == .string(wanted))
  }

  @Test("A patch leaves the line breaks of a folded text as kustomize does")
  func foldedAndPatched() throws {
    let object = "apiVersion: v1\nkind: A\nmetadata: {name: a}\nx: >-\n  a\n    b\ny: >-\n  c\n"
    let patch = """
      resources: [all.yaml]
      patches:
      - patch: '[{"op": "add", "path": "/z", "value": 1}]'
        target: {kind: A}
      """
    #expect(try built(object, kustomization: patch)[0]["x"] == .string("a\n\n  b"))
    let merge = #"""
      resources: [all.yaml]
      patches:
      - patch: |-
          apiVersion: v1
          kind: A
          metadata: {name: a}
          y: "c\n  d"
      """#
    let merged = try built(object, kustomization: merge)[0]
    #expect(merged["y"] == .string("c\n\n  d"))
  }

  @Test(
    "A block that starts with a tab is refused, as kustomize cannot read what it prints",
    arguments: ["|2-", ">2-", "|2"])
  func tab(block: String) {
    let text = "apiVersion: v1\nkind: A\nmetadata: {name: a}\nx: \(block)\n  \ta\n"
    #expect(throws: BuildError.self) { try built(text) }
  }
}

/// Merge keys as kyaml reads them.
struct MergeKeyTests {
  private static let header = """
    apiVersion: v1
    kind: A
    metadata: {name: a}
    one: &one {a: 1, b: 2}
    other: &other {b: 3}
    list: &list [*one]

    """

  @Test("A merge key with its tag merges, like one without", arguments: ["<<", "!!merge <<"])
  func tagged(key: String) throws {
    let values = try built(Self.header + "x: {\(key): [*other, *one], c: 4}\n")
    #expect(values[0]["x"] == .map(["a": .int(1), "b": .int(3), "c": .int(4)]))
    let kustomization = "generatorOptions: &o {labels: &l {k: v}}\ncommonLabels: {\(key): *l}\n"
    let labelled = try built(Self.header, kustomization: "resources: [all.yaml]\n" + kustomization)
    #expect(labelled[0]["metadata", "labels", "k"] == .string("v"))
  }

  @Test("A << in quotes is dropped, as kustomize drops it")
  func quoted() throws {
    #expect(try built(Self.header + "x: {'<<': *one, c: 4}\n")[0]["x"] == .map(["c": .int(4)]))
  }

  @Test(
    "Merge keys that kustomize refuses are refused",
    arguments: [
      "x: {<<: *one, <<: *other}", "x: {<<: *list}", "x: {<<: [[*one]]}", "x: {<<: }",
      "x: {<<: [{<<: *one}]}",
    ])
  func refused(field: String) {
    #expect(throws: BuildError.self) { try built(Self.header + field + "\n") }
  }
}

/// Builds that would not come to an end, or not fit into the memory.
struct GrowthTests {
  private static let object = "apiVersion: v1\nkind: A\nmetadata: {name: a}\nm: {q: 1}\nt: text\n"

  private func expectUnsupported(_ kustomization: String) {
    let error = #expect(throws: BuildError.self) {
      try built(Self.object, kustomization: kustomization)
    }
    #expect(error?.cause == .unsupported, "\(error?.message ?? "")")
  }

  @Test("Copies that double a map are refused before they fill the memory")
  func copies() {
    let operations = (0..<60).map { #"{"op": "copy", "from": "/m", "path": "/m/x\#($0)"}"# }
    expectUnsupported(
      """
      resources: [all.yaml]
      patches:
      - target: {kind: A}
        patch: '[\(operations.joined(separator: ", "))]'
      """)
  }

  @Test("Replacements that double a text are refused before they fill the memory")
  func replacements() {
    let replacement = """
      - source: {kind: A, fieldPath: t}
        targets:
        - {select: {kind: A}, fieldPaths: [t], options: {delimiter: "-", index: -1}}

      """
    expectUnsupported(
      "resources: [all.yaml]\nreplacements:\n" + String(repeating: replacement, count: 60))
  }

  @Test("Folders that refer to folders two by two are refused, not built a million times")
  func folders() {
    var files: [String: Value] = [:]
    for level in 0..<30 {
      let next = level == 29 ? "[]" : "[../a\(level + 1), ../b\(level + 1)]"
      for side in ["a", "b"] {
        files["\(side)\(level)/kustomization.yaml"] = .string(
          "namePrefix: x\nbuildMetadata: [originAnnotations]\nresources: \(next)")
      }
    }
    var kustomizer = Kustomizer(FolderFiles(.map(files)))
    let error = #expect(throws: BuildError.self) { try kustomizer.build("a0") }
    #expect(error?.cause == .unsupported)
  }

  @Test("An identity with a comma is refused where kustomize panics on it")
  func comma() {
    let text = "apiVersion: v1\nkind: A\nmetadata: {name: 'a,b'}\n"
    #expect(throws: BuildError.self) {
      try built(text, kustomization: "namePrefix: x-\nresources: [all.yaml]")
    }
    #expect(throws: Never.self) { try built(text) }
  }
}
