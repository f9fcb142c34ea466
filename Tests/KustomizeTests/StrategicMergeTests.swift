import Kustomize
import Testing
import YAML

private func node(_ text: String) throws -> ManifestNode {
  try #require(try ManifestNode.documents(of: Array(text.utf8), file: 1).first)
}

private func merged(_ text: String, _ patch: String) throws -> Value? {
  let base = try node(text)
  let type = ResourceType(
    apiVersion: base["apiVersion"]?.text ?? "", kind: base["kind"]?.text ?? "")
  return try base.mergedStrategically(with: node(patch), as: type)?.value()
}

/// An object of a type and what a patch makes of its member `spec`.
private struct Merge: Sendable, CustomTestStringConvertible {
  var name: String
  var type: String
  var spec: String
  var patch: String
  /// nil where it fails.
  var result: String?

  var testDescription: String { name }
}

private let pod = "{apiVersion: v1, kind: Pod, "
private let service = "{apiVersion: v1, kind: Service, "
private let custom = "{apiVersion: example.com/v1, kind: Foo, "

private let merges = [
  Merge(
    name: "containers by name, new ones first", type: pod,
    spec: "{containers: [{name: a, image: x}, {name: b}]}",
    patch: "{containers: [{name: n}, {name: b, image: y}]}",
    result: "{containers: [{name: n}, {name: b, image: y}, {name: a, image: x}]}"),
  Merge(
    name: "an element cannot be replaced", type: pod,
    spec: "{containers: [{name: a, image: x}]}",
    patch: "{containers: [{name: a, $patch: replace, command: [c]}]}",
    result: "{containers: [{name: a, image: x}]}"),
  Merge(
    name: "an element without its key removes all others", type: pod,
    spec: "{initContainers: [{name: a}, {image: x}, {name: b}]}", patch: "{x: y}",
    result: "{initContainers: [{image: x}], x: y}"),
  Merge(
    name: "equal keys become one, in what is not patched too", type: pod,
    spec: "{containers: [{name: a, env: [{name: E, value: v}, {name: E, value: w}]}]}",
    patch: "{x: y}",
    result: "{containers: [{name: a, env: [{name: E, value: w}]}], x: y}"),
  Merge(
    name: "a directive in a list that is new stays", type: pod, spec: "{}",
    patch: "{volumes: [{$patch: replace}, {name: a}]}",
    result: "{volumes: [{$patch: replace}]}"),
  Merge(
    name: "a list is replaced", type: pod, spec: "{volumes: [{name: a}]}",
    patch: "{volumes: [{name: b}, {$patch: replace}]}", result: "{volumes: [{name: b}]}"),
  Merge(
    name: "deleting the last element leaves a list", type: pod,
    spec: "{containers: [{name: a}]}", patch: "{containers: [{name: a, $patch: delete}]}",
    result: "{containers: []}"),
  Merge(
    name: "ports by number and protocol", type: service,
    spec: "{ports: [{port: 80, protocol: TCP, name: t}, {port: 80, protocol: UDP, name: u}]}",
    patch: "{ports: [{port: 80, protocol: UDP, name: v}]}",
    result: "{ports: [{port: 80, protocol: TCP, name: t}, {port: 80, protocol: UDP, name: v}]}"),
  Merge(
    name: "lists of custom resources are replaced", type: custom,
    spec: "{containers: [{name: a}]}", patch: "{containers: [{name: b}]}",
    result: "{containers: [{name: b}]}"),
  Merge(
    name: "an object in a custom resource has its own type", type: custom,
    spec: "{pod: {apiVersion: v1, kind: Pod, spec: {containers: [{name: a}]}}}",
    patch: "{pod: {spec: {containers: [{name: b}]}}}",
    result:
      "{pod: {apiVersion: v1, kind: Pod, spec: {containers: [{name: b}, {name: a}]}}}"),
  Merge(
    name: "null removes; nulls of the object stay where they are written", type: custom,
    spec: "\n  a: 1\n  b: null\n  c: ~\n  d:\n", patch: "{a: null, e: {f: null}}",
    result: "{b: null, c: null, e: {}}"),
  Merge(
    name: "quotes of the object make a number a string", type: custom,
    spec: "{a: \"3\", b: 3}", patch: "{a: 5, b: \"5\"}", result: "{a: \"5\", b: \"5\"}"),
  Merge(
    name: "other directives are members", type: pod,
    spec: "{x: {a: 1}}", patch: "{x: {$retainKeys: [b], b: 2}}",
    result: "{x: {$retainKeys: [b], a: 1, b: 2}}"),
  Merge(name: "a map for a list", type: pod, spec: "{x: [a]}", patch: "{x: {a: b}}"),
  Merge(name: "an unknown directive", type: pod, spec: "{x: {}}", patch: "{x: {$patch: no}}"),
]

@Test(arguments: merges)
private func mergesAsKustomizeDoes(_ merge: Merge) throws {
  let head = merge.type.dropFirst().split(separator: ", ").joined(separator: "\n")
  func object(_ spec: String) -> String { "\(head)\nmetadata: {name: n}\nspec: \(spec)\n" }
  guard let result = merge.result else {
    #expect(throws: BuildError.self) {
      try merged(object(merge.spec), object(merge.patch))
    }
    return
  }
  let expected = try node(object(result)).value()
  #expect(try merged(object(merge.spec), object(merge.patch)) == expected)
}

@Test func deletesAndCannotReplaceTheWholeObject() throws {
  let text = "{apiVersion: v1, kind: Pod, metadata: {name: n}, spec: {a: b}}"
  #expect(try merged(text, "{$patch: delete}") == nil)
  #expect(try merged(text, "{$patch: replace, spec: {}}") == node(text).value())
}

@Test func schemaIsOfKubernetes1_21() {
  func isClusterScoped(_ version: String, _ kind: String) -> Bool {
    KubernetesSchema.isClusterScoped(ResourceType(apiVersion: version, kind: kind))
  }
  #expect(isClusterScoped("v1", "Namespace"))
  #expect(isClusterScoped("rbac.authorization.k8s.io/v1beta1", "ClusterRole"))
  #expect(!isClusterScoped("rbac.authorization.k8s.io/v1alpha1", "ClusterRole"))
  #expect(!isClusterScoped("v1", "Pod"))
}

@Suite struct ResourcePatches {
  private func resource(_ text: String) throws -> Resource { Resource(try node(text)) }

  @Test func keepsNameNamespaceAndKind() throws {
    var target = try resource("{apiVersion: v1, kind: A, metadata: {name: n, namespace: s}}")
    var patch = try resource("{apiVersion: v1, kind: B, metadata: {name: m, namespace: t}}")
    try target.apply(strategicMerge: patch)
    #expect(target.kind == "A" && target.name == "n" && target.namespace == "s")
    #expect(target.previous.isEmpty)
    patch.mayChangeName = true
    patch.mayChangeKind = true
    try target.apply(strategicMerge: patch)
    #expect(target.kind == "B" && target.name == "m" && target.namespace == "s")
    #expect(target.previous.map(\.name) == ["n"])
  }

  @Test func patchOfSeveralMakesAnnotationsStrings() throws {
    let text = "{apiVersion: v1, kind: A, metadata: {name: n, annotations: {a: x, b: y}}}"
    var list = ResourceList([try resource(text)])
    let patch = try resource(
      "{apiVersion: z/v9, kind: B, metadata: {name: m, annotations: {a: null}, labels: null}}")
    try list.apply(strategicMerge: patch, toResourcesAt: [0])
    let expected = "{apiVersion: v1, kind: A, metadata: {name: n, annotations: {a: 'null', b: y}}}"
    #expect(try list.resources[0].node.value() == node(expected).value())
  }

  @Test func deletedOnesGo() throws {
    var list = ResourceList([
      try resource("{apiVersion: v1, kind: A, metadata: {name: n}}"),
      try resource("{apiVersion: v1, kind: A, metadata: {name: m}}"),
    ])
    let patch = try resource("{$patch: delete, kind: A, metadata: {name: x}}")
    try list.apply(strategicMerge: patch, toResourcesAt: [1])
    #expect(list.resources.map(\.name) == ["n"])
  }

  @Test func oneNameForTwoIsAnError() throws {
    var list = ResourceList([
      try resource("{apiVersion: v1, kind: A, metadata: {name: n}}"),
      try resource("{apiVersion: v1, kind: A, metadata: {name: m}}"),
    ])
    var patch = try resource("{kind: A, metadata: {name: x}}")
    patch.mayChangeName = true
    #expect(throws: BuildError.self) {
      try list.apply(strategicMerge: patch, toResourcesAt: [0, 1])
    }
  }

  @Test func replacedAnnotationsLoseWhatIsNoted() throws {
    var target = try resource("{apiVersion: v1, kind: A, metadata: {name: n}}")
    target.needsHash = true
    var kept = target
    try kept.apply(strategicMerge: resource("{kind: A, metadata: {annotations: {a: b}}}"))
    #expect(kept.needsHash && kept.annotations == ["a": "b"])
    try target.apply(strategicMerge: resource("{kind: A, metadata: {annotations: null}}"))
    #expect(!target.needsHash && target.node.node("metadata", "annotations") == nil)
  }
}
