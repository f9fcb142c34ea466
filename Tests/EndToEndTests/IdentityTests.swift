import TestSupport
import Testing

/// Files that look alike and are not the same, and files that are the same under another name.
@Suite struct IdentityTests {
  private static let branch = "gitops-bot/sync"

  private static func manifest(_ name: String, kind: String) -> String {
    """
    apiVersion: example.org/v1
    kind: \(kind)
    metadata:
      name: \(name)
      namespace: web
    spec:
      host: \(name).example.com
      replicas: 1
      image: registry.local/app:1.0.0
      resources: small
      storage: 10Gi

    """
  }

  /// An app of two objects, in the layout that all apps have.
  private static func app(_ name: String) -> [String: String] {
    let folder = "manifests/apps/\(name)"
    return [
      "\(folder)/kustomization.yaml": "resources:\n  - server.yaml\n  - route.yaml\n",
      "\(folder)/server.yaml": manifest(name, kind: "Server"),
      "\(folder)/route.yaml": manifest(name, kind: "Route"),
    ]
  }

  /// A repository made from a template with these files, whose first proposal was merged.
  private func settled(
    _ files: [String: String], _ prepare: (WorkingCopy) throws -> Void = { _ in }
  ) async throws -> TemplateSample {
    let all = TemplateSample.files.merging(files) { $1 }
    let sample = TemplateSample(
      template: try await Remote.holding(all), repository: try await Remote.holding(all))
    for remote in [sample.template, sample.repository] {
      try await remote.commit("Prepare") { copy in
        try copy.write("Read me.\n", to: "README.md")
        try prepare(copy)
      }
    }
    try await sample.name(sample.template)
    let first = try await sample.sync()
    #expect(first.status == 0, "\(first.output)\(first.errorOutput)")
    return sample
  }

  private func write(_ files: [String: String], to copy: WorkingCopy) throws {
    for (path, text) in files { try copy.write(text, to: path) }
  }

  @Test("an app that the owner wrote beside a deleted one stays theirs, whatever the template does")
  func ownApp() async throws {
    let sample = try await settled(Self.app("forum").merging(Self.app("shop")) { $1 })
    let own = Self.app("wiki").mapValues { $0.replacing("example.com", with: "acme.io") }
    try await sample.repository.commit("Another app") { copy in
      try copy.remove("manifests/apps/forum")
      try write(own, to: copy)
    }
    try await sample.repository.commit("Move") {
      try $0.replace("acme.io", with: "acme.dev", in: "infrastructure.config.json")
    }
    try await sample.template.commit("Release") { copy in
      for file in ["server", "route", "kustomization"] {
        try copy.append("# release two\n", to: "manifests/apps/forum/\(file).yaml")
      }
    }

    let result = try await sample.sync()

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    for (path, text) in own { #expect(try await sample.text(path) + "\n" == text) }
    #expect(
      try await sample.text("manifests/apps/shop/route.yaml").contains("host: shop.acme.dev"))
    let paths = try await sample.repository.paths(in: "main")
    #expect(!paths.contains { $0.hasPrefix("manifests/apps/forum/") })
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }

  @Test("what the owner did to an app does not get into the one by which the template replaces it")
  func replacedApp() async throws {
    let sample = try await settled(Self.app("forum"))
    let (server, note) = ("manifests/apps/forum/server.yaml", "manifests/apps/forum/note.yaml")
    try await sample.repository.commit("Mine") { copy in
      try copy.replace("replicas: 1", with: "replicas: 9", in: server)
      try copy.write("mine: 1\n", to: note)
    }
    try await sample.template.commit("Release") { copy in
      try copy.remove("manifests/apps/forum")
      try write(Self.app("wiki"), to: copy)
    }

    let result = try await sample.run()

    #expect(result.status == 3, "\(result.output)\(result.errorOutput)")
    #expect(result.output.contains("\"path\" : \"\(server)\""), "\(result.output)")
    func text(_ path: String) async throws -> String {
      try await sample.repository.text(path, in: Self.branch)
    }
    #expect(try await text(server).contains("replicas: 9"))
    #expect(try await text(note) == "mine: 1")
    for (path, new) in Self.app("wiki") {
      #expect(try await text(path) + "\n" == new.replacing("example.com", with: "acme.io"))
    }
    let paths = try await sample.repository.paths(in: Self.branch)
    #expect(paths.count { $0.hasPrefix("manifests/apps/wiki/") } == 3)
  }

  @Test(
    "a folder that the owner renamed goes on receiving, beside a deleted one of the same layout")
  func renamedFolder() async throws {
    let sample = try await settled(Self.app("forum").merging(Self.app("shop")) { $1 })
    try await sample.repository.commit("Rename") { copy in
      try copy.remove("manifests/apps/forum")
      try copy.move("manifests/apps/shop", to: "manifests/apps/store")
      try copy.replace(
        "storage: 10Gi", with: "storage: 99Gi", in: "manifests/apps/store/server.yaml")
    }
    try await sample.template.commit("Release") { copy in
      for app in ["forum", "shop"] {
        let folder = "manifests/apps/\(app)"
        try copy.replace(
          "  - route.yaml", with: "  - route.yaml\n  - \(app)-more.yaml",
          in: "\(folder)/kustomization.yaml")
        try copy.replace("replicas: 1", with: "replicas: 2", in: "\(folder)/server.yaml")
      }
      try copy.write("kind: More\n", to: "manifests/apps/shop/shop-more.yaml")
    }

    let result = try await sample.sync("--force")

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    let store = "manifests/apps/store"
    #expect(
      try await sample.text("\(store)/kustomization.yaml")
        == "resources:\n  - server.yaml\n  - route.yaml\n  - shop-more.yaml")
    let server = try await sample.text("\(store)/server.yaml")
    #expect(server.contains("replicas: 2") && server.contains("storage: 99Gi"))
    #expect(try await sample.text("\(store)/shop-more.yaml") == "kind: More")
    let paths = try await sample.repository.paths(in: "main")
    #expect(!paths.contains { $0.contains("apps/forum/") || $0.contains("apps/shop/") })
  }

  @Test("links follow both sides: where the owner has them and where the template leads them")
  func links() async throws {
    let sample = try await settled(["docs/v1/a.md": "one\n", "docs/v2/a.md": "two\n"]) { copy in
      try copy.link("current", to: "docs/v1")
      try copy.link("docs/v1/gone", to: "a.md")
    }
    try await sample.repository.commit("Other links") { copy in
      try copy.move("current", to: "latest")
      try copy.remove("docs/v1/gone")
    }
    try await sample.template.commit("Release") { copy in
      try copy.remove("current")
      try copy.link("current", to: "docs/v2")
      try copy.move("docs/v1", to: "docs/old")
    }

    let result = try await sample.sync()

    #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
    #expect(try await sample.text("latest") == "docs/v2")
    let paths = try await sample.repository.paths(in: "main")
    #expect(paths.contains("docs/old/a.md"))
    #expect(
      !paths.contains { $0.hasSuffix("/gone") || $0 == "current" || $0.hasPrefix("docs/v1/") })
  }

  @Test(
    "two spellings of one name are two files, each with its own edits, and every run gives one tree"
  )
  func spellings() async throws {
    let (composed, decomposed) = ("caf\u{E9}", "cafe\u{301}")
    func manifest(_ number: Int) -> String {
      "kind: Site\nnumber: \(number)\nhost: n\(number).example.com\n\n\nreplicas: 1\n"
    }
    func folder(_ name: String) -> String { "manifests/\(name)" }
    let sample = try await settled([:]) { copy in
      for (number, name) in [composed, decomposed].enumerated() {
        try copy.write(manifest(number), to: "\(folder(name))/site.yaml")
        try copy.write(manifest(number + 2), to: "manifests/\(name)-my-cluster.yaml")
      }
    }
    func text(_ path: String) async throws -> String { try await sample.text(path) }
    for (number, name) in [composed, decomposed].enumerated() {
      #expect(try await text("\(folder(name))/site.yaml").contains("host: n\(number).acme.io"))
      #expect(
        try await text("manifests/\(name)-acme-production.yaml")
          .contains("host: n\(number + 2).acme.io"))
    }
    #expect(try await sample.run().output.contains("\"unchanged\""))

    try await sample.repository.commit("Mine") {
      try $0.replace("replicas: 1", with: "replicas: 5", in: "\(folder(composed))/site.yaml")
      try $0.remove("manifests/\(composed)-acme-production.yaml")
    }
    try await sample.template.commit("Release") {
      for name in [composed, decomposed] {
        try $0.append("of: \(name.utf8.count)\n", to: "\(folder(name))/site.yaml")
      }
      try $0.append("of: 6\n", to: "manifests/\(decomposed)-my-cluster.yaml")
    }
    let before = try await git("rev-parse", "main", in: sample.repository.path)
    var trees: Set<String> = []
    for _ in 1...3 {
      let result = try await sample.run()
      #expect(result.status == 0, "\(result.output)\(result.errorOutput)")
      trees.insert(try await git("rev-parse", "\(Self.branch)^{tree}", in: sample.repository.path))
      try await git(
        "update-ref", "-d", "refs/heads/\(Self.branch)", in: sample.repository.path)
    }
    #expect(trees.count == 1)
    #expect(try await git("rev-parse", "main", in: sample.repository.path) == before)

    #expect(try await sample.sync().status == 0)
    let first = try await text("\(folder(composed))/site.yaml")
    #expect(first.contains("replicas: 5") && first.hasSuffix("of: 5"))
    let second = try await text("\(folder(decomposed))/site.yaml")
    #expect(second.contains("replicas: 1") && second.hasSuffix("of: 6"))
    #expect(try await text("manifests/\(decomposed)-acme-production.yaml").hasSuffix("of: 6"))
    let listing = try await git(
      "ls-tree", "-r", "-z", "--name-only", "main", in: sample.repository.path)
    let names = listing.utf8.split(separator: 0).map(Array.init)
    #expect(names.contains(Array("manifests/\(decomposed)-acme-production.yaml".utf8)))
    #expect(!names.contains(Array("manifests/\(composed)-acme-production.yaml".utf8)))
    #expect(try await sample.run().output.contains("\"unchanged\""))
  }
}
