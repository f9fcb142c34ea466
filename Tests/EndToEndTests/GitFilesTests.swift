import TestSupport
import Testing

/// The files that Git itself reads, in what a template brings.
@Suite struct GitFilesTests {
  private static func module(_ name: String, _ lines: String...) -> String {
    "[submodule \"\(name)\"]\n" + lines.map { "\t\($0)\n" }.joined()
  }

  /// A file of a hostile template, and the finding about it.
  static let hostile: [(name: String, path: String, text: String, code: String)] = [
    ("name", ".gitmodules", module("../../hooks", "url = https://a.org/b"), "git-refused"),
    ("name by backslash", ".gitmodules", module("a\\\\..\\\\b", "path = b"), "git-refused"),
    ("address", ".gitmodules", module("a", "path = a", "url = -uhttps://a.org"), "git-refused"),
    ("quoted address", ".gitmodules", module("a", "URL = \"-\"u # x"), "git-refused"),
    ("continued address", ".gitmodules", module("a", "url = \\", "-u"), "git-refused"),
    ("line end", ".gitmodules", module("a", "url = https://a.org/%0ab"), "git-refused"),
    ("escaped line end", ".gitmodules", module("a", "url = \"https://a.org/\\nb\""), "git-refused"),
    ("no host", ".gitmodules", module("a", "url = https:///a"), "git-refused"),
    ("other host", ".gitmodules", module("a", "url = ../../:a.org/b"), "git-refused"),
    ("path", ".gitmodules", module("a", "path = -a", "url = https://a.org"), "git-refused"),
    ("command", ".gitmodules", module("a", "update = !sh"), "git-refused"),
    ("header and key", ".gitmodules", "[submodule \"a\"] path = -a\n", "git-refused"),
    ("capitals", "b/.GitModules", module("..", "path = a"), "git-refused"),
    ("short name", "b/gitmod~1", module("..", "path = a"), "git-refused"),
    ("helper", ".gitmodules", module("a", "url = ext::sh -c x"), "submodule-unsafe"),
    ("path out of it", ".gitmodules", module("a", "path = ../a"), "submodule-unsafe"),
    ("path into it", ".gitmodules", module("a", "path = .git/hooks"), "submodule-unsafe"),
    (
      "attributes", "b/.gitattributes", String(repeating: "a", count: 2048) + " text\n",
      "git-refused"
    ),
  ]

  @Test("a template that a strict server would refuse is named before the push", arguments: hostile)
  func found(_ file: (name: String, path: String, text: String, code: String)) async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    try await sample.template.commit("Release two") { try $0.write(file.text, to: file.path) }

    let result = try await sample.run()

    #expect(result.output.contains("\"\(file.code)\""), "\(result.output)\(result.errorOutput)")
    // What the owner has by now is the owner's.
    try await sample.repository.merge()
    try await sample.repository.removeBranch()
    #expect(try await !sample.run().output.contains("\"\(file.code)\""))
  }

  @Test("links in the place of Git's own files are named")
  func links() async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    try await sample.template.commit("Release two") {
      try $0.link("manifests/.gitignore", to: "../docs/guide.md")
    }
    // No working copy of Git's can hold the other one.
    let path = sample.template.path
    let blob = try await runGit(["hash-object", "-w", "--stdin"], in: path, input: Array("a".utf8))
    let entries =
      try await git("ls-tree", "main", in: path)
      + "\n120000 blob \(blob.output.prefix(40))\t.gitmodules\n"
    let tree = try await runGit(["mktree"], in: path, input: Array(entries.utf8))
    #expect(tree.status == 0, "\(tree.errorOutput)")
    let commit = try await git(
      "commit-tree", "-m", "Link", "-p", "main", String(tree.output.prefix(40)), in: path)
    try await git("update-ref", "refs/heads/main", commit, in: path)
    let result = try await sample.run()
    #expect(result.output.contains("\"git-refused\""), "\(result.output)\(result.errorOutput)")
    #expect(result.output.contains("\"git-file-link\""))
  }

  @Test("submodules as everybody has them are no finding")
  func ordinary() async throws {
    let sample = try await TemplateSample()
    #expect(try await sample.sync().status == 0)
    try await sample.template.commit("Release two") {
      try $0.write(
        Self.module("libs/a", "path = libs/a", "url = https://a.org/b.git", "branch = main")
          + Self.module("b", "path = b", "url = ../b.git", "update = rebase")
          + Self.module("c", "path = c", "url = git@a.org:c.git", "; url = -x", "ignore"),
        to: ".gitmodules")
      try $0.write("* text=auto\n", to: ".gitattributes")
      try $0.write("*.swp\n", to: "manifests/.gitignore")
    }
    let result = try await sample.run()
    #expect(result.status == 0, "\(result.errorOutput)")
    for code in ["git-refused", "submodule-unsafe", "git-file-link"] {
      #expect(!result.output.contains(code), "\(result.output)")
    }
  }
}
