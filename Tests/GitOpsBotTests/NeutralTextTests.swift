import Foundation
import Testing

@testable import BotCore
@testable import GitOpsBot

@Suite struct NeutralTextTests {
  private static let secret = "s3cretvalue8"

  @Test(
    "a credential of the process is in nothing that is printed of words", arguments: [true, false])
  func credentials(isLog: Bool) {
    let neutral = NeutralText(
      credentials: GivenCredentials(
        variables: ["GITOPS_BOT_TOKEN": Self.secret],
        arguments: ["https://user:passw0rd8@example.com"]), isLog: isLog)
    let text = "asked with \(Self.secret) and passw0rd8"
    let error = BotError(text, file: Self.secret, remedy: text)
    for printed in [
      neutral.line(text), neutral.words(text), neutral.command("::error::\(text)"),
      neutral.error(error),
    ] {
      #expect(!printed.contains(Self.secret) && !printed.contains("passw0rd8"), "\(printed)")
      #expect(printed.contains("…"))
    }
  }

  @Test("a line stays one line, and steers no terminal", arguments: Awkward.texts)
  func line(_ text: String) {
    let line = NeutralText.plain.line(text)
    #expect(line.hasSuffix("\n") && line.count { $0.isNewline } == 1)
    #expect(Awkward.hidden.isDisjoint(with: line.unicodeScalars), "\(line)")
  }

  @Test("a CI server takes no word of others for a command", arguments: Awkward.texts)
  func log(_ text: String) {
    for printed in [NeutralText.log.words(text), NeutralText.plain.words(text, isLog: true)] {
      let lines = printed.split(whereSeparator: \.isNewline).map { $0.drop { $0.isWhitespace } }
      #expect(!lines.contains { $0.hasPrefix("::") }, "\(printed)")
      #expect(!printed.contains("##[") && !printed.contains("##vso["), "\(printed)")
    }
  }

  @Test("outside of CI words are left as they are")
  func plain() {
    #expect(NeutralText.plain.line("std::string ##[x]") == "std::string ##[x]\n")
    #expect(NeutralText.plain.words("a\nb") == "a\nb")
  }

  @Test(
    "an error says what is wrong, where, and what to do, with nothing between where a part lacks")
  func error() {
    let whole = BotError("it is wrong", file: "bot.config.json", remedy: "mend it")
    #expect(NeutralText.plain.error(whole) == "error: it is wrong, bot.config.json, mend it\n")
    let bare = BotError("it is wrong", remedy: "")
    #expect(NeutralText.plain.error(bare) == "error: it is wrong\n")
    let several = BotError(.refused, whole.problems + bare.problems)
    #expect(NeutralText.plain.error(several).split(separator: "\n").count == 2)
  }

  @Test("a program reads from JSON the very text that nobody sees in it", arguments: Awkward.texts)
  func json(_ text: String) throws {
    let json = try NeutralText.json(["key": text])
    #expect(Awkward.hidden.isDisjoint(with: json.unicodeScalars), "\(json)")
    #expect(!json.contains("##"))
    #expect(try JSONDecoder().decode([String: String].self, from: Data(json.utf8)) == ["key": text])
  }
}
