import Testing

@testable import Providers

@Suite struct ForgeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let address: String
    let kind: ForgeKind
    let origin: String
    let path: String
    var testDescription: String { address }

    init(_ address: String, _ kind: ForgeKind, _ origin: String, _ path: String) {
      (self.address, self.kind, self.origin, self.path) = (address, kind, origin, path)
    }
  }

  private static let cases = [
    Case("https://github.com/acme/infra.git", .gitHub, "https://github.com", "acme/infra"),
    Case("https://github.com/acme/infra", .gitHub, "https://github.com", "acme/infra"),
    Case("https://github.com/acme/infra/", .gitHub, "https://github.com", "acme/infra"),
    Case("https://GitHub.com/acme/Infra", .gitHub, "https://github.com", "acme/Infra"),
    Case("https://me:secret@github.com/acme/infra", .gitHub, "https://github.com", "acme/infra"),
    Case("git@github.com:acme/infra.git", .gitHub, "https://github.com", "acme/infra"),
    Case("ssh://git@github.com/acme/infra.git", .gitHub, "https://github.com", "acme/infra"),
    Case(
      "ssh://git@ssh.github.com:443/acme/infra.git", .gitHub, "https://github.com", "acme/infra"),
    Case("git@gitlab.com:a/b/infra.git", .gitLab, "https://gitlab.com", "a/b/infra"),
    Case("https://gitlab.com/a/b/c/infra.git", .gitLab, "https://gitlab.com", "a/b/c/infra"),
    Case("https://codeberg.org/acme/infra.git", .gitea, "https://codeberg.org", "acme/infra"),
    Case("git@gitea.com:acme/infra.git", .gitea, "https://gitea.com", "acme/infra"),
  ]

  @Test(
    "an owner whose repository is on a public forge is shown where to open the review",
    arguments: cases)
  func recognised(_ expected: Case) {
    let forge = Forge(address: expected.address)
    #expect(forge?.kind == expected.kind)
    #expect(forge?.origin == expected.origin)
    #expect(forge?.path == expected.path)
  }

  @Test(
    "nobody is sent to a page of the wrong server",
    arguments: [
      "https://git.example.org/acme/infra.git", "https://github.com.example.org/acme/infra",
      "https://example.org/github.com/acme/infra", "https://notgithub.com/acme/infra",
      "/srv/github.com/infra.git", "file:///srv/infra.git", "https://github.com/",
      "https://github.com", "infra", "", "git@example.org:github.com/infra",
    ])
  func unknown(_ address: String) {
    #expect(Forge(address: address) == nil)
  }

  @Test(
    "the page compares the right branches, whatever their names hold",
    arguments: [
      (
        "https://github.com/acme/infra", "main", "gitops-bot/sync",
        "https://github.com/acme/infra/compare/main...gitops-bot/sync?expand=1"
      ),
      (
        "https://gitlab.com/a/b", "main", "gitops-bot/sync",
        "https://gitlab.com/a/b/-/merge_requests/new"
          + "?merge_request%5Bsource_branch%5D=gitops-bot/sync&merge_request%5Btarget_branch%5D=main"
      ),
      (
        "https://codeberg.org/acme/infra", "main", "b",
        "https://codeberg.org/acme/infra/compare/main...b"
      ),
      (
        "https://github.com/acme/infra", "a#b", "c?d&e ä%",
        "https://github.com/acme/infra/compare/a%23b...c%3Fd%26e%20%C3%A4%25?expand=1"
      ),
    ])
  func compare(_ address: String, _ base: String, _ branch: String, _ url: String) {
    #expect(Forge(address: address)?.compareURL(base: base, branch: branch) == url)
  }
}
