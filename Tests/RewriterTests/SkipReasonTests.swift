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
}
