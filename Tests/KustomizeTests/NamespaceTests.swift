import Testing
import YAML

@testable import Kustomize

struct NamespaceTests {
  @Test func `a namespace replaces one that is there`() throws {
    var list = try resources(
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
      ---
      {apiVersion: v1, kind: Secret, metadata: {name: b, namespace: old}}
      """)
    var unset = list
    let specs = TransformerConfiguration.standard.namespace
    try list.setNamespace("new", specs)
    #expect(list.resources.map(\.namespace) == ["new", "new"])
    #expect(list.resources.map { $0.previous.map(\.namespace) } == [["default"], ["old"]])
    try unset.setNamespace("new", specs, options: NamespaceOptions(isUnsetOnly: true))
    #expect(unset.resources.map(\.namespace) == ["new", "old"])
  }

  @Test(arguments: [
    (NamespaceOptions.Subjects.defaultOnly, ["old", "new", "new", nil]),
    (.allServiceAccounts, ["new", "new", "new", nil]), (.none, ["old", "old", nil, nil]),
  ])
  func `subjects of role bindings`(
    _ subjects: NamespaceOptions.Subjects, _ expected: [String?]
  ) throws {
    var list = try resources(
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: b}
      subjects:
      - {kind: ServiceAccount, name: robot, namespace: old}
      - {kind: ServiceAccount, name: default, namespace: old}
      - {kind: ServiceAccount, name: default}
      - {kind: User, name: eve}
      """)
    // The fields of subjects are left to the option.
    let specs = [
      FieldSpec("subjects/namespace", ResourceType(kind: "ClusterRoleBinding"), isCreated: true)
    ]
    try list.setNamespace("new", specs, options: NamespaceOptions(subjects: subjects))
    let elements = try #require(list.resources[0].node["subjects"]?.elements)
    #expect(elements.map { $0["namespace"]?.text } == expected)
  }

  @Test func `the name of a namespace and the services of API objects`() throws {
    var list = try resources(
      """
      {apiVersion: v1, kind: Namespace, metadata: {name: old}}
      ---
      {apiVersion: sea.test/v1, kind: Namespace, metadata: {name: other}}
      ---
      apiVersion: apiregistration.k8s.io/v1
      kind: APIService
      metadata: {name: s}
      spec: {service: {name: api}}
      """)
    try list.setNamespace("123", TransformerConfiguration.standard.namespace)
    #expect(list.resources.map(\.name) == ["123", "other", "s"])
    // A namespace is a text even where it looks like a number.
    let values = try list.resources.map { try $0.node.value() }
    #expect(values[0]["metadata", "name"] == .string("123"))
    #expect(values[2]["spec", "service", "namespace"] == .string("123"))
  }

  @Test func `two resources must not become one`() throws {
    var list = try resources(
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: one}}
      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: two}}
      """)
    #expect(throws: BuildError.self) { try list.setNamespace("two", []) }
  }

  @Test(arguments: ["text", "[text]", "[{name: {a: b}}]", "[{name: default, namespace: [a]}]"])
  func `subjects of another shape`(_ subjects: String) throws {
    var list = try resources(
      "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b},"
        + " subjects: \(subjects)}")
    #expect(throws: BuildError.self) { try list.setNamespace("new", []) }
  }
}
