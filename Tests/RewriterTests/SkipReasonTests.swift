import Rewriter
import Testing

struct SkipReasonTests {
  @Test("a report explains each reason in words of its own")
  func explanations() {
    let all = SkipReason.allCases.map(\.explanation)
    #expect(Set(all).count == SkipReason.allCases.count)
    #expect(all.allSatisfy { !$0.isEmpty })
  }

  @Test("SOPS metadata is found wherever in the file it begins")
  func everyAlignment() {
    for shift in 0..<64 {
      let text = "a: " + String(repeating: "x", count: shift) + "\nsops:\n  mac: y"
      for end in 0...shift {
        let padded = Array((text + String(repeating: "\n", count: end)).utf8)
        let reason = padded.withUnsafeBytes { RuleSet.skipReason(for: $0) }
        #expect(reason == .sopsEncrypted)
      }
    }
  }

  @Test(
    "a comment inside SOPS metadata, wherever it begins, does not end it",
    arguments: ["# a", "  # a", "\t# a", "#", "# a\n\n# b", "# a\r"])
  func comment(_ comment: String) {
    let text = "a: ENC[x]\nsops:\n  age: []\n\(comment)\n  mac: ENC[y]\n"
    #expect(reason(for: text) == .sopsEncrypted)
  }

  @Test("a key of the document's own behind the comment is not taken for the metadata's")
  func commentBeforeNextKey() {
    #expect(reason(for: "sops:\n  enabled: true\n# a\nmac: y\n") == nil)
    #expect(reason(for: "sops:\n  enabled: true\n  # mac: y\n") == nil)
    #expect(reason(for: "sops:\n  age: []\n  # mac: z\n  mac: ENC[y]\n") == .sopsEncrypted)
  }

  @Test("a file is a pointer of Git LFS below 1,024 bytes alone", arguments: [0, 1, 2])
  func largestPointer(beyond: Int) {
    let start = "version https://git-lfs.github.com/spec/v1\n"
    let text = start + String(repeating: "x", count: 1_022 - start.utf8.count + beyond)
    #expect(reason(for: text) == (text.utf8.count < 1_024 ? .lfsPointer : nil))
  }

  private func reason(for text: String) -> SkipReason? {
    Array(text.utf8).withUnsafeBytes { RuleSet.skipReason(for: $0) }
  }
}
