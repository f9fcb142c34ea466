import TestSupport
import Testing

/// What becomes of a release where the owner changed the same file.
@Suite struct TemplateMergeTests {
  private func settled() async throws -> TemplateSample {
    let sample = try await TemplateSample()
    try await sample.template.commit("Begin") {
      try $0.write("resources:\n- chat.yaml\n", to: "manifests/kustomization.yaml")
      try $0.write("# first\na: 1 # one\nb: [x]\n", to: "manifests/notes.yaml")
    }
    #expect(try await sample.sync().status == 0)
    return sample
  }

  @Test("a comment that both changed is a conflict, one beside the owner's edit arrives")
  func comments() async throws {
    let sample = try await settled()
    try await sample.repository.commit("Mine") {
      try $0.write("# mine\na: \"1\" # one\nb: [x]\n", to: "manifests/notes.yaml")
    }
    try await sample.template.commit("Release") {
      try $0.write("# first\na: 1 # two\nb: [x]\n", to: "manifests/notes.yaml")
    }
    #expect(try await sample.sync().status == 0)
    #expect(try await sample.text("manifests/notes.yaml") == "# mine\na: \"1\" # two\nb: [x]")

    try await sample.template.commit("Another release") {
      try $0.replace("# first", with: "# theirs", in: "manifests/notes.yaml")
    }
    let result = try await sample.run()
    #expect(result.status == 3, "\(result.output)")
    #expect(result.output.contains("# theirs"))
  }

  @Test("a conflict over a line that the owner deleted is named until they have decided")
  func deletedLine() async throws {
    let sample = try await settled()
    try await sample.repository.commit("Mine") {
      try $0.write("# first\nb: [x]\n", to: "manifests/notes.yaml")
    }
    try await sample.template.commit("Release") {
      try $0.replace("a: 1", with: "a: 2", in: "manifests/notes.yaml")
      try $0.write("more: 1\n", to: "manifests/more.yaml")
    }
    #expect(try await sample.sync().status == 3)
    try await sample.repository.merge()
    #expect(try await sample.text("manifests/notes.yaml") == "# first\nb: [x]")
    for _ in 1...2 {
      let later = try await sample.run()
      #expect(later.output.contains("conflict-unresolved"), "\(later.output)")
    }

    try await sample.repository.commit("Take theirs") {
      try $0.write("# first\na: 2 # one\nb: [x]\n", to: "manifests/notes.yaml")
    }
    let decided = try await sample.run()
    #expect(!decided.output.contains("conflict-unresolved"), "\(decided.output)")
  }

  @Test("both list a file, and the owner's indentation stays")
  func lists() async throws {
    let sample = try await settled()
    try await sample.repository.commit("Mine") {
      try $0.write("own: 1\n", to: "manifests/own.yaml")
      try $0.write(
        "resources:\n  - chat.yaml\n  - own.yaml\n", to: "manifests/kustomization.yaml")
    }
    try await sample.template.commit("Release") {
      try $0.append("- wiki.yaml\n", to: "manifests/kustomization.yaml")
    }
    let result = try await sample.sync()
    #expect(result.status == 0, "\(result.output)")
    #expect(
      try await sample.text("manifests/kustomization.yaml")
        == "resources:\n  - chat.yaml\n  - own.yaml\n  - wiki.yaml")
  }

  @Test("a change of a file that the owner deleted is named once, and is no proposal by itself")
  func deleted() async throws {
    let sample = try await settled()
    try await sample.repository.commit("Mine") { try $0.remove("manifests/wiki.yaml") }
    try await sample.template.commit("Release") {
      try $0.append("  more: true\n", to: "manifests/wiki.yaml")
    }
    let alone = try await sample.run()
    #expect(alone.output.contains("\"unchanged\"") && alone.output.contains("deletion-kept"))
    #expect(try await !sample.run().output.contains("deletion-kept"))

    try await sample.template.commit("Another release") {
      try $0.append("c: 1\n", to: "manifests/notes.yaml")
    }
    let result = try await sample.sync()
    #expect(result.status == 0 && result.output.contains("deletion-kept"), "\(result.output)")
    #expect(try await !sample.repository.paths(in: "main").contains("manifests/wiki.yaml"))
    #expect(try await !sample.run("--recheck").output.contains("deletion-kept"))
  }
}
