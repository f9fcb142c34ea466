import TestSupport

/// What servers say, of the owner's repository and of the template's.
extension Attack {
  private static let id = String(repeating: "1", count: 40)
  private static let capabilities = "\0symref=HEAD:refs/heads/main agent=x"

  private static func advertised(_ lines: [String]) -> [[UInt8]] {
    lines.enumerated().map { index, line in
      Array("\(line)\(index == 0 ? capabilities : "")\n".utf8)
    }
  }

  /// What a template's server lists, and what comes of it.
  private static let advertisements: [(name: String, lines: [[UInt8]], words: [String])] = [
    ("a name with a line end", advertised(["\(id) refs/heads/a\nb"]), ["template"]),
    ("a name with an escape", advertised(["\(id) refs/heads/\u{1B}[2J"]), ["template is empty"]),
    ("a name that is a pattern", advertised(["\(id) refs/heads/*"]), ["template is empty"]),
    ("a name with a colon", advertised(["\(id) refs/heads/main:refs/heads/work"]), ["empty"]),
    ("a name with a plus sign before it", advertised(["\(id) +refs/heads/main"]), ["empty"]),
    ("a name that leads up", advertised(["\(id) refs/heads/../../main"]), ["empty"]),
    ("a name that is an option", advertised(["\(id) --upload-pack=x"]), ["empty"]),
    ("a name that is a lock", advertised(["\(id) refs/heads/main.lock"]), ["empty"]),
    (
      "a name that is not UTF-8", [Array("\(id) refs/heads/".utf8) + [0xFF, 0xFE, 0x0A]], ["empty"]
    ),
    ("no such branch", advertised(["\(id) refs/heads/other"]), ["no branch and no tag \"main\""]),
    ("an id of the wrong length", advertised(["1234 refs/heads/main"]), ["template"]),
    (
      "an id that is not hexadecimal", advertised(["\(id.dropLast())g refs/heads/main"]),
      ["template"]
    ),
    ("nothing at all", [], ["template"]),
    ("a line without an end", [Array("ERR \u{1B}]0;stolen\u{7}".utf8)], ["template"]),
    (
      "an object that it does not have", advertised(["\(id) HEAD", "\(id) refs/heads/main"]),
      ["template"]
    ),
  ]

  static let servers: [Attack] =
    advertisements.map { advertisement in
      Attack(
        .server, "advertisement of the template", advertisement.name,
        Outcome(status: 1, words: advertisement.words)
      ) { site in
        let server = try await PlainHTTPServer.advertising(advertisement.lines)
        site.keep(server)
        try await site.configure("\"../template\"", "\"\(server.url)\"")
      }
    } + [
      Attack(
        .server, "answer of the template's server", "a page",
        Outcome(status: 1, words: ["template"])
      ) { site in
        let server = try await PlainHTTPServer(
          "default_type text/html;", files: ["r.git/info/refs": Array("<html>\u{1B}[2J".utf8)])
        site.keep(server)
        try await site.configure("\"../template\"", "\"\(server.url)\"")
      },
      Attack(
        .server, "answer of the template's server", "403 with an escape in its text",
        Outcome(status: 5, words: ["template"])
      ) { site in
        let server = try await PlainHTTPServer("return 403 'no \u{1B}[2J';")
        site.keep(server)
        try await site.configure("\"../template\"", "\"\(server.url)\"")
      },
      Attack(
        .server, "hook of the owner's server", "words that a terminal or a log would obey",
        running: ["run", "{target}"],
        environment: ["GITOPS_BOT_TOKEN": "correct horse", "GITOPS_BOT_USERNAME": "bot"],
        Outcome(status: 1, words: ["declined"])
      ) { site in
        let server = try await GitHTTPServer()
        try await git("clone", "--quiet", "--bare", site.origin, "\(server.repositories)/own.git")
        try await site.configure("../template", "file://\(site.template)")
        try await git(
          "push", "--quiet", "\(server.repositories)/own.git", "main", in: site.own)
        try HookScript.write(
          "printf '\\033[2Jx\\n::error::stolen\\n\\302\\233x\\n' >&2; exit 1",
          to: "\(server.repositories)/own.git/hooks/pre-receive")
        site.keep(server)
        site.aim(at: server.url("own.git"))
      },
    ]

  /// A server leads whoever shows a password elsewhere.
  static let redirections: [Attack] = [301, 302, 303, 307, 308].flatMap { status in
    ["another port", "another host", "https", "a folder"].map { place in
      Attack(
        .server, "redirection with \(status)", "to \(place)", running: ["plan", "{target}"],
        environment: ["GITOPS_BOT_TOKEN": AttackSite.secret],
        Outcome(status: place == "another port" || place == "https" ? 5 : 1, words: ["error"])
      ) { site in
        let other = try await PlainHTTPServer("return 404;")
        let target =
          switch place {
          case "another port": "http://127.0.0.1:\(other.port)"
          case "another host": "http://localhost:\(other.port)"
          case "https": "https://127.0.0.1:\(other.port)"
          default: "file:///tmp"
          }
        let server = try await PlainHTTPServer.redirecting(to: target, status: status)
        site.keep(server)
        site.keep(other)
        site.aim(at: server.url)
        site.verify {
          guard try other.requests().isEmpty else {
            throw TestSupportError("asked: \(try other.requests())")
          }
        }
      }
    }
  }
}
