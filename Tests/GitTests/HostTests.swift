import Git
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

// Each in a process of its own: libgit2 reads `HOME` once.
@Suite("The host")
struct HostTests {
  @Test("What whoever runs the program has in ~/.gitconfig changes nothing")
  func hostConfiguration() async {
    await #expect(processExitsWith: .success) {
      let sample = try await Sample()
      try sample.folder.write(
        """
        [user]
          name = Host Person
          email = host@example.org
        [url "/nowhere/"]
          insteadOf = \(sample.folder.path)/
        [init]
          defaultBranch = host

        """, to: "home/.gitconfig")
      setenv("HOME", sample.folder.path("home"), 1)
      setenv("XDG_CONFIG_HOME", sample.folder.path("home"), 1)
      let repository = try Repository.create(bareAt: sample.folder.path("r.git"))
      #expect(try repository.headBranch() == "refs/heads/main")
      let found = try repository.references(of: try address(sample.work), access: .anonymous)
      #expect(found.defaultBranch == "refs/heads/main")
      let local = try sample.open()
      let tip = try #require(try local.reference("refs/heads/main"))
      try local.setReference("refs/heads/new", to: tip, expecting: nil, message: "new")
      let log = try await git("reflog", "show", "--format=%gn", "refs/heads/new", in: sample.work)
      #expect(log.contains("Host Person") == false)
      #expect(log.isEmpty == false)
    }
  }

  @Test("A server in ~/.ssh/known_hosts is trusted, and no other")
  func homeKnownHosts() async {
    await #expect(processExitsWith: .success) {
      let sample = try await Sample()
      let server = try await SSHServer()
      try await sample.makeBare(server.repositories + "/r.git")
      setenv("HOME", try sample.folder.makeFolder("home"), 1)
      let repository = try Repository.create(bareAt: sample.folder.path("r.git"))
      let key = Credential.sshKey(privateKey: server.userKey, passphrase: nil)
      let url = try address(server.url("r.git"))
      let access = RemoteAccess(server: url.server, credentials: [key], knownHosts: .home)
      let error = #expect(throws: GitError.self) {
        _ = try repository.references(of: url, access: access)
      }
      #expect(error?.kind == .certificate)
      #expect(error?.message.contains("ssh-ed25519 SHA256:") == true)

      try sample.folder.write(server.knownHosts, to: "home/.ssh/known_hosts")
      let found = try repository.references(of: url, access: access)
      #expect(found.defaultBranch == "refs/heads/main")
    }
  }
}
