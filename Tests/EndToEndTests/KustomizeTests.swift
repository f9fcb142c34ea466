import TestSupport
import Testing

@Suite struct KustomizeTests {
  /// What `kubectl kustomize` prints: its documents, sorted, each as words.
  ///
  /// Words, since releases of kubectl differ in where they wrap long lines; sorted, since they order
  /// documents by names, and names change.
  private func documents(_ lines: some Sequence<Substring>) -> [[Substring]] {
    var documents: [[Substring]] = [[]]
    for line in lines {
      if line == "---" {
        documents.append([])
      } else {
        documents[documents.count - 1] += line.split(separator: " ")
      }
    }
    return documents.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// The documents that should come of what was built before: encrypted ones stay.
  private func expected(_ text: String) throws -> [[Substring]] {
    let texts = try text.split(separator: "\n---\n").map { document in
      document.contains("\nsops:\n") ? String(document) : try Rewriting.expected(String(document))
    }
    return documents(texts.joined(separator: "\n---\n").split(whereSeparator: \.isNewline))
  }

  private func kustomizations(in copy: WorkingCopy) async throws -> [String] {
    try await git("ls-files", "*kustomization.yaml", in: copy.path)
      .split(separator: "\n").map { String($0.dropLast("/kustomization.yaml".count)) }
  }

  @Test(
    "what is built changes in rewritten values, renamed paths and the ConfigMaps alone, then refers to them"
  )
  func builds() async throws {
    let kubectl = try await Kubectl()
    func build(_ folder: String, in copy: WorkingCopy) async throws -> String {
      // The lock beside the manifests holds ids of commits, of which no two are alike.
      try await kubectl.build(
        String(folder.dropFirst("manifests/".count)), in: copy.path + "/manifests")
    }
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let before = try await remote.workingCopy()
    let (wired, replaced) = (try await remote.workingCopy(), try await remote.workingCopy())
    // The ConfigMaps come before what refers to them.
    try await git("checkout", "--quiet", "origin/gitops-bot/sync~1", in: wired.path)
    try await git("checkout", "--quiet", "gitops-bot/sync", in: replaced.path)

    let folders = try await kustomizations(in: before)
    #expect(folders.count == 24)
    #expect(try await kustomizations(in: wired).count == 24)
    for folder in folders {
      let renamed = try Rewriting.expected(folder)
      let first = try await build(folder, in: wired)
      let final = try await build(renamed, in: replaced)
      #expect(
        documents(final.split(whereSeparator: \.isNewline)) == (try expected(first)), "\(folder)")

      #expect(!first.contains("${infraConfig."), "\(folder)")
      if folder == "manifests/shared/config" {
        let built = try await build(folder, in: before)
        let old = documents(built.split(whereSeparator: \.isNewline))
        let new = documents(first.split(whereSeparator: \.isNewline))
        let added = new.filter { !old.contains($0) }
        #expect(added.count == 2 && new.count == old.count + 2)
        #expect(
          added.contains { $0.contains("infrastructure-config") && $0.contains("values.yaml:") })
        #expect(added.contains { $0.contains("infrastructure-vars") })
      }
    }
  }
}
