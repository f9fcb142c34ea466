import Testing

@testable import Flux
@testable import YAML

@Suite struct ConfigMapTests {
  @Test func theManifestIsTheSameBytesForTheSameParts() throws {
    let map = ConfigMap(
      name: "infrastructure-vars", namespace: "flux-system",
      labels: [
        "reconcile.fluxcd.io/watch": "Enabled", "app.kubernetes.io/managed-by": "gitops-bot",
      ],
      annotations: ["note": "yes"],
      data: [
        (key: "values.yaml", text: "a: 1\nb: 2\n"), (key: "n", text: "3"), (key: "empty", text: ""),
        (key: "odd", text: "a\r\nb"),
      ])
    let expected = #"""
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: infrastructure-vars
        namespace: flux-system
        labels:
          app.kubernetes.io/managed-by: gitops-bot
          reconcile.fluxcd.io/watch: Enabled
        annotations:
          note: "yes"
      data:
        values.yaml: |
          a: 1
          b: 2
        "n": "3"
        empty: ""
        odd: "a\r\nb"

      """#
    let bytes = try map.yaml()
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
    let value = try Value(yaml: bytes)
    #expect(value["data", "values.yaml"] == .string("a: 1\nb: 2\n"))
    #expect(value["data", "n"] == .string("3"))
    #expect(value["data", "odd"] == .string("a\r\nb"))
  }

  @Test(arguments: ["", "a/b", "..", ".", "..a", "ä", "a b", String(repeating: "a", count: 254)])
  func aKeyThatTheServerWouldRefuseIsRefusedBefore(key: String) {
    #expect(throws: ManifestError.self) {
      try ConfigMap(name: "a", namespace: "b", data: [(key: key, text: "")]).yaml()
    }
  }

  @Test func whatDoesNotFitIntoOneConfigMapIsRefused() throws {
    let fits = String(repeating: "x", count: ConfigMap.maximumSize - 1)
    func map(_ text: String) -> ConfigMap {
      ConfigMap(name: "a", namespace: "b", data: [(key: "k", text: text)])
    }
    #expect(throws: Never.self) { try map(fits).yaml() }
    #expect(throws: ManifestError.self) { try map(fits + "x").yaml() }
    #expect(throws: ManifestError.self) {
      try ConfigMap(name: "a", namespace: "b", data: [(key: "k", text: ""), (key: "k", text: "")])
        .yaml()
    }
  }
}
