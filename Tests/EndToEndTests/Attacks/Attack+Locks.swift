/// Locks that somebody else wrote: copied with the template, or brought to the base branch later.
extension Attack {
  static let locks: [Attack] = copiedLocks + mergedLocks

  /// A lock with one of its texts replaced.
  private static func lock(
    commit: String = zeros, rendered: String = zeros, url: String = "\"../template\"",
    version: String = "2", configMaps: String = "[]", unresolved: String = "[]",
    more: String = ""
  ) -> String {
    """
    {
      "version": \(version),
      "template": { "url": \(url), "ref": "main", "commit": "\(commit)" },
      "inputs": { "configMaps": \(configMaps) },
      "rendered": "\(rendered)",
      "wired": [],\(more)
      "unresolved": \(unresolved)
    }

    """
  }

  private static let zeros = String(repeating: "0", count: 40)

  /// Texts that are not ids, some of which Git would take for something else.
  private static let noIDs = [
    "+refs/heads/*:refs/heads/*", "refs/heads/*:refs/heads/*", "refs/heads/main:refs/heads/work",
    "+refs/heads/main:refs/tags/mine", ":refs/heads/work", "HEAD", "main", "main~1", "^main", "",
    "--upload-pack=touch stolen", "0123456", "../../etc/passwd", "g" + zeros.dropFirst(),
    zeros + "0",
  ]

  private static func configMap(_ path: String) -> String {
    """
    [{ "environment": "production", "path": "\(path)", "name": "c", "namespace": "d", "values": {} }]
    """
  }

  /// Paths that lead out of the repository or into Git's own folder.
  private static let noPaths = [
    "../stolen", "/tmp/stolen", ".git/hooks/post-checkout", "a/../../b", "a//b", "", ".GIT/config",
    "git~1/config",
  ]

  /// What somebody puts into a template counts for nothing in a repository that is made from it.
  private static let copiedLocks: [Attack] = {
    let wrong = noIDs.map { ("template.commit", $0.debugDescription, lock(commit: $0)) }
    let others = [
      ("rendered", "a refspec", lock(rendered: "+refs/heads/*:refs/heads/*")),
      ("whole", "not JSON", "{"),
      ("inputs.configMaps[0].path", "a path that leads out", lock(configMaps: configMap("../x"))),
    ]
    return (wrong + others).map { place, name, text in
      Attack(
        .author, "lock copied with the template: \(place)", name, .undisturbed("lock-of-template")
      ) { site in
        try await site.release(text, "gitops-bot.lock.json")
        try await site.copyTemplate()
      }
    }
  }()

  /// What stands on the base branch is read, and said to be wrong where it is.
  private static let mergedLocks: [Attack] = {
    var rows: [(place: String, name: String, text: String, words: [String])] = []
    for text in noIDs {
      rows.append(
        (
          "template.commit", text.debugDescription, lock(commit: text),
          ["gitops-bot.lock.json:3:", "template.commit"]
        ))
    }
    for text in noIDs.prefix(6) {
      rows.append(
        (
          "rendered", text.debugDescription, lock(rendered: text),
          ["gitops-bot.lock.json:5:", "rendered"]
        ))
    }
    for path in noPaths {
      let place = "inputs.configMaps[0].path"
      rows.append(
        (
          place, path.debugDescription, lock(configMaps: configMap(path)),
          ["gitops-bot.lock.json:4:", place]
        ))
    }
    rows += [
      (
        "unresolved[0].path", "a path that leads out",
        lock(unresolved: "[{ \"path\": \"../x\", \"kind\": \"content\" }]"),
        ["gitops-bot.lock.json:7:", "unresolved[0].path"]
      ),
      ("version", "from the future", lock(version: "99"), ["version 99", "update gitops-bot"]),
      ("version", "a text", lock(version: "\"2\""), ["has no version"]),
      ("whole", "not JSON", "{", ["gitops-bot.lock.json:1:2"]),
      (
        "whole", "nested 100,000 levels deep", String(repeating: "[", count: 100_000),
        ["gitops-bot.lock.json:1:"]
      ),
    ]
    return rows.map { row in
      Attack(
        .author, "lock on the base branch: \(row.place)", row.name,
        Outcome(status: 1, words: row.words + ["error"])
      ) { try await $0.edit(row.text, "gitops-bot.lock.json") }
    } + [
      Attack(
        .author, "lock on the base branch: template.commit", "the id of a file",
        .refused(1, "gitops-bot.lock.json", "has gone")
      ) { site in
        let blob = try await site.object("blob", Array("x".utf8))
        try await site.edit(lock(commit: blob, rendered: blob), "gitops-bot.lock.json")
      }
    ]
  }()
}
