import Testing
import YAML

@testable import Kustomize

/// The node of a YAML text.
private func node(_ yaml: String) throws(BuildError) -> ManifestNode {
  try ManifestNode.documents(of: Array(yaml.utf8), file: 0)[0]
}

private func value(_ yaml: String) throws(BuildError) -> Value { try node(yaml).value() }

/// The ConfigMap of a generator over files.
private func configMap(
  _ generator: String, _ files: [String: [UInt8]] = [:], options: GeneratorOptions? = nil
) throws(BuildError) -> Resource {
  let arguments = try ConfigMapArguments(try value(generator), "configMapGenerator[0]", .exact)
  let reading: GeneratorFileReading = { path throws(BuildError) in try files.bytes(path) }
  return try arguments.resource(reading: reading, options: options)
}

private func secret(
  _ generator: String, _ files: [String: [UInt8]] = [:]
) throws(BuildError) -> Resource {
  let arguments = try SecretArguments(try value(generator), "secretGenerator[0]", .exact)
  let reading: GeneratorFileReading = { path throws(BuildError) in try files.bytes(path) }
  return try arguments.resource(reading: reading, options: nil)
}

extension [String: [UInt8]] {
  fileprivate func bytes(_ path: String) throws(BuildError) -> [UInt8] {
    guard let bytes = self[path] else { throw BuildError("missing \(path)") }
    return bytes
  }
}

/// The results of kustomize for the same input.
@Suite struct GeneratorTests {
  @Test func literalsLoseOnePairOfQuotes() throws {
    let made = try configMap(
      #"{name: g, literals: [a=1, "c=", d=x=y, "e='q'", "f='x\"", "h='"]}"#)
    let wanted = try value(#"{a: "1", c: "", d: x=y, e: q, f: "'x\"", h: "'"}"#)
    #expect(try made.node["data"]?.value() == wanted)
    #expect(made.needsHash && made.behavior == .unspecified)
  }

  @Test func environmentFiles() throws {
    let text = "\u{FEFF} A=1 \r\n#B=2\n\u{A0}\t# C=3\n=x\nexport D=4\nE\nF= 'q'"
    let made = try configMap("{name: g, env: f}", ["f": Array(text.utf8)])
    let wanted = try value(#"{A: "1 ", export D: "4", E: "", F: " 'q'"}"#)
    #expect(try made.node["data"]?.value() == wanted)
  }

  @Test func longLineEndsAnEnvironmentFile() throws {
    let long = String(repeating: "x", count: 65533)
    func keys(_ text: String) throws -> [String]? {
      try configMap("{name: g, envs: [f]}", ["f": Array(text.utf8)]).node["data"]?.members?
        .compactMap(\.key.text)
    }
    #expect(try keys("A=1\nB=\(long)\nC=1\n") == ["A", "B", "C"])
    #expect(try keys("A=1\nB=\(long)x\nC=1\n") == ["A"])
  }

  @Test func filesAndBytes() throws {
    let files: [String: [UInt8]] = [
      "x/y.txt": Array("a\r\n".utf8), "b": .init(repeating: 255, count: 52),
    ]
    let made = try configMap("{name: g, files: [x/y.txt, k=b]}", files)
    let line = String(repeating: "/", count: 69)
    #expect(try made.node["data"]?.value() == value(#"{y.txt: "a\r\n"}"#))
    #expect(made.node.node("binaryData", "k")?.text == line + "w\n==\n")
  }

  @Test func secretIsBase64AndHasData() throws {
    let made = try secret("{name: s, type: x, literals: [a=MQ, b=, c=no]}")
    #expect(try made.node["data"]?.value() == value(#"{a: TVE=, b: "", c: bm8=}"#))
    #expect(made.node["type"]?.text == "x")
    let empty = try secret("{name: s}").node.value()
    let wanted = "{apiVersion: v1, kind: Secret, metadata: {name: s}, type: Opaque, data: {}}"
    #expect(try empty == value(wanted))
  }

  @Test(arguments: [
    "{literals: [a=b]}", "{name: g, literals: [a]}", "{name: g, literals: ['=a']}",
    "{name: g, literals: [a=1, a=2]}", "{name: g, literals: [1]}", "{name: g, files: ['=f']}",
    "{name: g, files: [f=]}", "{name: g, files: [a=b=f]}", "{name: g, files: [gone]}",
    "{name: g, type: x}", "{name: g, envs: [bad]}", "{name: g, literals: [\"a=\\x7F\"]}",
    "{name: g, files: [tab]}", "{name: g, literals: ['<<=x']}", "{name: g, options: {x: y}}",
  ])
  func refused(generator: String) {
    let files: [String: [UInt8]] = ["f": [], "bad": [65, 61, 255], "tab": Array("\tx\ny".utf8)]
    #expect(throws: BuildError.self) { try configMap(generator, files) }
  }

  @Test func keyThatIsANumberDoesNotPrint() throws {
    let made = try configMap("{name: g, literals: ['1=x']}")
    #expect(throws: BuildError.self) { try made.node.value() }
    #expect(try configMap("{name: g, literals: ['y=x']}").node.value()["data", "y"] == .string("x"))
  }

  @Test func configurationOfABuiltinGenerator() throws {
    let text = """
      {apiVersion: builtin, kind: ConfigMapGenerator, metadata: {name: m, namespace: n, labels: {}},
       namespace: own, env: gone, literals: [1=2, a=b], options: {labels: {x: 1}}}
      """
    let made = try ConfigMapArguments(configuration: try value(text)).arguments
    #expect(made.name == "m")
    #expect(made.namespace == "own")
    #expect(made.environmentFiles == [])
    #expect(made.options?.labels == ["x": "1"])
  }

  @Test func optionsOfOneAndOfAll() throws {
    var all = GeneratorOptions()
    all.disableNameSuffixHash = true
    all.labels = ["all": "1", "both": "1"]
    let made = try configMap(
      "{name: g, options: {immutable: true, disableNameSuffixHash: false, labels: {both: '2'}}}",
      options: all)
    #expect(!made.needsHash)
    #expect(made.labels == ["all": "1", "both": "2"])
    #expect(made.node["immutable"]?.tag == .bool)
  }
}

@Suite struct ContentHashTests {
  @Test(arguments: [
    ("{name: g}", "g-6ct58987ht"),
    ("{name: g, literals: [a=1]}", "g-h29d89cmmt"),
    ("{name: other, namespace: n, literals: [a=1]}", "other-h29d89cmmt"),
    (
      "{name: gen, literals: [a=1, b=two words, 'c=', d=x=y, \"e='quoted'\", 'f=\"double\"']}",
      "gen-ghfcbg7b76"
    ),
  ])
  func configMaps(generator: String, name: String) throws {
    var list = ResourceList([try configMap(generator)])
    try list.addHashes()
    #expect(list.resources[0].name == name)
    #expect(list.resources[0].originalID.name + "-" == name.prefix(name.count - 10))
  }

  @Test func secrets() throws {
    #expect(try secret("{name: k, literals: [token=abc]}").contentHash() == "dbdgd77ct8")
    let pull = #"{"auths": {}}"# + "\n"
    let made = try secret(
      "{name: k, type: kubernetes.io/dockerconfigjson, files: [.dockerconfigjson=p]}",
      ["p": Array(pull.utf8)])
    #expect(try made.contentHash() == "6tb46h748c")
  }

  @Test func otherKindsAreNotSupported() throws {
    var list = ResourceList([try configMap("{name: g}")])
    list.resources[0].setKind("Boat")
    #expect(throws: BuildError.self) { try list.addHashes() }
  }

  @Test(arguments: [
    (0, "0"), (100, "100"), (1.5, "1.5"), (1e21, "1e+21"), (1e20, "100000000000000000000"),
    (1e-6, "0.000001"), (1.5e-7, "1.5e-7"), (-0.25, "-0.25"), (123456.789e3, "123456789"),
  ])
  func numbersOfGo(number: Double, text: String) {
    #expect(GoJSON().text(of: .double(number)) == text)
  }

  @Test func digestOfLongMessages() {
    let wanted = [
      0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      55: "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318",
      56: "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a",
      64: "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb",
    ]
    for (count, digest) in wanted {
      #expect(SHA256.hexadecimal([UInt8](repeating: 97, count: count)) == digest)
    }
  }
}

@Suite struct AbsorbTests {
  private func merged(_ old: String, _ generator: String) throws(BuildError) -> Resource {
    var list = ResourceList([Resource(try node(old))])
    list.resources[0].prefixes = ["p-"]
    try list.absorb([try configMap(generator)])
    return list.resources[0]
  }

  private let old = """
    {apiVersion: v1, kind: ConfigMap, metadata: {name: g, labels: {n: 1}, annotations: {x: old}},
     data: {a: 1, b: null, c: {d: e}}, binaryData: {z: AA==}, extra: 1}
    """

  @Test func mergeMakesStrings() throws {
    let generator = "{name: g, behavior: merge, literals: [a=9], options: {annotations: {x: new}}}"
    let made = try merged(old, generator)
    let wanted = try value(
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: g, labels: {n: "1"}, annotations: {x: new}},
       data: {a: "9", b: "", c: ""}, binaryData: {z: AA==}}
      """)
    #expect(try made.node.value() == wanted)
    #expect(!made.needsHash, "the old one has none")
    #expect(made.prefixes == ["p-"])
  }

  @Test func replaceKeepsMetadata() throws {
    let made = try merged(old, "{name: g, behavior: replace, literals: [q=1]}")
    let wanted = try value(
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: g, labels: {n: "1"}, annotations: {x: old}},
       data: {q: "1"}}
      """)
    #expect(try made.node.value() == wanted)
  }

  @Test func originOfTheOldOneStays() throws {
    let key = "config.kubernetes.io/origin"
    let old = "{apiVersion: v1, kind: ConfigMap, metadata: {name: g, annotations: {\(key): a}}}"
    let options = "options: {annotations: {\(key): b}}"
    for (behavior, origin) in [("merge", "a"), ("replace", "b")] {
      let made = try merged(old, "{name: g, behavior: \(behavior), \(options)}")
      #expect(made.annotations[key] == origin)
    }
  }

  @Test func earlierNamesCount() throws {
    var list = ResourceList([Resource(try node(old))])
    list.resources[0].storePreviousID()
    list.resources[0].setName("p-g")
    try list.absorb([try configMap("{name: g, behavior: merge, literals: [n=1]}")])
    #expect(list.resources.map(\.name) == ["p-g"])
    #expect(list.resources[0].originalID.name == "g")
  }

  @Test(arguments: ["{name: g}", "{name: g, behavior: create}", "{name: h, behavior: merge}"])
  func refused(generator: String) {
    #expect(throws: BuildError.self) { try merged(old, generator) }
  }
}
