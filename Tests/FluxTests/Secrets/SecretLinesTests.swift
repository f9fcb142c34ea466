import Flux
import Testing

@Suite struct SecretLinesTests {
  /// A file with the word `hunter2` in every value that has to stay hidden.
  struct File: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var testDescription: String { name }

    init(_ name: String, _ text: String) {
      self.name = name
      self.text = text
    }
  }

  static let secrets: [File] = [
    File("block", "apiVersion: v1\nkind: Secret\nstringData:\n  a: hunter2\n"),
    File("kind behind data", "data:\n  a: hunter2\napiVersion: v1\nkind: Secret\n"),
    File("quoted key", "\"kind\": 'Secret'\ndata:\n  a: hunter2\n"),
    File("escaped", "\"ki\\u006ed\": \"\\x53ecret\"\ndata:\n  a: hunter2\n"),
    File("complex key", "? kind\n: Secret\n? data\n: {a: hunter2}\n"),
    File("tag", "kind: !!str Secret\ndata: {a: hunter2}\n"),
    File("block scalar", "kind: |-\n  Secret\ndata: {a: hunter2}\n"),
    File("next line", "kind:\n  Secret\ndata:\n  a: hunter2\n"),
    File("comment", "kind: Secret # it\ndata:\n  a: hunter2\n# once hunter2\n"),
    File("flow", "{apiVersion: v1, kind: Secret, stringData: {a: hunter2}}\n"),
    File("flow over lines", "{\n  kind: Secret,\n  data: {a: hunter2,\n   b: hunter2}\n}\n"),
    File("JSON", "{\n  \"kind\": \"Secret\",\n  \"data\": {\n    \"a\": \"hunter2\"\n  }\n}\n"),
    File("JSON on a line", #"{"kind":"Secret","data":{"a":"hunter2"}}"#),
    File("JSON with escapes", #"{"kind":"\u0053ecret","x":"\ud83d\ude00","data":{"a":"hunter2"}}"#),
    File(
      "list", "kind: List\nitems:\n- kind: ConfigMap\n- kind: Secret\n  data:\n    a: hunter2\n"),
    File("list of Secrets", "kind: SecretList\nitems:\n- data:\n    a: hunter2\n"),
    File(
      "list in a list",
      "kind: List\nitems:\n- kind: List\n  items:\n  - kind: Secret\n    data: {a: hunter2}\n"),
    File("alias", "x: &k Secret\nkind: *k\ndata:\n  a: hunter2\n"),
    File("alias of a value", "x: &p hunter2\nkind: Secret\ndata:\n  a: *p\n"),
    File("merge key", "x: &b\n  kind: Secret\ny:\n  <<: *b\n  data:\n    a: hunter2\n"),
    File("merge keys", "x: [&b {kind: Secret}, &c {c: d}]\n<<: [*c, *b]\ndata:\n  a: hunter2\n"),
    File("item by alias", "x: &s {kind: Secret, data: {a: hunter2}}\nkind: List\nitems: [*s]\n"),
    File("second document", "kind: ConfigMap\n---\nkind: Secret\ndata:\n  a: hunter2\n"),
    File("several values", "kind: Secret\nstringData:\n  a: |\n    b: hunter2\n\n    hunter2\n"),
    File("folded value", "kind: Secret\nstringData:\n  a: >-\n    c\n    hunter2\n  b: x\n"),
    File("plain over lines", "kind: Secret\nstringData:\n  a: b\n    hunter2\n"),
    File("names as keys", "kind: Secret\nstringData:\n  name: hunter2\n  kind: hunter2\n"),
    File("mark", "\u{FEFF}kind: Secret\nstringData:\n  ä: hunter2\n"),
    File("CR", "kind: Secret\rstringData:\r  a: hunter2\r"),
    File("CRLF", "kind: Secret\r\nstringData:\r\n  a: hunter2\r\n"),
    File("group of its own", "apiVersion: acme.io/v1\nkind: Secret\nspec:\n  a: hunter2\n"),
    File("alias as a key", "x: &k kind\n*k : Secret\ndata:\n  a: hunter2\n"),
    File(
      "patch by pattern",
      "patches:\n- target: {kind: Sec.*}\n  patch: |\n    - path: /data/a\n      value: hunter2\n"),
    File(
      "patch of anything",
      "patches:\n- target: {name: a}\n  patch: |\n    - path: /data/a\n      value: hunter2\n"),
    File("no kind", "metadata:\n  name: a\nstringData:\n  a: hunter2\n"),
    File("template", "kind: {{ .Kind }} Secret\nstringData:\n  a: hunter2\n"),
    File("template of data", "kind: Secret\n{{- if .x }}\ndata:\n  a: hunter2\n{{- end }}\n"),
    File("twice", "kind: Secret\nkind: Secret\ndata:\n  a: hunter2\n"),
    File("markers", "kind: Secret\n<<<<<<< yours\na: hunter2\n=======\n>>>>>>> template\n"),
    File("shell", "kubectl apply -f - <<E\nkind: Secret\ndata: {a: hunter2}\nE\n"),
    File("in text", "kind: ConfigMap\ndata:\n  a: |\n    kind: Secret\n    data: {b: hunter2}\n"),
    File(
      "last applied",
      "kind: Thing\nmetadata:\n  annotations:\n    a: '{\"kind\":\"Secret\",\"data\":\"hunter2\"}'\n"
    ),
    File(
      "in a release",
      "kind: HelmRelease\nspec:\n  values:\n    extra:\n    - kind: Secret\n      data: {a: hunter2}\n"
    ),
    File("generator", "secretGenerator:\n- name: a\n  literals:\n  - a=hunter2\n"),
    File("generator by plugin", "kind: SecretGenerator\nliterals:\n- a=hunter2\n"),
    File("patch", "patches:\n- target: {kind: Secret}\n  patch: |-\n    - value: hunter2\n"),
    File(
      "patch as text", "patches:\n- patch: |-\n    - path: /stringData/a\n      value: hunter2\n"),
    File(
      "nested too deep", "kind: Secret\ndata: " + String(repeating: "[", count: 200) + "hunter2"),
  ]

  @Test("no value of a Secret is shown, however it is written", arguments: secrets)
  func withheld(_ file: File) {
    let lines = SecretLines(of: Array(file.text.utf8))
    let shown = String(decoding: lines.withheld, as: UTF8.self)
    #expect(!shown.contains("hunter2"), "\(shown)")
    #expect(!lines.isEmpty)
  }

  static let others: [File] = [
    File("store", "kind: SecretStore\nspec:\n  a: shown\n"),
    File("external", "kind: ExternalSecret\nspec:\n  target:\n    template: {data: {a: shown}}\n"),
    File("sealed", "kind: SealedSecret\nspec:\n  encryptedData:\n    a: shown\n"),
    File(
      "reference", "kind: HelmRelease\nspec:\n  valuesFrom:\n  - kind: Secret\n    name: shown\n"),
    File("owner", "metadata:\n  ownerReferences:\n  - {apiVersion: v1, kind: Secret, name: a}\n"),
    File("rules", "kind: Role\nrules:\n- resources: [secrets, Secret]\n"),
    File("config", "kind: ConfigMap\ndata:\n  password: shown\n"),
    File("comment", "# not a kind of Secret\nkind: ConfigMap\ndata:\n  a: \"\\tshown\"\n"),
    File("generator of files", "secretGenerator:\n- name: a\n  files: [a]\nresources: [shown]\n"),
    File(
      "pattern of SOPS",
      "kind: ConfigMap\ndata:\n  .sops.yaml: |\n    encrypted_regex: ^(data|stringData)$ # shown\n"),
    File("prose", "# Secrets\n\nThe Secret is made by hand: see below.\n"),
  ]

  @Test("what is no Secret is shown as it is", arguments: others)
  func shown(_ file: File) {
    let lines = SecretLines(of: Array(file.text.utf8))
    #expect(lines.isEmpty)
    #expect(String(decoding: lines.withheld, as: UTF8.self) == file.text)
  }

  @Test("a Secret is shown by its keys, and the documents beside it as they are")
  func keys() {
    let text = """
      kind: ConfigMap
      data:
        shown: yes
      ---
      apiVersion: v1
      kind: "Secret"
      metadata:
        name: app # a note
        namespace: 'web'
      data:
        user: YWRtaW4=
        key: |
          line
          more
      type: Opaque
      ---
      shown: too

      """
    let lines = SecretLines(of: Array(text.utf8))
    #expect(lines.ranges == [3..<15])
    #expect(
      String(decoding: lines.withheld, as: UTF8.self) == """
        kind: ConfigMap
        data:
          shown: yes
        ---
        apiVersion: v1
        kind: "Secret"
        metadata:
          name: app …
          namespace: 'web'
        data:
          user: …
          key: …
        type: Opaque
        ---
        shown: too

        """)
  }
}
