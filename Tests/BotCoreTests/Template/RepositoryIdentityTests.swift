import TestSupport
import Testing

@testable import BotCore

@Suite struct RepositoryIdentityTests {
  private func identity(_ text: String) throws -> RepositoryIdentity {
    RepositoryIdentity(try Location(text, relativeTo: "/srv"))
  }

  @Test("one repository is known again, however its address is written")
  func alike() throws {
    let same = [
      "https://github.com/acme/infra", "https://github.com/acme/infra.git",
      "https://GitHub.com/Acme/infra/", "git@github.com:acme/infra.git",
      "ssh://git@github.com/acme/infra", "ssh://git@github.com:22/acme/infra.git",
      "https://bot@github.com:443/acme/infra",
    ]
    #expect(Set(try same.map(identity)).count == 1)
    let folders = ["/srv/infra.git", "file:///srv/infra.git", "infra", "/srv/./infra/.git/"]
    #expect(Set(try folders.map(identity)).count == 1)
  }

  @Test("two repositories are never taken for one")
  func different() throws {
    let others = [
      "https://github.com/acme/infra", "https://github.com/acme/infra2",
      "https://gitlab.com/acme/infra", "https://github.com:8443/acme/infra",
      "/acme/infra", "/srv/acme/infra",
    ]
    #expect(Set(try others.map(identity)).count == others.count)
  }

  @Test("a folder that is reached through a link is the same repository")
  func link() async throws {
    let folder = try TemporaryFolder()
    let real = try folder.makeFolder("real")
    let made = try await run("ln", ["-s", real, folder.path("link")])
    #expect(made.status == 0)
    #expect(RepositoryIdentity(folder: folder.path("link")) == RepositoryIdentity(folder: real))
  }
}
