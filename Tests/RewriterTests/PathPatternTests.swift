import Rewriter
import Testing

/// Which files `include` and `exclude` mean.
struct PathPatternTests {
  struct Row: Sendable {
    let glob: String
    let matching: [String]
    let others: [String]
  }

  static let rows = [
    Row(
      glob: "README.md", matching: ["README.md"], others: ["a/README.md", "readme.md", "README"]),
    Row(glob: "/README.md", matching: ["README.md"], others: ["a/README.md"]),
    Row(
      glob: "manifests/**", matching: ["manifests/a", "manifests/a/b.yaml", "manifests/.x"],
      others: ["manifests", "manifest/a", "x/manifests/a"]),
    Row(glob: "manifests/", matching: ["manifests/a", "manifests/a/b"], others: ["manifests"]),
    Row(
      glob: "**/gotk-components.yaml",
      matching: ["gotk-components.yaml", "a/gotk-components.yaml", "a/b/gotk-components.yaml"],
      others: ["xgotk-components.yaml", "gotk-components.yaml/x"]),
    Row(glob: "**", matching: ["a", "a/b/c"], others: [""]),
    Row(glob: "*", matching: ["a", ".a", "é"], others: ["a/b", ""]),
    Row(glob: "*.md", matching: ["a.md", ".md"], others: ["a/b.md", "a.mdx"]),
    Row(glob: "**/*.md", matching: ["a.md", "x/y/a.md"], others: ["a.txt"]),
    Row(glob: "a/**/b", matching: ["a/b", "a/x/b", "a/x/y/b"], others: ["ab", "a/xb", "a/b/c"]),
    Row(
      glob: "a/**/b/**", matching: ["a/b/c", "a/x/b/c/d", "a/b/b/c"], others: ["a/b", "a/x/b"]),
    Row(glob: "**/**/x", matching: ["x", "a/x"], others: ["y"]),
    Row(glob: "a/*/c", matching: ["a/b/c"], others: ["a/c", "a/b/b/c"]),
    Row(glob: "a*b*c", matching: ["abc", "aXbXbXc", "abbc"], others: ["ab", "abcd", "a/bc"]),
    Row(glob: "*a*a*", matching: ["aa", "xaxax"], others: ["a", "xax"]),
    Row(glob: "f?le", matching: ["file", "féle"], others: ["fle", "f/le", "fiile"]),
    Row(glob: "[a-c]x", matching: ["ax", "cx"], others: ["dx", "Ax", "x"]),
    Row(glob: "[!a-c]x", matching: ["dx", "éx"], others: ["ax", "x"]),
    Row(glob: "[]-]x", matching: ["]x", "-x"], others: ["ax"]),
    Row(glob: "[é]", matching: ["é"], others: ["e"]),
    Row(glob: #"\*\[x\]"#, matching: ["*[x]"], others: ["a[x]"]),
    Row(glob: "{a,b}", matching: ["{a,b}"], others: ["a"]),
    Row(
      glob: "clusters/my-cluster/**", matching: ["clusters/my-cluster/a"], others: ["clusters/my/a"]
    ),
  ]

  static let malformed = [
    "", "/", "a//b", "../a", "a/./b", "[a", "[", "[]", #"a\"#, "!a", "**.md", "a**b/c", "[c-a]",
  ]

  @Test("a glob includes the files it names and no others", arguments: rows)
  func matches(row: Row) throws {
    let pattern = try PathPattern(row.glob)
    for path in row.matching { #expect(pattern.matches(path), "\(path)") }
    for path in row.others { #expect(!pattern.matches(path), "\(path)") }
  }

  @Test("no folder that holds an included file is passed over", arguments: rows)
  func everyFolderAbove(row: Row) throws {
    let pattern = try PathPattern(row.glob)
    for path in row.matching {
      var folder = path.split(separator: "/").dropLast()
      while true {
        #expect(pattern.mayMatch(below: folder.joined(separator: "/")), "\(path)")
        if folder.popLast() == nil { break }
      }
    }
  }

  @Test("folders that hold nothing of interest need not be read")
  func passedOver() throws {
    let pattern = try PathPattern("manifests/*/apps/**")
    #expect(pattern.mayMatch(below: "manifests"))
    #expect(pattern.mayMatch(below: "manifests/x/apps/y/z"))
    #expect(!pattern.mayMatch(below: "docs"))
    #expect(!pattern.mayMatch(below: "manifests/x/docs"))
    #expect(!(try PathPattern("README.md").mayMatch(below: "a")))
    #expect(!(try PathPattern("README.md").mayMatch(below: "README.md")))
  }

  @Test("a glob that would match nothing or something else is refused", arguments: malformed)
  func refused(glob: String) {
    let error = #expect(throws: PathPatternError.self) { try PathPattern(glob) }
    #expect(error?.description.contains(glob) == true)
  }

  @Test("a hostile glob ends in good time")
  func hostile() throws {
    let glob = Array(repeating: "**/*a*a*a*a*a*b", count: 20).joined(separator: "/")
    let path = Array(repeating: String(repeating: "a", count: 100), count: 60).joined(
      separator: "/")
    #expect(!(try PathPattern(glob).matches(path)))
    #expect(throws: PathPatternError.self) {
      try PathPattern(Array(repeating: "a", count: 63).joined(separator: "/"))
    }
  }
}
