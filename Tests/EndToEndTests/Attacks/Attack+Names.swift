/// Names and links in a template's tree, which Git's own commands would not make.
extension Attack {
  static let names: [Attack] = forbidden + neutral + links

  private static let forbidden: [Attack] = [
    ".git", "..", ".", ".GIT", ".git ", ".git.", "git~1", "GIT~1", ".git\u{200C}", ".g\u{200D}it",
    ".git::$INDEX",
    "a/b", "a\\..\\..\\b",
  ].map { name in
    Attack(
      .author, "name in a release's tree", name.debugDescription, .refused(4, "template")
    ) { site in
      let blob = try await site.object("blob", Array("x".utf8), in: site.template)
      try await site.releaseTree([("100644", Array(name.utf8), blob)])
    }
  }

  /// Names that are allowed, and would steer a terminal.
  private static let neutral: [Attack] = [
    "zz\u{1B}[2J.yaml", "zz\u{202E}lmay.exe", "zz\n::error::x.yaml", "zz\r.yaml",
    "zz\u{9B}31m.yaml",
    "zz\u{7F}.yaml", "zz\u{2066}a\u{2069}.yaml",
  ].map { name in
    Attack(
      .author, "name in a release's tree", name.debugDescription, running: ["plan", "."],
      environment: ["CI": "true"],
      Outcome(status: 2, words: ["planned"])
    ) { site in
      let blob = try await site.object("blob", Array("a: b\n".utf8), in: site.template)
      try await site.releaseTree([("100644", Array(name.utf8), blob)])
    }
  }

  private static let links: [Attack] = [
    ("/etc/passwd", "a link that leads out"), ("../../../etc/passwd", "a link that leads up"),
    (".git/config", "a link into Git's folder"),
  ].map { target, name in
    Attack(.author, "link in a release's tree", name, .proposed("template-executable")) { site in
      let blob = try await site.object("blob", Array(target.utf8), in: site.template)
      try await site.releaseTree([("120000", Array("zz.yaml".utf8), blob)])
    }
  }
}
