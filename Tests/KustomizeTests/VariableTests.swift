import Testing
import YAML

@testable import Kustomize

private let harbour = """
  {apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80, f: 1.5, on: true}]}}
  ---
  {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {args: ["--to=$(SVC)", "$(NO)", "$$(SVC)", "$(PORT)",
   ":$(PORT)", "$(F)$(ON)", "$(ON)", "$(SVC", "$x $", "$(SPEC)", 'plain'], n: 5, map: {a: "$(SVC)", b: 1}}}
  """

private func variable(_ name: String, _ path: String = "", _ object: String = "name: web") throws
  -> Variable
{
  let text =
    "{name: \(name), objref: {apiVersion: v1, kind: Service, \(object)}, fieldref: {fieldPath: '\(path)'}}"
  return try Variable(replacementValue(text), "", .exact)
}

private func resolved(_ variables: [Variable], _ paths: [String]) throws -> Value {
  var list = try replacementResources(harbour)
  list.resources[0].storePreviousID()
  list.resources[0].setName("pre-web")
  try list.note(variables)
  var set = VariableSet()
  try set.merge(variables)
  try list.resolve(set, in: paths.map { FieldSpec($0, ResourceType(kind: "Pod")) })
  return try list.resources[1].node.value()
}

@Test func variablesAreReplacedAndKeepTheirType() throws {
  let value = try resolved(
    [
      variable("SVC"), variable("PORT", "spec.ports[0].port"), variable("F", "spec.ports.0.f"),
      variable("ON", "spec.ports.[port=80].on"), variable("SPEC", "spec"),
    ], ["spec/args", "spec/n", "spec/map", "spec/none"])
  #expect(
    value["spec", "args"]
      == .list([
        .string("--to=pre-web"), .string("$(NO)"), .string("$(SVC)"), .int(80), .string(":80"),
        .string("1.5true"), .bool(true), .string("$(SVC"), .string("$x $"), .string("$(SPEC)"),
        .string("plain"),
      ]))
  #expect(value["spec", "map"] == .map(["a": .string("pre-web"), "b": .int(1)]))
  #expect(value["spec", "n"] == .int(5))
}

@Test func wrongVariablesAreRefused() throws {
  #expect(throws: BuildError.self) { try resolved([variable("A"), variable("A")], []) }
  #expect(throws: BuildError.self) { try resolved([variable("A", "spec.none")], []) }
  #expect(throws: BuildError.self) { try resolved([variable("A", "", "name: no")], []) }
  #expect(throws: BuildError.self) {
    try resolved([variable("A", "", "name: web, namespace: x")], [])
  }
  _ = try resolved([variable("A", "", "name: web, namespace: default")], [])
}

@Test func severalObjectsOfAVariableAreRefused() throws {
  var list = try replacementResources(
    """
    {apiVersion: v1, kind: Service, metadata: {name: web, namespace: a}}
    ---
    {apiVersion: v1, kind: Service, metadata: {name: web, namespace: b}}
    """)
  #expect(throws: BuildError.self) { try list.note([variable("A")]) }
  try list.note([variable("A", "", "name: web, namespace: b")])
  #expect(list.resources.map(\.variableNames) == [[], ["A"]])
}

@Test func theLegacyOrderFollowsKindsThenNames() throws {
  let list = try replacementResources(
    """
    {apiVersion: z.test/v1, kind: Boat, metadata: {name: a}}
    ---
    {apiVersion: a.test/v1, kind: Zoo, metadata: {name: a}}
    ---
    {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}
    ---
    {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: y}}
    ---
    {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: x}}
    ---
    {apiVersion: x.test/v1, kind: Namespace, metadata: {name: n}}
    ---
    {apiVersion: v1, kind: Namespace, metadata: {name: n}}
    """)
  func names(_ options: SortOptions?) throws -> [String] {
    try list.sorted(by: options).resources.map { $0.kind + " " + $0.name }
  }
  #expect(
    try names(SortOptions(order: "legacy")) == [
      "Namespace n", "Namespace n", "ConfigMap b", "ConfigMap a", "ConfigMap c", "Zoo a", "Boat a",
    ])
  #expect(try list.sorted(by: SortOptions(order: "legacy")).resources[0].apiVersion == "v1")
  let own = SortOptions.LegacyOrder(first: ["Boat"], last: ["Namespace"])
  #expect(try names(SortOptions(order: "legacy", legacy: own)).first == "Boat a")
  #expect(try names(nil) == names(SortOptions(order: "fifo")))
  #expect(throws: BuildError.self) { try names(SortOptions(order: "")) }
  #expect(throws: BuildError.self) { try names(SortOptions(order: "fifo", legacy: own)) }
}
