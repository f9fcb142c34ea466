import Git
import Testing

@testable import BotCore

@Suite struct LocationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let kind: Location.Kind
    let address: String
    var host: String?
    var user: String?
    var password: String?
    var isSSH = false
    var name: String?
    var testDescription: String { text }
  }

  private static let cases = [
    Case(
      text: "https://github.com/acme/infra.git", kind: .url,
      address: "https://github.com/acme/infra.git", host: "github.com", name: "infra"),
    Case(
      text: "https://Example.ORG:8443/acme/infra", kind: .url,
      address: "https://Example.ORG:8443/acme/infra", host: "example.org:8443",
      name: "infra"),
    Case(
      text: "https://bot:s3cret@example.org/infra.git", kind: .url,
      address: "https://example.org/infra.git", host: "example.org", user: "bot",
      password: "s3cret", name: "infra"),
    Case(
      text: "http://bot@127.0.0.1:8080/infra.git", kind: .url,
      address: "http://127.0.0.1:8080/infra.git", host: "127.0.0.1:8080", user: "bot",
      name: "infra"),
    Case(
      text: "https://bot:p%40ss@example.org/infra.git", kind: .url,
      address: "https://example.org/infra.git", host: "example.org", user: "bot", password: "p@ss",
      name: "infra"),
    Case(
      text: "ssh://git@example.org:2222/acme/infra.git", kind: .url,
      address: "ssh://git@example.org:2222/acme/infra.git", host: "example.org:2222",
      user: "git", isSSH: true, name: "infra"),
    Case(
      text: "git@github.com:acme/infra.git", kind: .url, address: "git@github.com:acme/infra.git",
      host: "github.com", user: "git", isSSH: true, name: "infra"),
    Case(
      text: "file:///srv/infra.git", kind: .url, address: "file:///srv/infra.git", name: "infra"),
    Case(text: "/srv/infra.git", kind: .folder, address: "/srv/infra.git", name: "infra"),
    Case(text: "infra", kind: .folder, address: "/usr/share/infra", name: "infra"),
    Case(text: "../infra", kind: .folder, address: "/usr/infra", name: "infra"),
    Case(text: ".", kind: .folder, address: "/usr/share", name: "share"),
    Case(
      text: "a/b@c:d", kind: .folder, address: "/usr/share/a/b@c:d", name: "d"),
  ]

  @Test(
    "an address is understood as Git understands it, and never kept with its password",
    arguments: cases)
  func reads(_ expected: Case) throws {
    let location = try Location(expected.text, relativeTo: "/usr/share")
    #expect(location.kind == expected.kind)
    #expect(location.address.text == expected.address)
    #expect(location.server?.authority == expected.host)
    #expect(location.user == expected.user)
    #expect(location.password == expected.password)
    #expect(location.isSSH == expected.isSSH)
    #expect(location.repositoryName == expected.name)
  }

  @Test(
    "an address that could be taken for something else is refused, without being repeated",
    arguments: [
      "https://h'ost/x", "https://host:99999/x", "ssh://git@host/x';touch y;'",
      "ssh://git@host/%27",
      "ssh://-oProxyCommand=touch/x", "git@-host:x", "git@host:x'y", "https://host/x?y",
      "https:/host/x",
      "git:p@host:x", "/srv/a\u{1B}[2J", "ftp://host/x", "ext::sh -c x@y:z",
    ])
  func refuses(_ text: String) throws {
    let error = try #require(throws: BotError.self) { try Location(text, relativeTo: "/usr/share") }
    #expect(!error.problems[0].message.contains(text))
    #expect(!error.problems[0].remedy.isEmpty)
  }
}
