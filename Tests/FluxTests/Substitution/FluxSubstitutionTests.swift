import Testing

@testable import Flux
@testable import YAML

@Suite struct FluxSubstitutionTests {
  private func substituted(
    _ manifest: String, _ variables: [String: String] = ["n": "3"], isStrict: Bool = true
  ) throws(SubstitutionError) -> [Value] {
    try FluxSubstitution.substituted(
      stream: Array(manifest.utf8), variables: variables, isStrict: isStrict)
  }

  private func message(_ manifest: String, _ variables: [String: String] = ["n": "3"]) -> String? {
    do throws(SubstitutionError) {
      _ = try substituted(manifest, variables)
      return nil
    } catch {
      return error.message
    }
  }

  @Test(arguments: ["labels", "annotations"])
  func aResourceThatIsSwitchedOffKeepsItsText(field: String) throws {
    let manifest =
      "kind: A\nmetadata:\n  \(field):\n    kustomize.toolkit.fluxcd.io/substitute: disabled\nx: ${z}\n"
    let results = try substituted(manifest)
    #expect(results.first?["x"] == .string("${z}"))
    let other = manifest.replacing("disabled", with: "enabled").replacing("${z}", with: "${n}")
    #expect(try substituted(other).first?["x"] == .int(3))
  }

  @Test func withoutVariablesNothingIsReplacedAsInFlux() throws {
    #expect(try substituted("kind: A\nx: ${z}$$\n", [:]).first?["x"] == .string("${z}$$"))
  }

  @Test(arguments: ["values.yaml", "a-b", "1a", "", "é"])
  func oneNameThatFluxRefusesFailsTheBuild(name: String) {
    let expected =
      "post build failed for 'A.[noVer].[noGrp]/x': envsubst error: '\(name)' var name is invalid, "
      + "must match '^[_[:alpha:]][_[:alpha:][:digit:]]*$'"
    #expect(message("kind: A\nmetadata: {name: x}\n", ["n": "3", name: ""]) == expected)
  }

  @Test func everyDocumentAndEveryItemOfAListIsAResource() throws {
    let manifest = """
      # nothing
      ---
      kind: A
      x: ${n}
      ---
      ---
      kind: BList
      items: [{kind: B, x: "${n}"}, {kind: C}]
      """
    let results = try substituted(manifest)
    #expect(results.map { $0["kind"] } == ["A", "B", "C"].map(Value.string))
    #expect(results.map { $0["x"] } == [.int(3), .int(3), nil])
  }

  @Test func anErrorNamesTheResource() throws {
    let manifest =
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x, namespace: y}\ns: ${z}\n"
    let error = #expect(throws: SubstitutionError.self) { try substituted(manifest) }
    #expect(
      error?.message == "post build failed for 'Deployment.v1.apps/x': envsubst error: "
        + "variable substitution failed: variable not set (strict mode): \"z\"")
    #expect(error?.resource?.kind == "Deployment")
    #expect(error?.resource?.group == "apps")
    #expect(error?.resource?.namespace == "y")
    #expect(error?.resource?.name == "x")
  }

  @Test func quotesOfTheFileAreLostAndTypesChange() throws {
    let manifest = "kind: A\nx: \"${v}\"\nold: yes\nkeep: \"1.30\"\n"
    let result = try substituted(manifest, ["v": "on"]).first
    #expect(result?["x"] == .bool(true))
    #expect(result?["old"] == .string("yes"))
    #expect(result?["keep"] == .string("1.30"))
  }

  @Test(arguments: [
    ("*a", "yaml: unknown anchor 'a' referenced"),
    ("[a", "yaml: line 2: did not find expected ',' or ']'"),
    ("\"a", "yaml: line 4: found unexpected end of stream"),
    ("!!int a", "yaml: cannot decode !!str `a` as a !!int"),
    (".inf", "json: unsupported value: +Inf"),
  ])
  func aTextThatBreaksTheManifestIsReportedInFluxWords(text: String, message: String) {
    let prefix = "post build failed for 'A.[noVer].[noGrp]/': envsubst error: YAMLToJSON: "
    #expect(self.message("kind: A\nx: ${v}\nz: 1\n", ["v": text]) == prefix + message)
  }

  @Test func halfACharacterIsAnErrorAndNoCrash() {
    let message = message("kind: A\nx: ${v:0:1}\n", ["v": "é"])
    #expect(message?.hasSuffix("YAMLToJSON: yaml: invalid trailing UTF-8 octet") == true)
  }

  @Test func aManifestThatKustomizeCannotReadIsAnErrorWithoutResource() {
    for manifest in ["a: [", "kind: A\ndata: {1: x}\n", "\u{FF}: *x\n"] {
      let error = #expect(throws: SubstitutionError.self) { try substituted(manifest) }
      #expect(error?.resource == nil)
    }
  }

  @Test func anAliasBombIsAnErrorAndNoHang() {
    var text = "&a0 [x,x,x,x,x,x,x,x,x,x]"
    for level in 1...9 {
      let alias = "*a\(level - 1)"
      text += ", &a\(level) [" + Array(repeating: alias, count: 10).joined(separator: ",") + "]"
    }
    #expect(
      message("kind: A\nx: ${v}\n", ["v": "[\(text)]"])?.contains("excessive aliasing") == true)
    #expect(message("kind: A\nx: [\(text)]\n")?.contains("excessive aliasing") == true)
  }
}
