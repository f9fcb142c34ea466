import Testing
import YAML

@testable import Kustomize

/// The resources of YAML documents.
func replacementResources(_ text: String) throws -> ResourceList {
  let nodes = try ManifestNode.documents(of: Array(text.utf8), file: 1)
  return ResourceList(nodes.map { Resource($0) })
}

/// The value of a YAML document.
func replacementValue(_ text: String) throws -> Value {
  try ManifestNode.documents(of: Array(text.utf8), file: 1)[0].value()
}

private let sea = """
  {apiVersion: v1, kind: ConfigMap, metadata: {name: conf}, data: {n: "7", b: two, host: app-v7-x}}
  ---
  apiVersion: sea.test/v1
  kind: Boat
  metadata: {name: blue, labels: {size: big}}
  spec:
    image: hull:1.0
    count: 2
    crew: [{name: ann, role: cook}, {name: bob, role: mate}]
    tags: [a, b]
    map: {a: 1}
    nothing: null
  """

private func replaced(_ replacement: String, in text: String = sea) throws -> [Value] {
  var list = try replacementResources(text)
  let value = try replacementValue(replacement)
  try list.apply(try Replacement(value, "", .exact))
  return try list.resources.map { try $0.node.value() }
}

private func boat(
  _ source: String, _ target: String, in text: String = sea
) throws -> Value {
  try replaced("{source: {\(source)}, targets: [{select: {kind: Boat}, \(target)}]}", in: text)[1]
}

@Test(arguments: [
  ("kind: ConfigMap, fieldPath: data.b", "fieldPaths: [spec.image]", ["image"], "two"),
  (
    "kind: ConfigMap, fieldPath: data.b", "fieldPaths: ['spec.crew.*.role']",
    ["crew", "1", "role"], "two"
  ),
  ("kind: ConfigMap", "fieldPaths: ['spec.crew.[name=an].role']", ["crew", "0", "role"], "conf"),
  (
    "kind: ConfigMap, fieldPath: data.host, options: {delimiter: '-', index: 1}",
    "fieldPaths: [spec.image], options: {delimiter: ':', index: 9}", ["image"], "hull:1.0:v7"
  ),
  (
    "kind: ConfigMap, fieldPath: data.b",
    "fieldPaths: [spec.tags.0], options: {delimiter: '/', index: -1}", ["tags", "0"], "two/a"
  ),
  (
    "kind: ConfigMap, fieldPath: data.b",
    "fieldPaths: ['spec.deep.[a.b].x'], options: {create: true}", ["deep", "a.b", "x"], "two"
  ),
  (
    "kind: ConfigMap, fieldPath: data.b",
    "fieldPaths: ['spec.new.[name=cat].role'], options: {create: true}", ["new", "0", "role"], "two"
  ),
])
func textsAreCopied(source: String, target: String, path: [String], text: String) throws {
  let value = try boat(source, target)
  #expect(value[path: ["spec"] + path] == .string(text))
}

@Test(arguments: [
  ("kind: ConfigMap, fieldPath: data.n", "spec.count", Value.int(7)),
  ("kind: Boat, fieldPath: spec.count", "spec.image", .string("2")),
  ("kind: Boat, fieldPath: spec.count", "spec.map", .int(2)),
  ("kind: Boat, fieldPath: spec.map", "spec.tags", .map(["a": .int(1)])),
  ("kind: Boat, fieldPath: spec.map", "spec.image", .string("")),
  ("kind: ConfigMap, fieldPath: data.n", "spec.map", .string("7")),
])
func typesFollowKyaml(source: String, path: String, expected: Value) throws {
  let value = try boat(source, "fieldPaths: [\(path)]")
  #expect(value[path: path.split(separator: ".").map(String.init)] == expected)
}

@Test(arguments: [
  "{source: {kind: Ship}, targets: [{select: {kind: Boat}}]}",
  "{source: {}, targets: [{select: {kind: Boat}}]}",
  "{source: {kind: ConfigMap, fieldPath: data.z}, targets: [{select: {kind: Boat}}]}",
  "{source: {kind: Boat, fieldPath: spec.nothing}, targets: [{select: {kind: Boat}}]}",
  "{source: {kind: Boat, fieldPath: spec.tags.-1}, targets: [{select: {kind: Boat}}]}",
  "{source: {kind: ConfigMap}, targets: [{select: {kind: Boat}, fieldPaths: [spec.z]}]}",
  "{source: {kind: ConfigMap}, targets: [{select: {kind: Boat}, fieldPaths: [spec.image.z]}]}",
  "{source: {kind: ConfigMap}, targets: [{select: {kind: Boat}, fieldPaths: [spec.tags.2]}]}",
  "{source: {kind: ConfigMap}, targets: [{select: {kind: '('}}]}",
  "{source: {kind: ConfigMap}, targets: [{select: {labelSelector: 'a b'}}]}",
  "{source: {kind: ConfigMap}, targets: [{fieldPaths: [spec.image]}]}",
  "{source: {kind: ConfigMap}, targets: [{select: {apiVersion: v1}}]}",
  "{source: {kind: ConfigMap, fieldPath: data.b}, targets: [{select: {kind: Boat}, fieldPaths: [spec.count]}]}",
  "{source: {kind: ConfigMap}}",
  "{sourceValue: a, source: {kind: ConfigMap}, targets: []}",
  "{source: {kind: ConfigMap, options: {delimiter: o, index: 2}}, targets: []}",
])
func wrongReplacementsAreRefused(replacement: String) {
  #expect(throws: BuildError.self) { try replaced(replacement) }
}

@Test func selectionsTakeEarlierNamesAndLabels() throws {
  var list = try replacementResources(sea)
  list.resources[1].storePreviousID()
  list.resources[1].setName("o-blue")
  for (target, image) in [
    ("select: {name: 'bl.e'}", "x"), ("select: {name: lue}", "hull:1.0"),
    ("select: {labelSelector: 'size in (big, small),!old'}", "x"),
    ("select: {kind: Boat}, reject: [{kind: Ship, labelSelector: size}]", "hull:1.0"),
    ("select: {kind: Boat}, reject: [{name: blue}]", "hull:1.0"),
    ("select: {namespace: default}", "x"),
  ] {
    var copy = list
    let text = "{sourceValue: x, targets: [{\(target), fieldPaths: [spec.image]}]}"
    try copy.apply(Replacement(try replacementValue(text), "", .exact))
    #expect(copy.resources[1].node.node("spec", "image")?.text == image, "\(target)")
  }
}

@Test func aChangedSourceGoesOn() throws {
  let value = try replaced(
    """
    source: {kind: ConfigMap, fieldPath: data.b}
    targets:
    - {select: {kind: ConfigMap}, fieldPaths: [data.b], options: {delimiter: '/', index: 1}}
    - {select: {kind: Boat}, fieldPaths: [spec.image]}
    """)
  #expect(value[1]["spec", "image"] == .string("two/two"))
}

@Test(arguments: [
  (#"{"a": {"b": 1, "c": "<x>"}}"#, "data.f.a.b", #"{"a":{"b":7,"c":"\u003cx\u003e"}}"#),
  ("{\"a\": [1,\n  2]}", "data.f.a.1", "{\n  \"a\": [\n    1,\n    7\n  ]\n}"),
  ("a:\n    b: 1\n    l:\n        - x: 'y'\n", "data.f.a.l.0.x", "a:\n  b: 1\n  l:\n  - x: '7'"),
  ("a: 1\nb: \"2\"\n", "data.f.b", "a: 1\nb: \"7\""),
])
func textsWithStructureAreReachedInto(text: String, path: String, expected: String) throws {
  var list = try replacementResources(sea)
  list.resources[0].node["data"]?["f"] = .string(text)
  let replacement = """
    {source: {kind: ConfigMap, fieldPath: data.n},
     targets: [{select: {kind: ConfigMap}, fieldPaths: [\(path)]}]}
    """
  try list.apply(Replacement(try replacementValue(replacement), "", .exact))
  #expect(list.resources[0].node.node("data", "f")?.text == expected)
}

@Test func filesHoldOneReplacementOrAList() throws {
  let one = try replacementValue("{Source: {Kind: Boat, extra: 1, name: 5}, targets: []}")
  let list = try Replacement.list(ofFile: one)
  #expect(list.first?.source?.id.name == "5" && list.first?.targets == [])
  #expect(try Replacement.list(ofFile: .list([one, one])).count == 2)
  #expect(throws: BuildError.self) { try Replacement.list(ofFile: .string("x")) }
  #expect(throws: BuildError.self) {
    try Replacement.reference(
      .map(["path": .string("r"), "source": .map([:])]), "", .exact)
  }
}

@Test(arguments: [
  ("a+b?", "xaac", true), ("^(?:web|app)$", "app", true), ("^(?:web|app)$", "apps", false),
  ("[^a-c]$", "abc", false), ("(?i)WEB", "my-web", true), (#"^\d{2,3}$"#, "1234", false),
  (#"^[[:alpha:]\d.-]+$"#, "a.b-1", true), ("^.$", "é", true), ("a{,2}", "a{,2}", true),
  ("(a*)*$", "b", true), (#"\bfoo\b"#, "a foo b", true), ("x|", "", true),
])
func patternsAreThoseOfGo(pattern: String, text: String, matches: Bool) throws {
  #expect(try GoPattern(pattern).matches(text) == matches)
}

@Test(arguments: ["(", ")", "*a", "a**", "(?=a)", #"\1"#, "[b-a]", "[a", "a{2,1}", #"\"#])
func wrongPatternsAreRefused(pattern: String) {
  #expect(throws: BuildError.self) { try GoPattern(pattern) }
}
