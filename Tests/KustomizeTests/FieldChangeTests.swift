import Testing
import YAML

@testable import Kustomize

/// A list of the one resource of a YAML text, which a change is made to.
private func changed(
  _ yaml: String, _ change: (inout ResourceList) throws(BuildError) -> Void
) throws(BuildError) -> Value {
  let node = try ManifestNode.documents(of: Array(yaml.utf8), file: 0)[0]
  var list = ResourceList([Resource(node)])
  try change(&list)
  return try list.resources[0].node.value()
}

private func value(_ yaml: String) throws(BuildError) -> Value {
  try ManifestNode.documents(of: Array(yaml.utf8), file: 0)[0].value()
}

/// The results of kustomize for the same input.
@Suite struct LabelTests {
  private let fields = LabelFields(
    labels: [],
    common: [
      FieldSpec("metadata/labels", isCreated: true),
      FieldSpec("spec/selector", ResourceType(kind: "Service"), isCreated: true),
    ],
    templates: [FieldSpec("spec/template/metadata/labels", isCreated: true)])

  private func labelled(_ yaml: String, _ label: String) throws(BuildError) -> Value {
    let label = try LabelArguments(
      try Kustomizer.value(of: Array(label.utf8)), "labels[0]", .exact)
    return try changed(yaml) { list throws(BuildError) in
      try list.setLabels([label], common: [:], in: fields)
    }
  }

  @Test func valuesAreStringsAndReplaceAll() throws {
    let made = try labelled(
      "{kind: A, metadata: {labels: {a: {x: y}, b: 1, c: null}}}",
      "{pairs: {a: '1', b: 'true', c: '', d: '1.30'}}")
    let wanted = "{kind: A, metadata: {labels: {a: '1', b: 'true', c: '', d: '1.30'}}}"
    #expect(try made == value(wanted))
  }

  @Test(arguments: [
    ("{pairs: {a: b}}", "{metadata: {labels: {a: b}}}"),
    (
      "{pairs: {a: b}, includeTemplates: true}",
      "{metadata: {labels: {a: b}}, spec: {template: {metadata: {labels: {a: b}}}}}"
    ),
    (
      "{pairs: {a: b}, includeSelectors: true, includeTemplates: true}",
      "{metadata: {labels: {a: b}}, spec: {selector: {a: b}}}"
    ),
    (
      "{pairs: {a: b}, fields: [{path: x/y, create: true}, {path: z}]}",
      "{metadata: {labels: {a: b}}, x: {y: {a: b}}}"
    ),
    ("{pairs: {}, includeSelectors: true}", "{}"),
  ])
  func fieldsOfALabel(label: String, rest: String) throws {
    let made = try labelled("{apiVersion: v1, kind: Service}", label)
    var wanted = ["apiVersion": Value.string("v1"), "kind": .string("Service")]
    for (key, member) in try value(rest).members { wanted[key] = member }
    #expect(made == .map(wanted))
  }

  @Test(arguments: [
    "{pairs: {a: b}, fields: [{path: metadata/labels}]}", "{pairs: {'': b}}", "{pairs: {a: 1}}",
    "{pairs: {'<<': b}}", "{pairs: {'1': b}}", "{pairs: {a: \"\\x80\"}}",
    "{pairs: {a: b}, fields: [{path: list}]}", "{pairs: {a: b}, fields: [{path: text}]}",
  ])
  func refused(label: String) {
    #expect(throws: BuildError.self) {
      try labelled("{kind: A, list: [x], text: x, metadata: {}}", label)
    }
  }

  @Test func nullStaysWhereNothingIsMade() throws {
    let yaml = "{kind: A, x: null, metadata: {labels: null}}"
    let made = try labelled(yaml, "{pairs: {a: b}, fields: [{path: x}]}")
    #expect(try made == value("{kind: A, x: null, metadata: {labels: {a: b}}}"))
  }

  @Test func placesStay() throws {
    let text = "kind: A\nmetadata:\n  labels:\n    a: x\n"
    let node = try ManifestNode.documents(of: Array(text.utf8), file: 3)[0]
    var list = ResourceList([Resource(node)])
    try list.setLabels(
      [], common: ["a": "y", "b": "z"], in: fields, place: .init(file: 5, line: 9))
    let labels = list.resources[0].node.node("metadata", "labels")
    #expect(labels?["a"]?.place.file == 3)
    #expect(labels?["a"]?.place.line == 4)
    #expect(labels?["b"]?.place.file == 5)
  }
}

@Suite struct ImageTests {
  private let fields = [
    FieldSpec("spec/containers[]/image", isCreated: true), FieldSpec("own/image"),
  ]

  private func images(_ images: String, _ containers: String) throws(BuildError) -> Value {
    guard case .list(let list) = try value(images) else { throw BuildError("no list") }
    var arguments: [ImageArguments] = []
    for image in list { arguments.append(try ImageArguments(image, "images[0]", .exact)) }
    return try changed("{kind: Pod, spec: {containers: \(containers)}}") {
      list throws(BuildError) in try list.setImages(arguments, in: fields)
    }
  }

  @Test(arguments: [
    ("[{name: app, newTag: '2'}]", "app:1@sha256:ab", "app:2"),
    ("[{name: app, digest: 'sha256:c'}]", "app:1@sha256:ab", "app@sha256:c"),
    ("[{name: app, digest: 'sha256:c', newTag: t}]", "app", "app:t@sha256:c"),
    ("[{name: app, newName: 'h:80/b'}]", "app:1@sha256:ab", "h:80/b:1@sha256:ab"),
    ("[{name: 'h:80/app', newTag: '2'}]", "h:80/app", "h:80/app:2"),
    ("[{name: app, newTag: '2'}]", "app:{x}", "app:2"),
    ("[{name: app, newTag: '2'}]", "app@x", "app@x"),
    ("[{name: app, newTag: '2'}]", "h/app:1", "h/app:1"),
    ("[{name: app, newTag: '2'}]", "apps:1", "apps:1"),
    ("[{name: a.p, newTag: '2'}]", "axp:1", "axp:2"),
    ("[{name: 'a\\.p', newTag: '2'}]", "axp:1", "axp:1"),
    ("[{name: 'app|b', newTag: '2'}]", "app/x:1", "app/x:2"),
    ("[{name: '[ab]+(/c)?', newTag: '2'}]", "ab/c", "ab/c:2"),
    // In `containers` and in a field of the configuration: twice.
    ("[{name: app, tagSuffix: -x}]", "app:1@sha256:ab", "app:1-x-x"),
    ("[{name: app, newName: b}, {name: b, newTag: '3'}]", "app", "b:3"),
    ("[{newTag: '1'}]", "", ":1"),
  ])
  func changes(arguments: String, image: String, wanted: String) throws {
    let made = try images(arguments, "[{image: '\(image)'}]")
    #expect(made["spec", "containers", "0", "image"] == .string(wanted))
  }

  @Test func plainImageCanBecomeANumber() throws {
    let made = try images("[{name: x, newName: '12'}]", "[{image: x}, {image: 'x'}, null]")
    #expect(try made["spec", "containers"] == value("[{image: 12}, {image: '12'}, null]"))
  }

  @Test(arguments: [
    ("[{name: x}]", "[x]"), ("[{name: x}]", "[{image: {a: b}}]"),
    ("[{name: 'a('}]", "[{image: x}]"),
    ("[{name: '(a+)+'}]", "[{image: x}]"), ("[{name: x, newTag: 1}]", "[{image: x}]"),
  ])
  func refused(arguments: String, containers: String) {
    #expect(throws: BuildError.self) { try images(arguments, containers) }
  }

  @Test func containersAtAnyDepthButNotOfDefinitions() throws {
    var image = ImageArguments()
    image.name = "a"
    image.newTag = "2"
    let content = "x: [{initContainers: [{image: a}]}], own: {image: a}, containers: {image: a}"
    for (kind, tag) in [("Boat", ":2"), ("CustomResourceDefinition", "")] {
      let made = try changed("{kind: \(kind), \(content)}") { list throws(BuildError) in
        try list.setImages([image], in: fields)
      }
      #expect(made["x", "0", "initContainers", "0", "image"] == .string("a" + tag))
      #expect(made["own", "image"] == .string("a" + tag))
      #expect(made["containers", "image"] == .string("a"))
    }
  }

  @Test func badExpressionCountsWhereThereIsAnImage() throws {
    #expect(try images("[{name: 'a('}]", "[{name: x}]")["kind"] == .string("Pod"))
  }
}

@Suite struct ReplicaTests {
  private let fields = [
    FieldSpec("spec/replicas", ResourceType(kind: "Deployment"), isCreated: true)
  ]

  private func replicas(_ rest: String, name: String = "a") throws(BuildError) -> Value? {
    var replica = ReplicaArguments()
    replica.name = name
    replica.count = 3
    let yaml = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}\(rest)}"
    return try changed(yaml) { list throws(BuildError) in
      try list.setReplicas([replica], in: fields)
    }["spec", "replicas"]
  }

  @Test func setAndMade() throws {
    for rest in ["", ", spec: null", ", spec: {replicas: null}", ", spec: {replicas: x}"] {
      #expect(try replicas(rest) == .int(3))
    }
    #expect(try replicas(", spec: {replicas: '1'}") == .string("3"), "quotes stay")
  }

  @Test func refused() {
    for rest in [", spec: x", ", spec: {replicas: [1]}"] {
      #expect(throws: BuildError.self) { try replicas(rest) }
    }
    #expect(throws: BuildError.self) { try replicas("", name: "b") }
  }
}
