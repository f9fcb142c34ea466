import TestSupport

/// What somebody writes below `refs/gitops-bot/` who may not write to the base branch.
extension Attack {
  static let references: [Attack] = foreign + forgedMarks + swapped

  private static let records = ["refs/gitops-bot/rendered", "refs/gitops-bot/finished"]

  /// A reference leads to something that is not what the bot has put there, before the first run and in a sync.
  private static let foreign: [Attack] = records.flatMap { name in
    [
      Attack(.pusher, name, "a file", .undisturbed("record-foreign")) { site in
        try await site.forge(name, try await site.object("blob", Array("x".utf8)))
      },
      Attack(.pusher, name, "a tree", .undisturbed("record-foreign")) { site in
        try await site.forge(name, try await git("rev-parse", "main^{tree}", in: site.origin))
      },
      Attack(.pusher, name, "a tag", .undisturbed("record-foreign")) { site in
        try await git("tag", "-a", "-m", "x", "x", in: site.origin)
        try await site.forge(name, try await git("rev-parse", "x", in: site.origin))
        try await git("tag", "-d", "x", in: site.origin)
      },
      Attack(.pusher, name, "a commit of another history", .undisturbed()) { site in
        let tree = try await git("rev-parse", "main^{tree}", in: site.origin)
        try await site.forge(
          name, try await git("commit-tree", "-m", "Render the template", tree, in: site.origin))
      },
    ]
  }

  /// After a release, what the sync starts from is not what it was.
  private static let swapped: [Attack] = records.flatMap { name in
    ["a file", "a commit with the bot's message on another tree"].map { what in
      Attack(
        .pusher, "\(name) in a sync", what, running: ["run", "{origin}"],
        .proposed("record-foreign", "1 replacement in 1 file")
      ) { site in
        try await site.settle()
        let message = try await git("log", "-1", "--format=%B", name, in: site.origin)
        let tree = try await git("rev-parse", "main^{tree}", in: site.origin)
        let id =
          what == "a file"
          ? try await site.object("blob", Array("x".utf8))
          : try await git("commit-tree", "-m", message, tree, in: site.origin)
        try await site.forge(name, id)
        try await site.prune()
        try await site.release("host: new.example.com\n", "manifests/new.yaml")
      }
    }
  }

  private static let forgedMarks: [Attack] = [
    Attack(.pusher, "refs/gitops-bot/settled", "of another state", .undisturbed()) { site in
      let name = "refs/gitops-bot/settled/" + String(repeating: "0", count: 40)
      try await site.forge(name, try await git("rev-parse", "main", in: site.origin))
    },
    Attack(
      .pusher, "refs/gitops-bot/settled", "that names a server which says nothing",
      .undisturbed("mark-unanswered")
    ) { site in
      try await site.leaveMark("http://127.0.0.1:\(AttackServers.silent.port)/x")
    },
    Attack(
      .pusher, "refs/gitops-bot/settled", "that names a server which cannot be reached",
      .undisturbed("mark-unanswered")
    ) { site in
      try await site.leaveMark("http://127.0.0.1:\(AttackServers.unreachable.port)/x")
    },
    Attack(.pusher, "refs/gitops-bot/settled", "that names a command", .undisturbed()) { site in
      try await site.leaveMark("ext::sh -c 'touch stolen'")
    },
    Attack(.pusher, "refs/gitops-bot/settled", "that names ssh", .undisturbed()) { site in
      try await site.leaveMark("ssh://git@127.0.0.1:1/x")
    },
    Attack(.pusher, "refs/gitops-bot/settled", "whose end is not base64", .undisturbed()) { site in
      let name = "refs/gitops-bot/settled/" + String(repeating: "0", count: 40) + "-%%%"
      try await site.forge(name, try await git("rev-parse", "main", in: site.origin))
    },
    Attack(
      .pusher, "refs/gitops-bot/settled", "thousands of them, each with a server of its own",
      .undisturbed()
    ) { site in
      let tip = try await git("rev-parse", "main", in: site.origin)
      let lines = (0..<3000).map {
        "create refs/gitops-bot/settled/\(AttackSite.mark("http://127.0.0.1:1/\($0)")) \(tip)\n"
      }
      try await git("update-ref", "--stdin", in: site.origin, input: Array(lines.joined().utf8))
    },
    Attack(
      .pusher, "refs/gitops-bot/declined", "of the very proposal, which --recheck passes over",
      running: ["run", ".", "--recheck"], .undisturbed()
    ) { site in
      let plan = try await Bot.run(["run", "."], in: site.own)
      guard plan.status == 0 else { throw TestSupportError(plan.errorOutput) }
      let declined = try await Bot.run(["decline", "."], in: site.own)
      guard declined.status == 0 else { throw TestSupportError(declined.errorOutput) }
      let again = try await Bot.run(["run", "."], in: site.own)
      guard again.output.contains("proposal-declined") else {
        throw TestSupportError("not declined: \(again.output)")
      }
    },
  ]
}
