import Testing
import YAML

@testable import Kustomize

struct SelectorTests {
  @Test(arguments: [
    ("^(?:web-.*)$", "web-a", true), ("^(?:web-.*)$", "my-web-a", false),
    ("^(?:a|b)$", "b", true), ("^(?:a)|(?:b)$", "ax", true), ("^(?:x{2,3})$", "xxxx", false),
    ("^(?:(?i)WEB)$", "web", true), ("^(?:[^a-c]+)$", "dad", false), ("^(?:\\d+)$", "١", false),
    ("^(?:[[:alpha:]]+[\\d_]?)$", "ab_", true),
    ("^(?:(((a+)+)+)+b)$", "aaaaaaaaaaaaaaaaaaaa", false),
    ("^(?:.)$", "\n", false), ("^(?:a{,2})$", "a{,2}", true), ("^(?:\\Qa.b\\E)$", "axb", false),
    ("^(?:)$", "", true), ("^(?:(?P<n>a)(?:b)?)$", "a", true), ("^(?:\\x41\\pL)$", "Aß", true),
    ("^(?:a*?b+?)$", "aabb", true), ("\\bx\\B", "xy", true),
  ])
  func patternsMatchAsInGo(pattern: String, text: String, isMatch: Bool) throws {
    #expect(try GoPattern(pattern).matches(text) == isMatch)
  }

  @Test(arguments: [
    "(?!a)b", "(?=a)", "(?<=a)b", "(a)\\1", "a**", "a*+", "*a", "a{1001}", "[b-a]", "(a", "a)",
    "[a", "\\", "\\y", "(?P<n-1>a)", "(?:a{100}){100}", "[[:nope:]]", "\\Z", "(?>a)", "+",
  ])
  func patternsThatGoRefusesAreRefused(pattern: String) {
    #expect(throws: BuildError.self) { try GoPattern("^(?:\(pattern))$") }
  }

  @Test(arguments: [
    ("tier=web,env!=test", true), ("tier==db", false), ("tier in (db, web)", true),
    ("tier notin (db,web)", false), ("env notin (a)", true), ("!env", true), ("!tier", false),
    ("tier", true), ("size>3", true), ("size<3", false), ("empty=", true), ("empty in (,a)", true),
    ("x.test/key=v", true), ("", true), (" tier = web ", true), ("in in (in)", true),
  ])
  func labelSelectorsMatch(text: String, isMatch: Bool) throws {
    let labels = ["tier": "web", "size": "5", "empty": "", "x.test/key": "v", "in": "in"]
    #expect(try LabelSelector(text).matches(labels) == isMatch)
  }

  @Test(arguments: [
    "tier in", "tier in web", "=a", "a,,b", "a,", "a b", "-a", "a=b/c", "!a=b", "a>x", "a in (b",
    "X.test/a", "a/b/c", "a=(b)", "a in (b c)",
  ])
  func selectorsThatAreNoneAreRefused(text: String) {
    #expect(throws: BuildError.self) { try LabelSelector(text) }
  }

  @Test func resourcesAreSelectedByFirstAndPresentName() throws {
    var list = try resources(
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: one, namespace: n}}
      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: two, labels: {a: b}}}
      """)
    list.resources[0].storePreviousID()
    list.resources[0].setName("p-one")
    list.resources[0].setNamespace("m")
    func selected(_ change: (inout Selector) -> Void) throws -> [Int] {
      var selector = Selector()
      change(&selector)
      return try list.indices(selectedBy: selector)
    }
    #expect(try selected { $0.name = "one" } == [0])
    #expect(try selected { $0.name = "p-o.e" } == [0])
    #expect(try selected { $0.namespace = "n" } == [0])
    #expect(try selected { $0.namespace = "default" } == [1])
    #expect(try selected { $0.group = "a.ps" } == [0])
    #expect(try selected { $0.kind = "Config" } == [])
    #expect(try selected { _ in } == [0, 1])
    #expect(try selected { $0.labelSelector = "a" } == [1])
    // A selector that is none is noticed only where the rest fits.
    #expect(try selected { ($0.kind, $0.labelSelector) = ("Pod", "a b") } == [])
    #expect(throws: BuildError.self) { try selected { $0.labelSelector = "a b" } }
  }
}

/// The resources of a YAML text.
func resources(_ text: String) throws -> ResourceList {
  ResourceList(try ManifestNode.documents(of: Array(text.utf8), file: 1).map { Resource($0) })
}
