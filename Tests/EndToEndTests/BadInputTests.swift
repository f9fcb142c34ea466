import TestSupport
import Testing

@Suite struct BadInputTests {
  @Test(
    "a mistake is told with its place and its remedy, and nothing is pushed",
    arguments: BadInput.configurations + BadInput.values + BadInput.sizes)
  func refused(_ input: BadInput) async throws {
    var files = input.files
    let lock = files.removeValue(forKey: "gitops-bot.lock.json")
    let remote = try await Remote.holding(files)
    // One that came with the first commit would be the template's, and count for nothing.
    if let lock {
      try await remote.commit("Lock") { try $0.write(lock, to: "gitops-bot.lock.json") }
    }
    let references = try await remote.references()
    let objects = try await remote.objectCount()

    let result = try await Bot.run(
      ["run", remote.url] + input.arguments, environment: input.environment)

    #expect(result.status == input.status, "\(result.output)\(result.errorOutput)")
    let lines = result.errorOutput.split(separator: "\n")
    #expect(lines.contains { $0.lowercased().hasPrefix("error: ") }, "\(result.errorOutput)")
    for text in input.errors { #expect(result.errorOutput.contains(text)) }
    #expect(result.output == "")
    #expect(try await remote.references() == references)
    #expect(try await remote.objectCount() == objects)
  }

  @Test("the small repository of these tests is refused for the mistakes alone")
  func sound() async throws {
    let remote = try await Remote.holding(BadInput.sound)
    let result = try await Bot.run(["run", remote.url])
    #expect(result.status == 0, "\(result.errorOutput)")
    let text = try await remote.text("manifests/acme-production/site.yaml", in: "gitops-bot/sync")
    #expect(text == "host: www.acme.io\ncluster: acme-production")
  }

  @Test("the default branch is refused for reviews when another one is the base")
  func defaultBranch() async throws {
    var files = BadInput.sound
    files["bot.config.json"] = files["bot.config.json"]?.replacing(
      "\"include\"",
      with:
        "\"repository\": { \"base\": \"live\" }, \"review\": { \"branch\": \"main\" }, \"include\"")
    let remote = try await Remote.holding(files)
    try await git("branch", "live", "main", in: remote.path)
    let references = try await remote.references()

    let result = try await Bot.run(["run", remote.url])

    #expect(result.status == 4, "\(result.errorOutput)")
    #expect(result.errorOutput.contains("review.branch is \"main\", the default branch"))
    #expect(try await remote.references() == references)
  }

  @Test("a shallow clone is refused with the way out")
  func shallow() async throws {
    let remote = try await Remote.holding(BadInput.sound)
    try await remote.commit("More") { try $0.write("more\n", to: "README.md") }
    let clone = remote.folder.path("shallow")
    try await git("clone", "--quiet", "--depth", "1", remote.url, clone)
    let references = try await remote.references()

    let result = try await Bot.run(["run"], in: clone)

    #expect(result.status == 1)
    #expect(result.errorOutput.contains("is a shallow clone"))
    #expect(result.errorOutput.contains("git fetch --unshallow"))
    #expect(try await remote.references() == references)
  }

  @Test("an empty repository is told as such")
  func empty() async throws {
    let folder = try TemporaryFolder()
    try await git("init", "--quiet", "--bare", folder.path("empty.git"))

    for address in [folder.path("empty.git"), "file://" + folder.path("empty.git")] {
      let result = try await Bot.run(["run", address])
      #expect(result.status == 1)
      #expect(result.errorOutput.contains("empty.git is empty: it has no branch with a commit"))
      #expect(result.errorOutput.contains("push the template's files first"))
    }
  }

  @Test("a folder that is no repository is named", arguments: ["", "file://"])
  func noRepository(_ scheme: String) async throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("plain")

    let result = try await Bot.run(["run", scheme + folder.path("plain")])

    #expect(result.status == 1)
    #expect(result.errorOutput.hasPrefix("error: ") || result.errorOutput.contains("\nerror: "))
    #expect(result.errorOutput.contains(folder.path("plain")))
  }
}
