import Testing
import YAML

@testable import Kustomize

struct PatchTests {
  private static let map = """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: c}
    data: {a: "1", n: null, t: 2024-01-02, big: 12345678901234567, l: [x, y], s: a<b, f: 1.50}
    """

  /// The data of the map after a patch.
  private func data(after patch: String, target: Selector? = Selector()) throws -> Value? {
    var list = try resources(Self.map)
    try list.apply(Patch(patch: patch, target: target), text: Array(patch.utf8), file: 2)
    return try list.resources[0].node.value()["data"]
  }

  @Test(arguments: [
    (#"[{"op":"add","path":"/data/l/-","value":"z"}]"#, "l", #"["x","y","z"]"#),
    (#"[{"op":"add","path":"/data/l/-1","value":"z"}]"#, "l", #"["x","y","z"]"#),
    (#"[{"op":"remove","path":"/data/l/-2"}]"#, "l", #"["y"]"#),
    (#"[{"op":"replace","path":"/data/l/+1","value":null}]"#, "l", #"["x",null]"#),
    (#"[{"op":"replace","path":"/data/zz","value":"new"}]"#, "zz", #""new""#),
    (#"[{"op":"add","path":"/data/x~1y~0z~01","value":1e3}]"#, "x/y~z~1", "1000"),
    (#"[{"op":"copy","from":"/data/zz","path":"/data/x"}]"#, "x", "null"),
    (#"[{"op":"add","path":"/data/x"}]"#, "x", "null"),
    (#"[{"op":"move","from":"/data/l/0","path":"/data/x"}]"#, "l", #"["y"]"#),
    (#"[{"op":"test","path":"/data/n"}]"#, "n", "null"),
    (#"[{"op":"test","path":"/data/big","value":12345678901234567}]"#, "big", "12345678901234568"),
    ("- {op: add, path: /data/x, value: yes}\n", "x", "true"),
    ("- {op: test, path: /data/s, value: a<b}\n", "s", #""a<b""#),
    ("- {op: test, path: /data/f, value: 1.5}\n", "f", "1.5"),
    (
      "- {op: test, path: /data/t, value: '2024-01-02T00:00:00Z'}\n", "t",
      #""2024-01-02T00:00:00Z""#
    ),
    ("# nothing", "a", #""1""#), ("{}", "a", #""1""#), ("[]", "a", #""1""#),
  ])
  func operationsChangeTheResource(patch: String, key: String, expected: String) throws {
    #expect(try data(after: patch)?[key]?.description == expected)
  }

  @Test(arguments: [
    #"[{"op":"add","path":"/data/q/deep","value":1}]"#, #"[{"op":"remove","path":"/data/q"}]"#,
    #"[{"op":"replace","path":"/data/l/2","value":1}]"#, #"[{"op":"merge","path":"/data/a"}]"#,
    #"[{"op":"add","path":"/data/l/3","value":1}]"#, #"[{"op":"add","path":"data","value":1}]"#,
    #"[{"op":"add","value":1}]"#, #"[{"path":"/data/a","value":1}]"#, "[null]", "[1]", "[{]",
    #"[{"op":"test","path":"/data/a","value":"2"}]"#, #"[{"op":"test","path":"/data/a"}]"#,
    #"[{"op":"test","path":"/data/s","value":"a<b"}]"#, #"[{"op":"remove","path":"/data/n/x"}]"#,
    #"[{"op":"replace","path":"","value":[1]}]"#, #"[{"op":"add","path":"/data/x","value":1e400}]"#,
    #"[{"op":"copy","from":"/data/l/5","path":"/data/x"}]"#, "[{op: add, path: /data/x, value: 1}]",
    #"[{"op":"add","path":"/data/x","value":1},]"#, "a: [b", "text",
  ])
  func whatDoesNotFitIsAnError(patch: String) {
    #expect(throws: BuildError.self) { try data(after: patch) }
  }

  @Test func annotationsAreThereForPatchesAndBecomeStrings() throws {
    var list = try resources("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}")
    let patch = #"[{"op":"add","path":"/metadata/annotations/n","value":1000000}]"#
    try list.apply(Patch(patch: patch, target: Selector()), text: Array(patch.utf8), file: 2)
    #expect(list.resources[0].annotations == ["n": "1e+06"])
    #expect(list.resources[0].node["metadata"]?["annotations"]?["n"]?.tag == .string)
    #expect(list.resources[0].previousIDs.map(\.name) == ["c"])

    let copy = #"[{"op":"copy","from":"/metadata/annotations","path":"/data"}]"#
    var target = Selector()
    target.name = "c"
    var other = try resources("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}")
    // The old form notes nothing before it, so that there are no annotations.
    try other.apply(json6902: Patch(target: target), text: Array(copy.utf8), file: 2)
    #expect(try other.resources[0].node.value()["data"] == .null)
    try list.apply(Patch(patch: copy, target: target), text: Array(copy.utf8), file: 2)
    let names = try list.resources[0].node.value()[
      "data", "internal.config.kubernetes.io/previousNames"]
    #expect(names == .string("c,c"))
    #expect(list.resources[0].annotations == ["n": "1e+06"])
  }

  @Test func placesTellPatchAndResourceApart() throws {
    var list = try resources(Self.map)
    let text = "\n- op: add\n  path: /data/x\n  value:\n    k: 1\n"
    try list.apply(Patch(patch: text, target: Selector()), text: Array(text.utf8), file: 7)
    let data = try #require(list.resources[0].node["data"])
    let added = try #require(data.node("x", "k"))
    #expect((added.place.file, added.place.line) == (7, 5))
    let kept = try #require(data["a"])
    #expect((kept.place.file, kept.place.line) == (1, 4))
  }

  @Test func scalarsAreReadAndWrittenAsGoDoes() throws {
    let numbers: [(Double, yaml: String, json: String)] = [
      (3, "3", "3"), (1e6, "1e+06", "1000000"), (0.00001, "1e-05", "0.00001"),
      (1e-7, "1e-07", "1e-7"), (123456789, "1.23456789e+08", "123456789"), (-0.0, "-0", "-0"),
      (1e21, "1e+21", "1e+21"), (123456.5, "123456.5", "123456.5"), (0.25, "0.25", "0.25"),
    ]
    for number in numbers {
      #expect(GoFloat(number.0).yamlText == number.yaml)
      #expect(GoFloat(number.0).jsonText == number.json)
    }
    #expect(try #""a\ud83d\udea2\u003c\ud83d""#.fromJSON() == "a🚢<\u{FFFD}")
  }

  @Test func strategicPatchesAreReadAsResources() throws {
    func names(_ text: String) throws -> [String] {
      try Resource.readPatches(PatchText(Array(text.utf8)), file: 1).map(\.name)
    }
    let one = "{kind: A, metadata: {name: one}}"
    let list = "{kind: AList, items: [{kind: A, metadata: {name: in}}]}"
    #expect(try names("\(one)\n---\n# x\n--- # c\n\(one)\n") == ["one", "one"])
    #expect(try names("\(list)\n---\n\(one)\n") == ["one", "in"])
    #expect(try names("{kind: List, items: [\(one)]}") == ["one"])
    #expect(try names("{kind: AList, items: null}") == [])
    for text in [
      "{metadata: {name: x}}", "{kind: A}", "x", "\(one)\n--- x\n\(one)\n",
      "{kind: AList, items: 1}",
    ] {
      #expect(throws: BuildError.self) { try names(text) }
    }
  }

  @Test func targetsOfStrategicPatchesAreFoundByIdentity() throws {
    // The merge itself stands elsewhere; what is tested here fails before it.
    for patch in [
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: ghost}}",
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: other}}",
      "{apiVersion: v2, kind: ConfigMap, metadata: {name: c}}",
    ] {
      let error = #expect(throws: BuildError.self) { try data(after: patch, target: nil) }
      #expect(error?.message.hasPrefix("no resource matches") == true)
    }
    let two = "{kind: A, metadata: {name: a}}\n---\n{kind: A, metadata: {name: b}}"
    let error = #expect(throws: BuildError.self) { try data(after: two) }
    #expect(error?.message.hasPrefix("several strategic merge patches") == true)
    #expect(throws: BuildError.self) {
      try data(after: #"[{"op":"remove","path":"/data"}]"#, target: nil)
    }
  }

  @Test func entriesAreRead() throws {
    let value = try Value(
      yaml: Array(
        "{path: p, target: {kind: A, labelSelector: x}, options: {allowNameChange: true}}".utf8))
    let patch = try Patch(value, "patches[0]", .exact)
    #expect(try patch.source() == .file("p"))
    #expect(patch.target?.labelSelector == "x")
    #expect(patch.options == ["allowNameChange": true])
    #expect(throws: BuildError.self) { try Patch(patch: " \n").source() }
    #expect(throws: BuildError.self) { try Patch(path: "a", patch: "b").source() }
    #expect(throws: BuildError.self) {
      try Patch(.map(["target": .map(["labels": .string("x")])]), "", .exact)
    }
  }
}
