import TestSupport
import Testing

@Suite struct KustomizeTests {
  /// What `kubectl kustomize` printed: its documents, sorted, each as words.
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

  private func build(_ folder: String) async throws -> String {
    let result = try await run("kubectl", ["kustomize", folder])
    #expect(result.status == 0, "\(folder): \(result.errorOutput)")
    return result.output
  }

  private func kustomizations(in copy: WorkingCopy) async throws -> [String] {
    try await git("ls-files", "*kustomization.yaml", in: copy.path)
      .split(separator: "\n").map { String($0.dropLast("/kustomization.yaml".count)) }
  }

  @Test("what Flux would apply changes in rewritten values, renamed paths and the ConfigMap alone")
  func builds() async throws {
    let version = try await run("kubectl", ["version", "--client"])
    #expect(version.status == 0, "\(version.errorOutput)")
    print("judged by kubectl: \(version.output.split(separator: "\n").joined(separator: ", "))")
    let remote = try await Remote.example()
    #expect(try await Bot.run(["run", remote.url]).status == 0)
    let (before, after) = (try await remote.workingCopy(), try await remote.workingCopy())
    try await git("checkout", "--quiet", "gitops-bot/sync", in: after.path)

    let folders = try await kustomizations(in: before)
    #expect(folders.count == 24)
    #expect(try await kustomizations(in: after).count == 24)
    for folder in folders {
      let renamed = try Rewriting.expected(folder)
      let old = try expected(try await build("\(before.path)/\(folder)"))
      let built = try await build("\(after.path)/\(renamed)")
      var new = documents(built.split(whereSeparator: \.isNewline))
      if folder == "manifests/shared/config" {
        let added = new.firstIndex { $0.contains("infrastructure-config") }
        #expect(added != nil)
        if let added { #expect(new.remove(at: added).contains("values.yaml:")) }
      }
      #expect(old == new, "\(folder)")
    }
  }
}
