import Foundation
import TestSupport
import Testing

/// What reports, logs and reviews show of the Secrets in a repository.
@Suite struct SecretContentsTests {
  /// Secrets in many forms; each has a host that rules change, and a password on a line of its own.
  private static func files(_ password: String) -> [String: String] {
    [
      "plain.yaml": """
      apiVersion: v1
      kind: Secret
      metadata: { name: plain }
      stringData:
        host: db.example.com
        password: \(password)

      """,
      "listed.yaml": """
      kind: List
      items:
        - kind: Secret
          stringData:
            host: db.example.com
            password: \(password)

      """,
      "json.json": """
      {
        "kind": "Secret",
        "stringData": {
          "host": "db.example.com",
          "password": "\(password)"
        }
      }

      """,
      "quoted.yaml":
        "\"kind\": 'Secret'\nstringData:\n  host: db.example.com\n  password: \(password)\n",
      "flow.yaml":
        "{kind: Secret, stringData: {\n  host: db.example.com,\n  password: \(password)\n}}\n",
      "behind.yaml":
        "stringData:\n  host: db.example.com\n  password: \(password)\nkind: Secret\n",
      "alias.yaml":
        "x: &k Secret\nkind: *k\ndata:\n  host: db.example.com\n  password: \(password)\n",
      "merged.yaml":
        "x: &b\n  kind: Secret\ny:\n  <<: *b\n  data:\n    h: db.example.com\n    p: \(password)\n",
      "template.yaml":
        "kind: Secret\n{{ if .a }}\nstringData:\n  h: db.example.com\n  password: \(password)\n",
      "kustomization.yaml": """
      secretGenerator:
        - name: generated
          literals:
            - host=db.example.com
            - password=\(password)
        - name: from-file
          envs: [settings.env]

      """,
      "settings.env": "HOST=db.example.com\nPASSWORD=\(password)\n",
    ].reduce(into: [:]) { $0["manifests/\($1.key)"] = $1.value }
  }

  /// A template whose Secrets and the owner's have other passwords than they had.
  private func conflicting() async throws -> TemplateSample {
    let files = TemplateSample.files.merging(Self.files("initial")) { $1 }
    let sample = TemplateSample(
      template: try await Remote.holding(files), repository: try await Remote.holding(files))
    try await sample.name(sample.template)
    let first = try await sample.sync()
    #expect(first.status == 0, "\(first.errorOutput)")
    for (remote, password) in [
      (sample.repository, "owners-s3cret"), (sample.template, "templates-s3cret"),
    ] {
      try await remote.commit("Change the password") {
        for path in Self.files("").keys { try $0.replace("initial", with: password, in: path) }
      }
    }
    return sample
  }

  @Test(
    "a conflict in a Secret is told by its place and never by its values",
    arguments: ["text", "json", "github"])
  func conflicts(_ form: String) async throws {
    let sample = try await conflicting()
    let folder = try TemporaryFolder()
    let environment: [String: String?] = [
      "GITHUB_STEP_SUMMARY": folder.path("summary.md"), "GITHUB_OUTPUT": folder.path("output"),
    ]
    let arguments = [sample.repository.url, "--verbose", "--output", form]
    let plan = try await Bot.run(["plan"] + arguments, environment: environment)
    let result = try await Bot.run(["run"] + arguments, environment: environment)
    #expect(result.status == 3, "\(result.output)\(result.errorOutput)")
    let check = try await Bot.run(["check", sample.repository.url])
    var shown = [plan, result, check].map { $0.output + $0.errorOutput }
    if form == "github" {
      shown.append(String(decoding: try folder.read("summary.md"), as: UTF8.self))
    }
    if let lock = try? await sample.repository.text("gitops-bot.lock.json", in: "gitops-bot/sync") {
      shown.append(lock)
    }
    for path in Self.files("").keys {
      #expect(result.output.contains(path), "\(path) \(result.output)")
    }
    for text in shown { #expect(!text.contains("s3cret"), "\(text)") }
  }

  @Test("a conflict beside a Secret, in another document of its file, is shown as every other one")
  func beside() async throws {
    let text =
      "kind: Secret\nstringData: { a: initial }\n---\nkind: Config\nspec:\n  size: initial\n"
    let files = TemplateSample.files.merging(["manifests/two.yaml": text]) { $1 }
    let sample = TemplateSample(
      template: try await Remote.holding(files), repository: try await Remote.holding(files))
    try await sample.name(sample.template)
    #expect(try await sample.sync().status == 0)
    for (remote, value) in [(sample.repository, "s3cret-own"), (sample.template, "s3cret-their")] {
      try await remote.commit("Change both") {
        try $0.replace("a: initial", with: "a: \(value)", in: "manifests/two.yaml")
        try $0.replace("size: initial", with: "size: size-\(value.count)", in: "manifests/two.yaml")
      }
    }
    let result = try await sample.run()
    #expect(result.status == 3, "\(result.output)")
    #expect(result.output.contains("size: size-10") && result.output.contains("size: size-12"))
    #expect(!result.output.contains("s3cret"), "\(result.output)")
  }

  @Test("the diff of a Secret has its keys in logs, and all of it in a pipe that Git reads")
  func diff() async throws {
    let remote = try await Remote.holding(
      BadInput.sound.merging(Self.files("hunter2-s3cret")) { $1 })
    let piped = try await Bot.run(["plan", remote.url, "--quiet"])
    let copy = try await remote.workingCopy()
    let applied = try await runGit(
      ["apply", "--check", "--index"], in: copy.path, input: piped.standardOutput)
    #expect(applied.status == 0, "\(applied.errorOutput)")
    #expect(piped.output.contains("hunter2-s3cret"))

    let github = try await Bot.run(["plan", remote.url, "--output", "github"])
    let log = try await Bot.run(["plan", remote.url], environment: ["GITLAB_CI": "true"])
    for result in [github, log] {
      #expect(result.status == 2, "\(result.errorOutput)")
      #expect(!result.output.contains("s3cret"), "\(result.output)")
      #expect(!result.output.contains("db.acme.io") && !result.output.contains("db.example.com"))
      #expect(result.output.contains("+  host: …") && result.output.contains("-  host: …"))
      #expect(result.output.contains(" kind: Secret"))
      #expect(result.output.contains("+host: www.acme.io"))
    }
  }

  @Test("preview shows a Secret by its keys, and other objects as Flux applies them")
  func preview() async throws {
    let remote = try await Remote.holding([
      "bot.config.json": "{ \"include\": [\"apps/**\"], \"replacements\": [] }\n",
      "clusters/one/apps.yaml": """
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: { name: apps, namespace: flux-system }
      spec:
        path: ./apps
        sourceRef: { kind: GitRepository, name: flux-system }

      """,
      "apps/all.yaml": """
      apiVersion: v1
      kind: Secret
      metadata: { name: own, namespace: a }
      stringData: { password: hunter2-s3cret }
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: other, namespace: a }
      data: { color: blue }

      """,
    ])
    let before = try await Bot.run(["preview", "apps", "--repository", remote.url])
    #expect(before.status == 0, "\(before.errorOutput)")
    #expect(before.output.contains("password: …") && before.output.contains("color: blue"))
    #expect(!before.output.contains("s3cret"), "\(before.output)")
    try await remote.commit("Change", on: "other") {
      try $0.replace("hunter2-s3cret", with: "hunter3-s3cret", in: "apps/all.yaml")
    }
    let after = try await Bot.run([
      "preview", "apps", "--repository", remote.url, "--branch", "other", "--output", "diff",
    ])
    #expect(after.output.contains("-  password: …\n+  password: …"), "\(after.output)")
    #expect(!after.output.contains("s3cret"))
  }

  @Test("what the template has for a Secret is shown by its keys in a log, and whole to a program")
  func original() async throws {
    let sample = try await conflicting()
    let arguments = ["undo", sample.repository.url, "--show", "manifests/plain.yaml"]
    let log = try await Bot.run(arguments, environment: ["CI": "true"])
    #expect(log.output.contains("password: …"), "\(log.output)\(log.errorOutput)")
    #expect(!log.output.contains("initial"))
    #expect(try await Bot.run(arguments).output.contains("password: initial"))
  }

  @Test("a danger to a Secret that cannot change names the field and not its values")
  func danger() async throws {
    let text = "apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nimmutable: true\n"
    let files = TemplateSample.files.merging([
      "manifests/kept.yaml": text + "stringData: { password: old-s3cret }\n"
    ]) { $1 }
    let sample = TemplateSample(
      template: try await Remote.holding(files), repository: try await Remote.holding(files))
    try await sample.name(sample.template)
    #expect(try await sample.sync().status == 0)
    try await sample.template.commit("Change it") {
      try $0.replace("old-s3cret", with: "new-s3cret", in: "manifests/kept.yaml")
    }
    let result = try await sample.run()
    #expect(result.status == 4, "\(result.output)")
    #expect(result.errorOutput.contains("stringData.password changes from … to …"))
    #expect(!(result.output + result.errorOutput).contains("s3cret"), "\(result.errorOutput)")
  }

  @Test("a lock of an earlier version that holds both sides of a Secret is not repeated")
  func earlierLock() async throws {
    let sample = try await conflicting()
    let path = "manifests/json.json"
    try await sample.repository.commit("Remember") {
      let lock = try $0.text("gitops-bot.lock.json")
      let entry = """
        "unresolved" : [ { "kind" : "content", "line" : 5, "path" : "\(path)",
          "ours" : "owners-s3cret", "theirs" : "older-s3cret" } ]
        """
      try $0.write(
        lock.replacing(/"unresolved" : \[[^\]]*\]/, with: entry), to: "gitops-bot.lock.json")
    }
    let result = try await Bot.run(["check", sample.repository.url])
    #expect(result.output.contains("conflict-unresolved"), "\(result.output)\(result.errorOutput)")
    #expect(!result.output.contains("s3cret"), "\(result.output)")
  }
}
