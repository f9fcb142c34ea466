import Testing

@testable import BotCore

@Suite struct NearestSpellingTests {
  private static let keys = ["include", "exclude", "replacements", "review", "wiring"]

  @Test(
    "a misspelt key is answered with the right one",
    arguments: [
      ("inclde", "include"), ("Include", "include"), ("inculde", "include"),
      ("replacement", "replacements"), ("reveiw", "review"), ("wirings", "wiring"),
      ("exlude", "exclude"),
    ])
  func near(_ word: String, _ key: String) {
    #expect(nearestSpelling(to: word, among: Self.keys) == key)
  }

  @Test("a word like no key gets no misleading guess", arguments: ["x", "rules", "template", ""])
  func far(_ word: String) {
    #expect(nearestSpelling(to: word, among: Self.keys) == nil)
  }

  @Test(
    "two letters that changed places are one slip, also in a short word",
    arguments: [
      ("lable", "label"), ("ulr", "url"), ("eamil", "email"), ("domian", "domain"),
      ("txet", "text"),
    ])
  func swapped(_ word: String, _ kind: String) {
    #expect(nearestSpelling(to: word, among: ["label", "domain", "email", "text", "url"]) == kind)
  }

  @Test("letters that changed places over another one are no single slip")
  func farSwap() {
    #expect(nearestSpelling(to: "balel", among: ["label"]) == nil)
  }

  @Test("the guess is the same in every run when two keys are equally near")
  func stable() {
    #expect(nearestSpelling(to: "cat", among: ["car", "bat"]) == "bat")
    #expect(nearestSpelling(to: "cat", among: ["bat", "car"]) == "bat")
    #expect(nearestSpelling(to: "cat", among: []) == nil)
  }
}
