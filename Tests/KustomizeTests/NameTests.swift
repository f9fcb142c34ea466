import Testing
import YAML

@testable import Kustomize

struct NameTests {
  @Test func `prefix and suffix change names and note it`() throws {
    var list = try resources(
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: n}}
      ---
      {apiVersion: other.test/v1, kind: APIService, metadata: {name: s}}
      ---
      {apiVersion: v1, kind: Secret, metadata: {name: 1}}
      """)
    try list.addPrefix("1", TransformerConfiguration.standard.namePrefix)
    try list.addSuffix("2", TransformerConfiguration.standard.nameSuffix)
    #expect(list.resources.map(\.name) == ["1a2", "n", "1s2", "112"])
    #expect(list.resources[0].prefixes == ["1"])
    #expect(list.resources[0].previous.map(\.name) == ["a", "1a"])
    #expect(list.resources[1].previous.isEmpty)
    // Without quotes the type follows from the text, as in kustomize.
    #expect(try list.resources[3].node.value()["metadata", "name"] == .int(112))
  }

  @Test func `a prefix for a field of the configuration`() throws {
    var list = try resources(
      "{apiVersion: sea.test/v1, kind: Boat, metadata: {name: b}, spec: {a: x, c: null}}")
    let boat = ResourceType(kind: "Boat")
    try list.addPrefix(
      "p-",
      [
        FieldSpec("spec/a", boat), FieldSpec("/spec/b", boat, isCreated: true),
        FieldSpec("spec/c", boat, isCreated: true), FieldSpec("spec/d", boat),
      ])
    #expect(
      try list.resources[0].node.value()["spec"]
        == .map([
          "a": .string("p-x"), "b": .string("p-"), "c": .string("p-null"),
        ]))
    #expect(list.resources[0].previous.isEmpty)
    for path in ["spec", "spec/0", "spec/[a=b]", "spec//a", "spec/a/b"] {
      #expect(throws: BuildError.self) { try list.addPrefix("p-", [FieldSpec(path)]) }
    }
  }

  @Test func `references follow the names`() throws {
    var list = try resources(
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: conf}}
      ---
      {apiVersion: v1, kind: Secret, metadata: {name: conf}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        template:
          spec:
            containers:
            - envFrom: [{configMapRef: {name: conf}}, {configMapRef: {name: other}}]
            volumes: [{secret: {secretName: "conf"}}, null]
      """)
    try list.addPrefix("p-", TransformerConfiguration.standard.namePrefix)
    try list.fixNameReferences(.standard)
    let pod = try #require(try list.resources[2].node.value()["spec", "template", "spec"])
    #expect(pod["containers", "0", "envFrom", "0", "configMapRef", "name"] == .string("p-conf"))
    #expect(pod["containers", "0", "envFrom", "1", "configMapRef", "name"] == .string("other"))
    #expect(pod["volumes", "0", "secret", "secretName"] == .string("p-conf"))
    #expect(list.resources[0].referrers.map(\.name) == ["p-web"])
  }

  @Test func `a reference stays in its namespace and its layer`() throws {
    let text = """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: conf}}
      ---
      {apiVersion: v1, kind: Pod, metadata: {name: pod}, spec: {volumes: {configMap: {name: conf}}}}
      """
    func layer(_ prefix: String, _ namespace: String) throws -> ResourceList {
      var list = try resources(text)
      try list.setNamespace(namespace, TransformerConfiguration.standard.namespace)
      try list.addPrefix(prefix, TransformerConfiguration.standard.namePrefix)
      return list
    }
    for namespaces in [("one", "two"), ("same", "same")] {
      var list = try layer("a-", namespaces.0)
      try list.append(try layer("b-", namespaces.1).resources)
      try list.fixNameReferences(.standard)
      let names = try [1, 3].map {
        try list.resources[$0].node.value()["spec", "volumes", "configMap", "name"]
      }
      #expect(names == [.string("a-conf"), .string("b-conf")])
    }
  }

  @Test func `several resources that fit are an error where the referrer has their prefix`() throws
  {
    let text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}}"
    var list = try resources(text)
    try list.addPrefix("a-", TransformerConfiguration.standard.namePrefix)
    var other = try resources(text)
    try other.addPrefix("b-", TransformerConfiguration.standard.namePrefix)
    try list.append(other.resources)
    try list.append(
      try resources(
        "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{configMap: {name: conf}}]}}"
      ).resources)
    var outside = list
    try outside.fixNameReferences(.standard)
    let pod = try outside.resources[2].node.value()
    #expect(pod["spec", "volumes", "0", "configMap", "name"] == .string("conf"))
    try list.addSuffix("-s", TransformerConfiguration.standard.nameSuffix)
    #expect(throws: BuildError.self) {
      for index in list.resources.indices { list.resources[index].prefixes = [] }
      try list.fixNameReferences(.standard)
    }
  }

  @Test func `a role binding reaches the accounts that it names`() throws {
    var list = try resources(
      """
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: robot, namespace: far}}
      ---
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: robot, namespace: near}}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: b, namespace: near}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: robot}
      subjects:
      - {kind: ServiceAccount, name: robot, namespace: far}
      - {kind: ServiceAccount, name: robot, namespace: gone}
      ---
      {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: robot, namespace: near}}
      """)
    try list.addPrefix("p-", TransformerConfiguration.standard.namePrefix)
    try list.fixNameReferences(.standard)
    let binding = try list.resources[2].node.value()
    #expect(binding["roleRef", "name"] == .string("p-robot"))
    #expect(binding["subjects", "0", "name"] == .string("p-robot"))
    #expect(binding["subjects", "0", "namespace"] == .string("far"))
    #expect(binding["subjects", "1", "name"] == .string("robot"))
  }

  @Test(arguments: [
    "{volumes: text}", "{volumes: [{configMap: {name: [[a]]}}]}",
    "{volumes: [{configMap: {name: {key: a}}}]}",
  ])
  func `a field of another shape is an error, even where nothing has a new name`(
    _ spec: String
  ) throws {
    var list = try resources("{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: \(spec)}")
    #expect(throws: BuildError.self) { try list.fixNameReferences(.standard) }
  }

  @Test func `many resources take little time`() throws {
    let one = try resources(
      "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {volumes: [{configMap: {name: conf}}]}}"
    ).resources[0]
    var list = try resources("{apiVersion: v1, kind: ConfigMap, metadata: {name: conf}}")
    for number in 0..<3_000 {
      var resource = one
      resource.setName("p\(number)")
      list.resources.append(resource)
    }
    try list.setNamespace("n", TransformerConfiguration.standard.namespace)
    try list.addPrefix("x-", TransformerConfiguration.standard.namePrefix)
    try list.fixNameReferences(.standard)
    #expect(list.resources[0].referrers.count == 3_000)
  }
}
