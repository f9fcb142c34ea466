import Testing

@testable import Git

@Suite("Kinds of errors")
struct KindTests {
  @Test(
    "What an ssh server says in words tells whether it refuses, does not know us or has nothing",
    arguments: [
      ("ERROR: Permission to acme/x.git denied to bot.", GitError.Kind.permission),
      ("ERROR: Write access to repository not granted: deploy key is read-only", .permission),
      ("ERROR: Repository not found.", .notFound),
      ("fatal: '/r.git' does not appear to be a git repository", .notFound),
      ("Failed to authenticate SSH session: Unable to open private key file", .authentication),
      ("failed to start SSH session: Unable to exchange encryption keys", .network),
      (
        "Failed to retrieve list of SSH authentication methods: Failed getting response", .network
      ),
      (
        "Failed to authenticate SSH session: Waiting for publickey USERAUTH response", .network
      ),
    ])
  func ssh(message: String, kind: GitError.Kind) {
    #expect(
      GitError(function: "git_remote_fetch", code: -1, category: 23, message: message).kind == kind)
  }

  @Test(
    "The status of an http server tells the same",
    arguments: [
      (401, GitError.Kind.authentication), (403, .permission), (404, .notFound), (500, .network),
    ])
  func http(status: Int, kind: GitError.Kind) {
    let message = "unexpected http status code: \(status)"
    #expect(
      GitError(function: "git_remote_fetch", code: -1, category: 34, message: message).kind == kind)
  }

  @Test(
    "A full disk and a limit of the machine are told from a server that cannot be reached",
    arguments: [
      (
        2, "cannot extend packfile '/t/pack_git2_1': No space left on device", GitError.Kind.storage
      ),
      (2, "failed to write to '/t/config': Disk quota exceeded", .storage),
      (2, "could not open '/t/config': Read-only file system", .storage),
      (2, "cannot extend packfile '/t/pack_git2_1': File too large", .storage),
      (2, "could not open '/t/config': Too many open files", .resources),
      (2, "failed to mmap. Could not write data: Cannot allocate memory", .resources),
      (1, "out of memory", .resources),
      (2, "failed to connect to h: Connection refused", .network),
    ])
  func system(category: Int32, message: String, kind: GitError.Kind) {
    let error = GitError(
      function: "git_remote_fetch", code: -1, category: category, message: message)
    #expect(error.kind == kind)
  }

  @Test("Keys are taken from known_hosts for the host and port alone")
  func knownHosts() {
    let text = """
      # note
      a.example,b.example ssh-ed25519 AQID
      [b.example]:2222 ssh-rsa BAUG trailing words
      |1|hash|hash ssh-rsa AAAA
      @revoked a.example ssh-rsa AAAA
      a.example ssh-rsa !!!

      """
    #expect(KnownHosts.keys(of: "B.example", in: text) == .keys([[1, 2, 3]]))
    #expect(KnownHosts.keys(of: "a.example", in: text) == .keys([[1, 2, 3]]))
    #expect(KnownHosts.keys(of: "b.example", port: 2222, in: text) == .keys([[4, 5, 6]]))
    #expect(KnownHosts.keys(of: "c.example", in: text) == .keys([]))
  }

  @Test(
    "Messages leave out what a URL says about users",
    arguments: [
      ("no 'https://u:p@h/x' here", "no 'https://h/x' here"), ("ssh://git@h/x", "ssh://h/x"),
      ("a@b https://h/x@y", "a@b https://h/x@y"), ("://", "://"),
      ("https://u:p@ssword@h/x", "https://h/x"),
    ])
  func redaction(text: String, expected: String) {
    #expect(RemoteAddress.withoutCredentials(in: text) == expected)
  }
}
