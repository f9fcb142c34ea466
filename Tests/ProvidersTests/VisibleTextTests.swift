import Foundation
import Testing

@testable import Providers

@Suite struct VisibleTextTests {
  @Test(
    "what would steer a terminal, turn text around or show as nothing is shown as an escape",
    arguments: [
      ("plain ä 漢 😀 ❤\u{FE0F}", "plain ä 漢 😀 ❤\u{FE0F}"), ("a\u{1B}[31mb", #"a\u{1b}[31mb"#),
      ("\u{0}\u{7}\u{8}\u{7F}\u{9B}", #"\u{0}\u{7}\u{8}\u{7f}\u{9b}"#),
      ("\u{202A}\u{202E}\u{2066}\u{2069}", #"\u{202a}\u{202e}\u{2066}\u{2069}"#),
      ("\u{200E}\u{200F}\u{61C}", #"\u{200e}\u{200f}\u{61c}"#),
      ("\u{200B}\u{2060}\u{FEFF}\u{AD}", #"\u{200b}\u{2060}\u{feff}\u{ad}"#),
      ("\u{E0041}\u{3164}\u{115F}", #"\u{e0041}\u{3164}\u{115f}"#),
      ("\u{2028}\u{85}\n\r\t", #"\u{2028}\u{85}\u{a}\u{d}\u{9}"#),
    ])
  func escapes(_ text: String, _ expected: String) {
    #expect(VisibleText.of(text) == expected)
  }

  @Test("contents keep their tabs and line ends, and nothing that moves the cursor")
  func layout() {
    #expect(VisibleText.of("a\tb\r\nc\rd\n", keeping: .layout) == "a\tb\r\nc\\u{d}d\n")
    #expect(VisibleText.of("a\tb\n", keeping: .lines) == "a\\u{9}b\n")
  }

  @Test("bytes that are no text are shown one by one")
  func bytes() {
    let bytes: [UInt8] = [0x61, 0xFF, 0xC3, 0xA4, 0xC3, 0x0A, 0xED, 0xA0, 0x80, 0x1B]
    #expect(
      VisibleText.of(bytes, keeping: .layout) == "a\\xff\u{E4}\\xc3\n\\xed\\xa0\\x80\\u{1b}")
  }

  @Test("JSON is the same JSON afterwards")
  func json() throws {
    let value = ["a\u{202E}\u{7F}": "\u{E0041} ##[x] ### \u{9B}\u{FEFF}\n\"\\ ä"]
    let text = VisibleText.json(try JSONEncoder().encode(value))
    #expect(try JSONDecoder().decode([String: String].self, from: Data(text.utf8)) == value)
    #expect(text.unicodeScalars.allSatisfy { !$0.isHidden } && !text.contains("##"))
  }

  @Test(
    "no line of a log is taken for a command",
    arguments: ["::error::x", "##[group]x", "##vso[a]b", "##teamcity[x]", ":::"])
  func commands(_ text: String) {
    let inert = text.withoutCommands
    #expect(!inert.contains("::") && !inert.contains("##"))
    #expect(inert.replacing("\u{200B}", with: "") == text)
  }
}
