import Git
import Testing
import YAML

@testable import BotCore

/// Which files are taken for renamed ones: those that are the same, not those that look alike.
@Suite struct RenameTests {
  typealias Files = TreeMergeSample.Files

  /// One history: what both sides made of the base, and what has to come of it.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let base: Files
    let ours: Files
    let theirs: Files
    let expected: Files
    /// The paths of the conflicts.
    var conflicts: [String] = []
  }

  @Test(
    "what an owner deleted or wrote is not taken for what somebody renamed", arguments: Row.apart)
  func apart(_ row: Row) throws { try check(row) }

  @Test(
    "what somebody renamed goes on receiving what the other side changes", arguments: Row.renamed)
  func renamed(_ row: Row) throws { try check(row) }

  @Test("links lead where both sides want them", arguments: Row.links)
  func links(_ row: Row) throws { try check(row) }

  private func check(_ row: Row) throws {
    let result = try TreeMergeSample().merged(base: row.base, ours: row.ours, theirs: row.theirs)
    #expect(result.conflicts.map(\.path) == row.conflicts)
    for path in ExactSet(result.files.keys + row.expected.keys).ordered {
      #expect(result.files[path] == row.expected[path], "\(path)")
    }
  }

  @Test("a folder of more files than Git would compare is followed")
  func manyFiles() throws {
    let base = Files(
      (1...1_100).map { number in
        (
          "apps/\(number).yaml",
          TreeMergeSample.File("apiVersion: v1\nkind: Site\nmetadata: {name: n\(number)}\n")
        )
      })
    func edited(_ files: Files) -> Files {
      files.replacing("kind: Site", with: "kind: Site\nedited: 1")
    }
    let ours = base.moving("apps", to: "sites").appending("own: 1\n", to: "sites/7.yaml")
    let result = try TreeMergeSample().merged(base: base, ours: ours, theirs: edited(base))
    #expect(result.conflicts.isEmpty)
    #expect(result.files == edited(ours))
  }

  @Test("an object whose name holds a changed value is found where the template moved it")
  func changedValue() throws {
    let base = ["apps/shop.acme.io/claim.yaml": Row.object("Claim", "shop.acme.io")] as Files
    let theirs = ["sites/shop/claim.yaml": Row.object("Claim", "shop.acme.dev")] as Files
    let result = try TreeMergeSample().merged(
      base: base, ours: base.appending("own: 1\n", to: "apps/shop.acme.io/claim.yaml"),
      theirs: theirs, domain: ("acme.io", "acme.dev"))
    #expect(result.conflicts.isEmpty)
    #expect(result.files == theirs.appending("own: 1\n", to: "sites/shop/claim.yaml"))
  }
}

extension RenameTests.Row {
  typealias Files = TreeMergeSample.Files
  typealias File = TreeMergeSample.File

  /// A manifest of twenty lines that differ from another one's in the name alone.
  static func object(_ kind: String, _ name: String, _ namespace: String? = nil) -> File {
    let place = namespace.map { "  namespace: \($0)\n" } ?? ""
    let fields = (1...15).map { "  field\($0): value\($0)\n" }.joined()
    return File(
      "apiVersion: x.org/v1\nkind: \(kind)\nmetadata:\n  name: \(name)\n\(place)spec:\n\(fields)")
  }

  /// For literals at the start of a chain, which would be dictionaries.
  static func files(_ files: Files) -> Files { files }

  static func list(_ names: String...) -> File {
    File("resources:\n" + names.map { "  - \($0)\n" }.joined())
  }

  /// An app of the usual layout.
  static func app(_ name: String, in folder: String? = nil) -> Files {
    let folder = folder ?? "apps/\(name)"
    return [
      "\(folder)/kustomization.yaml": list("deployment.yaml", "service.yaml"),
      "\(folder)/deployment.yaml": object("Deployment", name, "web"),
      "\(folder)/service.yaml": object("Service", name, "web"),
    ]
  }

  static let text = File((1...9).map { "line \($0)\n" }.joined())
  static let edit = "edited: by the template\n"
  static let rest: Files = ["README.md": "A template.\n"]

  static let apart: [Self] = [
    Self(
      testDescription: "a new file of an app that the owner deleted",
      base: app("forum").merging(rest), ours: rest,
      theirs: app("forum").merging(rest).merging(["apps/forum/policy/new.yaml": "new: 1\n"]),
      expected: rest),
    Self(
      testDescription: "a new file in a folder of loose files that the owner deleted",
      base: rest.merging(["scripts/a.sh": text]), ours: rest,
      theirs: rest.merging(["scripts/a.sh": text, "scripts/b.sh": "b\n"]),
      expected: rest.merging(["scripts/b.sh": "b\n"])),
    Self(
      testDescription: "an own app beside a deleted one",
      base: app("forum").merging(rest), ours: app("wiki").merging(rest),
      theirs: app("forum").merging(rest).appending(edit, to: "apps/forum/deployment.yaml")
        .replacing(
          "  - service", with: "  - policy.yaml\n  - service", in: "apps/forum/kustomization.yaml"),
      expected: app("wiki").merging(rest)),
    Self(
      testDescription: "an app that the template replaces, with a file of the owner's in it",
      base: app("forum").merging(rest),
      ours: app("forum").merging(rest).merging(["apps/forum/own.yaml": "own: 1\n"]),
      theirs: app("wiki").merging(rest),
      expected: app("wiki").merging(rest).merging(["apps/forum/own.yaml": "own: 1\n"])),
    Self(
      testDescription: "an app that the template replaces, edited by the owner",
      base: app("forum").merging(rest),
      ours: app("forum").merging(rest).appending("own: 1\n", to: "apps/forum/service.yaml"),
      theirs: app("wiki").merging(rest),
      expected: app("wiki").merging(rest).merging([
        "apps/forum/service.yaml": File(object("Service", "forum", "web").text + "own: 1\n")
      ]),
      conflicts: ["apps/forum/service.yaml"]),
    Self(
      testDescription: "texts beside the objects of another app",
      base: app("forum").merging(["apps/forum/values.yaml": text]),
      ours: app("wiki").merging(["apps/wiki/values.yaml": text]),
      theirs: app("forum").merging(["apps/forum/values.yaml": text])
        .appending(edit, to: "apps/forum/values.yaml"),
      expected: app("wiki").merging(["apps/wiki/values.yaml": text])),
    Self(
      testDescription:
        "objects that are in every app, in a namespace that each kustomization gives",
      base: [
        "a/kustomization.yaml": File("namespace: a\nresources: [deny.yaml]\n"),
        "a/deny.yaml": object("Policy", "deny"),
        "a/app.yaml": object("Deployment", "a"),
      ],
      ours: [
        "b/kustomization.yaml": File("namespace: b\nresources: [deny.yaml]\n"),
        "b/deny.yaml": object("Policy", "deny"),
        "b/app.yaml": object("Deployment", "b"),
      ],
      theirs: files([
        "a/kustomization.yaml": File("namespace: a\nresources: [deny.yaml]\n"),
        "a/deny.yaml": object("Policy", "deny"),
        "a/app.yaml": object("Deployment", "a"),
      ]).appending(edit, to: "a/deny.yaml"),
      expected: [
        "b/kustomization.yaml": File("namespace: b\nresources: [deny.yaml]\n"),
        "b/deny.yaml": object("Policy", "deny"),
        "b/app.yaml": object("Deployment", "b"),
      ]),
    Self(
      testDescription: "objects that are in every app, without a namespace",
      base: ["a/deny.yaml": object("Policy", "deny"), "a/app.yaml": object("Deployment", "a")],
      ours: ["b/deny.yaml": object("Policy", "deny"), "b/app.yaml": object("Deployment", "b")],
      theirs: files([
        "a/deny.yaml": object("Policy", "deny"), "a/app.yaml": object("Deployment", "a"),
      ])
      .appending(edit, to: "a/deny.yaml"),
      expected: ["b/deny.yaml": object("Policy", "deny"), "b/app.yaml": object("Deployment", "b")]),
    Self(
      testDescription: "empty files",
      base: files(["a/.gitkeep": "", "b/.gitkeep": ""]).merging(rest),
      ours: files(["b/.gitkeep": "", "c/.gitkeep": ""]).merging(rest),
      theirs: files(["a/.gitkeep": "", "b/.gitkeep": "", "a/new.yaml": "new: 1\n"]).merging(rest),
      expected: files(["b/.gitkeep": "", "c/.gitkeep": "", "a/new.yaml": "new: 1\n"]).merging(rest)),
    Self(
      testDescription: "equal kustomizations of which one goes and another one comes",
      base: app("a").merging(app("b")), ours: app("c").merging(app("b")),
      theirs: app("a").merging(app("b")).replacing(
        "resources:", with: "namespace: x\nresources:", in: "apps/a/kustomization.yaml"),
      expected: app("c").merging(app("b"))),
    Self(
      testDescription: "a file whose objects were divided evenly",
      base: ["all.yaml": File(object("Service", "a").text + "---\n" + object("Service", "b").text)],
      ours: ["a.yaml": object("Service", "a"), "b.yaml": object("Service", "b")],
      theirs: [
        "all.yaml": File(object("Service", "a").text + "---\n" + object("Service", "b").text + edit)
      ],
      expected: ["a.yaml": object("Service", "a"), "b.yaml": object("Service", "b")]),
    Self(
      testDescription: "one content in several places",
      base: ["one/LICENSE": text, "two/LICENSE": text],
      ours: ["two/LICENSE": text, "three/LICENSE": text],
      theirs: ["one/LICENSE": File(text.text + edit), "two/LICENSE": text],
      expected: ["two/LICENSE": text, "three/LICENSE": text]),
    Self(
      testDescription: "a folder of which less than half went to another one",
      base: app("a").merging(["apps/a/x.txt": "x\n", "apps/a/y.txt": "y\n", "apps/a/z.txt": "z\n"]),
      ours: ["moved/deployment.yaml": object("Deployment", "a", "web")],
      theirs: app("a").merging([
        "apps/a/x.txt": "x\n", "apps/a/y.txt": "y\n", "apps/a/z.txt": "z\n",
      ])
      .merging(["apps/a/new.yaml": "new: 1\n"]).appending(edit, to: "apps/a/deployment.yaml"),
      expected: [
        "moved/deployment.yaml": File(object("Deployment", "a", "web").text + edit),
        "apps/a/new.yaml": "new: 1\n",
      ]),
  ]
}
