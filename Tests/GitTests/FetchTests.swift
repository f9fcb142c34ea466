import Git
import TestSupport
import Testing

@Suite("Fetching")
struct FetchTests {
  @Test("What a server has is listed and fetched whole", arguments: Place.allCases)
  func fetch(place: Place) async throws {
    let server = try await Reachable(place)
    try await git("tag", "-a", "-m", "one", "v1", "main", in: server.bare)
    let tip = try await server.sample.id("HEAD")
    let path = server.sample.folder.path("clone.git")
    let repository = try Repository.create(bareAt: path)
    let found = try repository.references(of: server.url, access: server.access)
    #expect(found.defaultBranch == "refs/heads/main")
    #expect(found.ids.keys.sorted() == ["refs/heads/main", "refs/tags/v1"])
    #expect(found.ids["refs/heads/main"] == tip)
    #expect(found.ids["refs/tags/v1"] != tip)
    #expect(found.target(of: "refs/tags/v1") == tip)

    var last: TransferProgress?
    try repository.fetch(
      from: server.url, refspecs: [.objects(of: "refs/heads/main")], access: server.access
    ) { last = $0 }
    #expect(try repository.references(below: "refs/").isEmpty)
    try await git("fsck", "--strict", "--full", in: path)
    #expect(try await git("show", "\(tip):b/c.yaml", in: path) == "c: 2")
    // A plain path is copied object by object.
    if place == .http || place == .ssh {
      #expect(last?.objects == last?.totalObjects)
      // Servers add the tag, since libgit2 always asks for it.
      #expect(last?.totalObjects == 6)
    }
  }

  @Test(
    "Who has asked may fetch on the same connection, and again on another",
    arguments: Place.allCases)
  func connection(place: Place) async throws {
    let server = try await Reachable(place)
    let tip = try await server.sample.id("HEAD")
    let repository = try Repository.create(bareAt: server.sample.folder.path("clone.git"))
    let connection = try repository.connect(to: server.url, access: server.access)
    #expect(connection.references.ids["refs/heads/main"] == tip)
    try connection.fetch([.objects(of: "refs/heads/main")])
    #expect(try repository.containsCommit(tip))

    let next = try await server.sample.commit(["d.yaml": "d: 1\n"])
    try await git("push", "-q", server.bare, "HEAD:main", in: server.sample.work)
    try connection.fetch([.objects(of: "refs/heads/main")])
    #expect(try repository.containsCommit(next))
    connection.close()
    connection.close()
  }

  @Test("A fetch that nobody wants any more ends, and leaves no object", arguments: Place.served)
  func cancelled(place: Place) async throws {
    let server = try await Reachable(place)
    let tip = try await server.sample.id("HEAD")
    let path = server.sample.folder.path("clone.git")
    let repository = try Repository.create(bareAt: path)
    #expect(throws: GitError.self) {
      try repository.fetch(
        from: server.url, refspecs: [.objects(of: "refs/heads/main")], access: server.access,
        isCancelled: { true })
    }
    #expect(try !repository.contains(tip))
    #expect(try await git("count-objects", "-v", in: path).contains("count: 0\n"))
  }

  @Test(
    "A repository without commits is no error, and has no references", arguments: Place.allCases)
  func empty(place: Place) async throws {
    let server = try await Reachable(place, empty: true)
    let repository = try Repository.create(bareAt: server.sample.folder.path("clone.git"))
    let found = try repository.references(of: server.url, access: server.access)
    #expect(found.ids.isEmpty)
  }

  @Test("A wrong credential is an authentication error", arguments: Place.served)
  func wrongCredential(place: Place) async throws {
    let server = try await Reachable(place)
    let repository = try Repository.create(bareAt: server.sample.folder.path("clone.git"))
    let error = #expect(throws: GitError.self) {
      _ = try repository.references(of: server.url, access: server.wrongAccess)
    }
    #expect(error?.kind == .authentication)
    #expect(error?.message.contains("refused every credential") == true)
  }

  @Test("A credential is tried after one that the server refuses")
  func secondCredential() async throws {
    let server = try await Reachable(.http)
    let repository = try Repository.create(bareAt: server.sample.folder.path("clone.git"))
    var access = server.access
    access.credentials.insert(.userPassword(user: "x", password: "y"), at: 0)
    let found = try repository.references(of: server.url, access: access)
    #expect(found.ids.count == 1)
  }

  @Test("A credential never goes to another host than its own", arguments: Place.served)
  func otherHost(place: Place) async throws {
    let server = try await Reachable(place)
    let repository = try Repository.create(bareAt: server.sample.folder.path("clone.git"))
    let others = [
      "https://127.0.0.1:\(server.url.server?.port ?? 0)/r.git", "http://127.0.0.1:1/r.git",
      "ssh://git@127.0.0.1/r.git", "http://example.org/r.git", "/r.git",
    ]
    for other in others {
      var access = server.access
      access.server = try address(other).server
      let error = #expect(throws: GitError.self) {
        _ = try repository.references(of: server.url, access: access)
      }
      #expect(error?.kind == .authentication)
      if access.server != nil { #expect(error?.message.contains("are for") == true) }
    }
  }

  @Test("A server with an unknown host key is refused, and the fingerprint is named")
  func unknownHostKey() async throws {
    let server = try await Reachable(.ssh)
    let repository = try Repository.create(bareAt: server.sample.folder.path("clone.git"))
    var access = server.access
    access.knownHosts = .keys([[1, 2, 3]])
    let error = #expect(throws: GitError.self) {
      _ = try repository.references(of: server.url, access: access)
    }
    #expect(error?.kind == .certificate)
    let known = try #require(server.ssh?.knownHosts)
    let listed = try await run("ssh-keygen", ["-l", "-f", "-"], input: Array(known.utf8))
    let fingerprint = try #require(listed.output.split(separator: " ").dropFirst().first)
    #expect(error?.message.contains(fingerprint) == true)
  }

  @Test(
    "A repository that the server does not have is reported as not found", arguments: Place.allCases
  )
  func noRepository(place: Place) async throws {
    let server = try await Reachable(place)
    let repository = try Repository.create(bareAt: server.sample.folder.path("clone.git"))
    let error = #expect(throws: GitError.self) {
      _ = try repository.references(
        of: try address(server.url.text.replacing("r.git", with: "none.git")), access: server.access
      )
    }
    #expect(error?.kind == .notFound, "\(String(describing: error))")
  }

  @Test("A server that cannot be reached is a network error", arguments: ["http", "https", "ssh"])
  func unreachable(scheme: String) async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let port = try Loopback.freePort()
    let error = #expect(throws: GitError.self) {
      _ = try repository.references(
        of: try address("\(scheme)://\(scheme == "ssh" ? "somebody@" : "")127.0.0.1:\(port)/r.git"),
        access: .anonymous)
    }
    #expect(error?.kind == .network, "\(String(describing: error))")
  }

  @Test("A host that does not exist is a network error", arguments: ["http", "ssh"])
  func unknownHost(scheme: String) async throws {
    let sample = try await Sample()
    let repository = try sample.open()
    let error = #expect(throws: GitError.self) {
      _ = try repository.references(
        of: try address(
          "\(scheme)://\(scheme == "ssh" ? "somebody@" : "")no-such-host.invalid/r.git"),
        access: .anonymous)
    }
    #expect(error?.kind == .network, "\(String(describing: error))")
  }

  @Test("A password does not reach what is printed of the access to a server")
  func passwordInAccess() async throws {
    let server = try await Reachable(.http)
    #expect("\(Credential.userPassword(user: "u", password: "s3cret"))".contains("s3cret") == false)
    var dumped = ""
    dump(server.access, to: &dumped)
    #expect(dumped.contains("correct horse") == false)
  }
}
