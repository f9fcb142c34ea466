import Foundation
import TestSupport
import Testing

@Suite struct InitTests {
  /// A template that nobody has configured, in a checkout.
  struct Template {
    let folder: TemporaryFolder
    var path: String { folder.path("work") }

    init(_ files: [String: String] = Template.files) async throws {
      folder = try TemporaryFolder()
      _ = try folder.makeFolder("work")
      try await git("init", "--quiet", "--initial-branch=main", in: path)
      for (name, text) in files { try folder.write(text, to: "work/\(name)") }
      try await commit()
    }

    func commit() async throws {
      try await git("add", "--all", in: path)
      try await git("commit", "--quiet", "--allow-empty", "-m", "a template", in: path)
    }

    func text(_ name: String) throws -> String {
      try String(decoding: folder.read("work/\(name)"), as: UTF8.self)
    }

    func replace(_ old: String, with new: String, in name: String) throws {
      let text = try text(name)
      guard text.contains(old) else { throw TestSupportError("\(name) has no \(old)") }
      try folder.write(text.replacing(old, with: new), to: "work/\(name)")
    }

    static let files = [
      "clusters/my-cluster/sync.yaml": kustomization("flux-system", "./clusters/my-cluster"),
      "clusters/my-cluster/apps.yaml": kustomization("apps", "./apps"),
      "apps/web.yaml": """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: web
        namespace: flux-system
      data:
        host: shop.example.com # not example.net
        cluster: my-cluster
        contact: hello@example.com
        channel: YOUR_SLACK_CHANNEL

      """,
      "README.md": "Replace example.com and <your-team>.\n",
    ]

    private static func kustomization(_ name: String, _ path: String) -> String {
      """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata:
        name: \(name)
        namespace: flux-system
      spec:
        interval: 10m
        path: \(path)
        prune: true
        sourceRef:
          kind: GitRepository
          name: flux-system

      """
    }
  }

  @Test(
    "init lists the stand-ins with their rules and writes nothing; --write writes what is not there"
  )
  func write() async throws {
    let template = try await Template()
    let before = FolderContents(of: template.path)
    let shown = try await Bot.run(["init", "--quiet"], in: template.path)
    #expect(shown.status == 0, "\(shown.errorOutput)")
    #expect(before.differences(to: FolderContents(of: template.path)) == [])
    for line in [
      "example.com  1 place in apps/web.yaml", "→ domain {{project.domain}}",
      "→ name {{cluster.name}}, paths too",
      "→ email {{project.email}}", "→ name {{custom.slackChannel}}",
      "include: apps/**, clusters/**",
      "would write bot.config.json", "only in comments, documentation and tests: 2 texts",
    ] {
      #expect(shown.output.contains(line), "\(line)\n\(shown.output)")
    }

    try template.folder.write("mine\n", to: "work/infrastructure.config.json")
    let written = try await Bot.run(["init", "--quiet", "--write"], in: template.path)
    #expect(written.status == 0, "\(written.errorOutput)")
    #expect(written.output.contains("left infrastructure.config.json, which is there already"))
    #expect(try template.text("infrastructure.config.json") == "mine\n")
    #expect(
      try template.text("bot.config.json").contains(#""custom.slackChannel": { "kind": "text""#))
    #expect(try template.text(".github/workflows/gitops-bot.yml") == workflow())
  }

  private func workflow() throws -> String {
    try String(
      contentsOfFile: "\(Remote.project)/.github/workflows/gitops-bot.yml", encoding: .utf8)
  }

  @Test("what init writes is a configuration with which a run replaces every stand-in")
  func run() async throws {
    let template = try await Template()
    #expect(try await Bot.run(["init", "--quiet", "--write"], in: template.path).status == 0)
    try await template.commit()
    let run = try await Bot.run(
      [
        "run", "--quiet", "--set", "project.domain=acme.io", "--set", "project.email=ops@acme.io",
        "--set",
        "project.name=acme", "--set", "custom.slackChannel=alerts",
      ], in: template.path)
    #expect(run.status == 0, "\(run.errorOutput)")
    let web = try await git("show", "gitops-bot/sync:apps/web.yaml", in: template.path)
    #expect(web.contains("host: shop.acme.io # not example.net"), "\(web)")
    #expect(web.contains("contact: ops@acme.io") && web.contains("channel: alerts"), "\(web)")
    #expect(web.contains("cluster: acme-production"), "\(web)")
  }

  @Test("init as JSON gives each stand-in with its places, and each file with its text")
  func json() async throws {
    let template = try await Template()
    let result = try await Bot.run(["init", "--output", "json"], in: template.path)
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let standIns = try #require(root["standIns"] as? [[String: Any]])
    let cluster = try #require(standIns.first { $0["token"] as? String == "my-cluster" })
    #expect((cluster["rule"] as? [String: Any])?["paths"] as? Bool == true)
    #expect((cluster["files"] as? [String])?.contains("apps/web.yaml") == true)
    #expect((root["files"] as? [[String: Any]])?.first?["state"] as? String == "proposed")
  }
}

extension InitTests {
  @Test(
    "in a repository with a configuration init asks for values alone, as far as the repository tells none"
  )
  func configured() async throws {
    let template = try await Template(
      Template.files.merging([
        "bot.config.json": """
        { "values": { "github.org": { "kind": "label", "help": "who owns it" } },
          "replacements": [
            { "kind": "domain", "from": "example.com", "to": "{{project.domain}}" },
            { "kind": "name", "from": "my-org", "to": "{{github.org}}" } ] }
        """,
        "terraform/prod.tfvars":
          "domain = \"harbour.io\" # ours\nregion = \"example.com\"\nsize = 3\n",
      ]) { $1 })
    let shown = try await Bot.run(["init", "--quiet"], in: template.path)
    #expect(shown.status == 0, "\(shown.errorOutput)")
    #expect(
      shown.output.contains("project.domain = harbour.io (terraform/prod.tfvars:1)"),
      "\(shown.output)")
    #expect(shown.output.contains("github.org: who owns it"), "\(shown.output)")
    #expect(!shown.output.contains("bot.config.json\n→"))
    #expect(shown.output.contains("would write infrastructure.config.json"), "\(shown.output)")
    #expect(try await Bot.run(["init", "--quiet", "--write"], in: template.path).status == 0)
    #expect(try template.text("infrastructure.config.json").contains(#""domain": "harbour.io""#))
  }

  @Test(
    "a credential gets no rule, since every value is committed, and is named; its name may get one")
  func credentials() async throws {
    var files = Template.files
    files[".env.example"] = "GITHUB_TOKEN=<github-token>\nPASSWORD=CHANGEME\nAPI=YOUR_API_KEY\n"
    files["apps/secret.yaml"] = "apiVersion: v1\nkind: Ref\nname: <your-secret-name>\n"
    let template = try await Template(files)
    let result = try await Bot.run(["init", "--write"], in: template.path)
    #expect(result.status == 0, "\(result.errorOutput)")
    let configuration = try template.text("bot.config.json")
    for word in ["github-token", "API_KEY"] {
      #expect(!configuration.contains(word), "\(configuration)")
      #expect(result.output.contains(word), "\(result.output)")
    }
    #expect(result.output.contains("stands for a credential and gets no rule"))
    #expect(!configuration.contains("CHANGEME"))
    #expect(configuration.contains("<your-secret-name>"), "\(configuration)")
  }
}
