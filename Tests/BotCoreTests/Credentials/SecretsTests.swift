import Foundation
import Testing

@testable import BotCore

@Suite struct SecretsTests {
  private let token = "ghp_s3cret+/Token~0123456789"

  @Test(
    "a token is found as it is, in an address, and in base64 wherever it begins",
    arguments: ["", "x", "bot:", "user", "x-access-token:"])
  func forms(_ prefix: String) {
    let secrets = Secrets([token])
    let base64 = Data((prefix + token + "\n").utf8).base64EncodedString()
    let forURLs = base64.replacingOccurrences(of: "+", with: "-")
      .replacingOccurrences(of: "/", with: "_")
    let escaped = token.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    for text in [prefix + token + "!", "https://bot:\(escaped)@host/", base64, forURLs] {
      #expect(secrets.occur(in: "a: \(text)\n"), "\(text)")
    }
    let other = Data((prefix + "ghp_another+/Token~987654321\n").utf8).base64EncodedString()
    for text in ["ghp_s3cret", other, ""] { #expect(!secrets.occur(in: text), "\(text)") }
  }

  @Test("a short password does not make ordinary words suspicious")
  func short() {
    #expect(Secrets(["secret", "hunter2", ""]).forms.isEmpty)
  }

  @Test("a password of eight bytes, as many are, is kept back like a longer one")
  func shortest() {
    for password in ["hunter2!", "höhle-7"] {
      #expect(Secrets([password]).occur(in: "password: \(password)\n"), "\(password)")
    }
  }

  @Test(
    "no part of an address's password is repeated in a message, whatever characters it has",
    arguments: [
      "s3cretvalue8", "s3cret@value8", "s3cretvalue8@rest", "s3:cret@value:8@", "@@@@@@@@",
    ])
  func passwordInMessage(_ password: String) {
    let address = "https://bot:\(password)@git.acme.io/a.git"
    let hidden = "cannot read https://bot:…@git.acme.io/a.git"
    for given in [
      GivenCredentials(variables: [:], arguments: ["run", address]),
      GivenCredentials(variables: ["CI_REPOSITORY_URL": address], arguments: []),
    ] {
      #expect(given.redacted("cannot read \(address)") == hidden)
    }
  }

  @Test("another program sees no credential, under whatever name, and all the rest")
  func environment() {
    let variables = [
      "PATH": "/usr/bin", "HOME": "/home/bot", "GITOPS_BOT_TOKEN": token, "GH_TOKEN": "short",
      "CI_REPOSITORY_URL": "https://gitlab-ci-token:\(token)@gitlab.com/a/b.git",
      "GIT_CONFIG_VALUE_0": "Authorization: basic " + Data("u:\(token)".utf8).base64EncodedString(),
    ]
    let removed = Secrets(in: variables).removed(from: variables)
    #expect(removed == ["PATH": "/usr/bin", "HOME": "/home/bot"])
  }
}
