import Testing
import YAML

@testable import Kustomize

struct TransformerConfigurationTests {
  @Test func `the built-in fields are those of kustomize`() {
    let standard = TransformerConfiguration.standard
    #expect(standard.nameReference.map(\.referrers.count).reduce(0, +) == 166)
    #expect(
      standard.nameReference.map(\.target.kind) == [
        "StorageClass", "ServiceAccount", "Role", "ClusterRole", "ConfigMap", "Secret", "Service",
        "PriorityClass", "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet",
        "ValidatingAdmissionPolicy", "IngressClass", "ReplicaSet", "ReplicationController",
      ])
    #expect(standard.commonLabels.count == 32)
    #expect(standard.varReference.count == 72)
    #expect(standard.labels.isEmpty)
    #expect(
      standard.nameReference[4].referrers.contains(
        FieldSpec(
          "spec/jobTemplate/spec/template/spec/volumes/projected/sources/configMap/name",
          ResourceType(kind: "CronJob"))))
    #expect(
      standard.commonLabels.contains(
        FieldSpec(
          "spec/volumeClaimTemplates[]/metadata/labels",
          ResourceType(group: "apps", kind: "StatefulSet"), isCreated: true)))
  }

  @Test func `merging the built-in fields adds nothing, by the shortcut and without it`() throws {
    var merged = TransformerConfiguration.standard
    try merged.merge(.standard)
    try merged.merge(TransformerConfiguration())
    #expect(merged == .standard)
    var longer = TransformerConfiguration.standard
    longer.images.append(FieldSpec("spec/image", ResourceType(kind: "Boat")))
    let expected = longer.images.count
    try longer.merge(.standard)
    #expect(longer.images.count == expected)
    #expect(longer.nameReference == TransformerConfiguration.standard.nameReference)
  }

  @Test func `a file of configurations`() throws {
    let value = try configurationValue(
      """
      NamePrefix: [{kind: Boat, path: 5, create: true}, null]
      nameReference:
      - {kind: Boat, version: "1", fieldSpecs: [{path: spec/boat}]}
      images: null
      """)
    let configuration = try TransformerConfiguration(value)
    let boat = ResourceType(kind: "Boat")
    #expect(
      configuration.namePrefix == [FieldSpec(""), FieldSpec("5", boat, isCreated: true)].sorted)
    #expect(
      configuration.nameReference == [
        NameBackReferences(ResourceType(version: "1", kind: "Boat"), [FieldSpec("spec/boat")])
      ])
    #expect(try TransformerConfiguration(.null) == TransformerConfiguration())
  }

  @Test(arguments: [
    "prefixes: []", "[]", "namePrefix: {path: a}", "namePrefix: [{path: a, create: yes please}]",
    "namePrefix: [{path: a, name: b}]", "namePrefix: [{path: [a]}]", "nameReference: [{path: a}]",
    "namePrefix: [a]", "namePrefix: [{path: a, version: 1}]",
  ])
  func `what is no configuration`(_ text: String) throws {
    let value = try configurationValue(text)
    #expect(throws: BuildError.self) { try TransformerConfiguration(value) }
  }

  @Test func `fields that differ in whether they are created conflict`() throws {
    var configuration = TransformerConfiguration.standard
    var other = TransformerConfiguration()
    other.namePrefix = [FieldSpec("metadata/name", isCreated: true)]
    #expect(throws: BuildError.self) { try configuration.merge(other) }
  }

  @Test func `definitions of custom resources name their fields`() throws {
    let value = try configurationValue(
      """
      sea.test/v1.Boat:
        Schema:
          properties:
            kind: {type: string}
            apiVersion: {type: string}
            metadata: {type: object}
            spec: {$ref: sea.test/v1.BoatSpec}
      sea.test/v1.BoatSpec:
        schema:
          properties:
            crew:
              x-kubernetes-object-ref-api-version: v1
              x-kubernetes-object-ref-kind: Secret
            id: {x-kubernetes-identity: "", x-kubernetes-annotation: true}
            tags: {x-kubernetes-label-selector: "", x-kubernetes-annotation: ""}
      """)
    let configuration = try TransformerConfiguration(definitions: value)
    let boat = ResourceType(kind: "Boat")
    var expected = TransformerConfiguration()
    expected.namePrefix = [FieldSpec("spec/id", boat)]
    expected.commonLabels = [FieldSpec("spec/tags", boat)]
    expected.commonAnnotations = [FieldSpec("spec/tags", boat)]
    expected.nameReference = [
      NameBackReferences(
        ResourceType(version: "v1", kind: "Secret"), [FieldSpec("spec/crew/name", boat)])
    ]
    #expect(configuration == expected)
  }

  @Test(arguments: [
    "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition}", "[]",
    "{a.B: {Schema: {properties: [kind]}}}", "{a.B: {Schema: {properties: {b: {type: 5}}}}}",
    "{a.B: {Schema: {properties: {kind: {}, apiVersion: {}, metadata: {}, b: {$ref: a.B}}}}}",
  ])
  func `what is no file of definitions`(_ text: String) throws {
    let value = try configurationValue(text)
    #expect(throws: BuildError.self) { try TransformerConfiguration(definitions: value) }
  }
}

private func configurationValue(_ text: String) throws -> Value {
  try ManifestNode.documents(of: Array(text.utf8), file: 0)[0].value()
}

extension [FieldSpec] {
  /// These in the order in which a configuration has them.
  fileprivate var sorted: [FieldSpec] {
    var configuration = TransformerConfiguration()
    configuration.images = self
    configuration.sort()
    return configuration.images
  }
}
