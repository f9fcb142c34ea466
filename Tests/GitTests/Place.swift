import Foundation
import Git
import TestSupport
import Testing

/// A way to reach a bare repository.
enum Place: String, CaseIterable, CustomTestStringConvertible {
  case path
  case file
  case http
  case ssh

  /// The ways on which a server runs, hooks with it.
  static let served: [Place] = [.http, .ssh]

  var testDescription: String { rawValue }
}

/// A bare repository that is reached in one of these ways, and who may come in.
struct Reachable {
  let sample: Sample
  /// The bare repository on disk.
  let bare: String
  let url: RemoteAddress
  /// With a credential that the server takes.
  let access: RemoteAccess
  /// With a credential that the server refuses.
  let wrongAccess: RemoteAccess
  /// The name under which the HTTP server knows it.
  let name = "r.git"
  let http: GitHTTPServer?
  let ssh: SSHServer?

  /// Serves a copy of a sample, or an empty repository.
  init(_ place: Place, empty: Bool = false) async throws {
    sample = try await Sample()
    switch place {
    case .path, .file:
      (http, ssh) = (nil, nil)
      bare = sample.folder.path(name)
      url = try address(place == .file ? "file://\(bare)" : bare)
      (access, wrongAccess) = (.anonymous, .anonymous)
    case .http:
      let server = try await GitHTTPServer()
      (http, ssh) = (server, nil)
      bare = "\(server.repositories)/\(name)"
      url = try address(server.url(name))
      access = RemoteAccess(
        server: url.server,
        credentials: [.userPassword(user: server.user, password: server.password)])
      wrongAccess = RemoteAccess(
        server: url.server, credentials: [.userPassword(user: server.user, password: "wrong")])
    case .ssh:
      let server = try await SSHServer()
      (http, ssh) = (nil, server)
      bare = "\(server.repositories)/\(name)"
      url = try address(server.url(name))
      let known = KnownHosts.keys(of: server.host, port: server.port, in: server.knownHosts)
      access = RemoteAccess(
        server: url.server,
        credentials: [.sshKey(privateKey: server.userKey, passphrase: nil)], knownHosts: known)
      wrongAccess = RemoteAccess(
        server: url.server,
        credentials: [.sshKey(privateKey: server.strangerKey, passphrase: nil)], knownHosts: known)
    }
    if empty {
      try await git("init", "-q", "--bare", bare)
    } else {
      try await sample.makeBare(bare)
    }
  }

  /// What a reference of the server's repository points at, as Git sees it; nil when it is absent.
  func serverReference(_ name: ReferenceName) async throws -> ObjectID? {
    let result = try await runGit(["rev-parse", "-q", "--verify", name.text], in: bare)
    return ObjectID(hex: String(result.output.prefix(40)))
  }

  /// Makes the server's repository run a script.
  func setHook(_ hook: String, _ script: String) throws {
    let file = URL(fileURLWithPath: "\(bare)/hooks/\(hook)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(("#!/bin/sh\n" + script).utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
  }

  /// Makes a bare repository that holds the server's `main`, and a commit on top of it.
  func clone() async throws -> (repository: Repository, tip: ObjectID, next: ObjectID) {
    let repository = try Repository.create(
      bareAt: sample.folder.path("clone-\(UInt32.random(in: .min ... .max)).git"))
    try repository.fetch(
      from: url, refspecs: [.objects(of: "refs/heads/main")], access: access)
    let tip = try #require(try await serverReference("refs/heads/main"))
    try repository.setReference("refs/heads/main", to: tip, expecting: nil, message: "clone")
    let next = try commitFile("d/new.yaml", "n: 1\n", on: tip, in: repository)
    return (repository, tip, next)
  }
}

/// The address that a text is.
func address(_ text: String) throws -> RemoteAddress {
  try #require(RemoteAddress(text))
}
