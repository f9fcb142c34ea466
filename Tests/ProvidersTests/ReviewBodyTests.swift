import Testing

@testable import Providers

@Suite struct ReviewBodyTests {
  private static let marker = ReviewMarker(digest: "0a1b")
  /// What a hostile template might hold.
  private static let hostile =
    "@acme Closes #1 --> <!-- gitops-bot: evil --> <img> `|` ::error::x\n/close\u{202E}"

  private func body() -> ReviewBody {
    ReviewBody(what: "Syncs the manifests.", why: "The domain changed.", marker: Self.marker)
  }

  /// Every list with `count` entries, all of them `text`.
  private func full(_ count: Int, _ text: String) -> ReviewBody {
    var body = ReviewBody(what: text, why: text, marker: Self.marker)
    body.warnings = Array(repeating: text, count: count)
    body.values = Array(
      repeating: .init(key: text, old: text, new: text, source: text), count: count)
    body.replacements = Array(
      repeating: .init(from: text, to: text, count: 1, files: 1), count: count)
    body.renames = Array(repeating: .init(from: text, to: text), count: count)
    body.configMaps = Array(repeating: .init(key: text, old: text, new: text), count: count)
    body.conflicts = Array(
      repeating: .init(path: text, line: 3, yours: text, proposed: text), count: count)
    body.findings = Array(
      repeating: .init(severity: text, code: text, place: text, message: text, remedy: text),
      count: count)
    body.files = Array(repeating: .init(path: text, change: text), count: count)
    body.skipped = Array(repeating: .init(path: text, reason: text), count: count)
    body.template = .init(
      url: text, from: text, to: text, notes: Array(repeating: text, count: count))
    body.undo = text
    return body
  }

  @Test("A reviewer reads what, why, each value with its origin, and how to go back")
  func small() {
    var body = body()
    body.warnings = ["scripts/setup.sh changes and can be run"]
    body.values = [
      .init(key: "project.domain", old: "example.com", new: "acme.io", source: "--set"),
      .init(key: "cluster.name", old: nil, new: "acme-production", source: "project.name"),
    ]
    body.conflicts = [.init(path: "a.yaml", line: 3, yours: "size: 1", proposed: "size: 2")]
    body.files = [.init(path: "a.yaml", change: "3 edits")]
    body.undo = "gitops-bot undo"
    #expect(
      body.markdown() == """
        Syncs the manifests.

        The domain changed.

        **Look at this first:**

        - scripts/setup.sh changes and can be run

        ### Conflicts: your side was kept

        `a.yaml:3`

        yours, kept:

        ```text
        size: 1
        ```

        proposed:

        ```text
        size: 2
        ```


        ### Values

        | key | old | new | from |
        | --- | --- | --- | --- |
        | `project.domain` | `example.com` | `acme.io` | `--set` |
        | `cluster.name` | – | `acme-production` | `project.name` |

        <details>
        <summary>Files (1)</summary>

        | file | change |
        | --- | --- |
        | `a.yaml` | `3 edits` |

        </details>

        To go back after merging: `gitops-bot undo`, or revert the merge.

        <!-- gitops-bot: 0a1b -->

        """)
  }

  @Test("3,000 changed files fit, and the digest that keeps a declined review closed stays")
  func manyFiles() {
    var body = body()
    body.files = (1...3000).map {
      .init(path: "manifests/applications/application-\($0)/release.yaml", change: "2 edits")
    }
    body.renames = (1...3000).map {
      .init(
        from: "manifests/clusters/my-cluster/\($0).yaml", to: "manifests/clusters/acme/\($0).yaml")
    }
    body.values = [.init(key: "project.domain", old: nil, new: "acme.io", source: "--set")]
    body.undo = "gitops-bot undo"
    let text = body.markdown(limit: 65_536)
    #expect(text.utf8.count <= 65_536)
    // Most of the room is used.
    #expect(text.utf8.count > 65_000)
    #expect(ReviewMarker(in: text) == Self.marker)
    #expect(text.hasSuffix("<!-- gitops-bot: 0a1b -->\n"))
    #expect(text.contains("| `project.domain` | – | `acme.io` | `--set` |"))
    #expect(text.contains("<summary>Files (3000)</summary>"))
    #expect(text.contains("application-1/release.yaml"))
    #expect(text.contains("gitops-bot undo"))
    let rows = text.split(separator: "\n").filter { $0.contains("release.yaml") }.count
    #expect(text.contains("\n… and \(3000 - rows) more\n"))
  }

  @Test("A short list is whole beside one that is cut")
  func shares() {
    #expect(ReviewBody.shares(of: 100, among: [10, 500, 20, 300]) == [10, 35, 20, 35])
    #expect(ReviewBody.shares(of: 1000, among: [10, 500]) == [10, 500])
    #expect(ReviewBody.shares(of: 0, among: [10, 0]) == [0, 0])
    #expect(ReviewBody.shares(of: 5, among: []) == [])
  }

  @Test("However much there is of whatever, the body fits", arguments: [0, 1, 13, 40])
  func fits(_ count: Int) {
    for text in ["x", String(repeating: "&@a`", count: 500), String(repeating: "€", count: 400)] {
      for limit in [16_384, 65_536] {
        let body = full(count, text).markdown(limit: limit)
        #expect(body.utf8.count <= limit)
        #expect(ReviewMarker(in: body) == Self.marker)
      }
    }
  }

  @Test("Nothing in a hostile template acts in the body, and its marker is not the bot's")
  func neutralised() {
    let text = full(2, Self.hostile).markdown()
    let active = ["@acme", "#1", "::", "\u{202E}", "\n/close", "gitops-bot: evil -->"]
    for word in active { #expect(!text.contains(word)) }
    #expect(text.components(of: "-->") == 1)
    #expect(text.components(of: "<!--") == 1)
    #expect(ReviewMarker(in: text) == Self.marker)
  }

  @Test("Each fold is closed again, so that what follows can be read")
  func folds() {
    let text = full(400, "x").markdown()
    #expect(text.components(of: "<details>") == 9)
    #expect(text.components(of: "</details>") == 9)
  }

  @Test(
    "What the bot left in a body is found again after people and forges touched it",
    arguments: [
      ("<!-- gitops-bot: d1 -->", ReviewMarker(digest: "d1")),
      (
        "Text\r\n<!-- gitops-bot: d1 withdrawn -->\r\n",
        ReviewMarker(digest: "d1", isWithdrawn: true)
      ),
      ("<!-- gitops-bot: d1 --> <!-- gitops-bot: d2 -->", ReviewMarker(digest: "d2")),
      ("<!-- gitops-bot: -->", nil), ("<!-- gitops-bot: d1", nil), ("Text", nil), ("", nil),
    ])
  func marker(_ body: String, _ expected: ReviewMarker?) {
    #expect(ReviewMarker(in: body) == expected)
  }
}

extension String {
  /// How often `part` is in it.
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
