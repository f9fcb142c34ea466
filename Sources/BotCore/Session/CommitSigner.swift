internal import Foundation
internal import Git

/// Signs commits with the key that the user named.
struct CommitSigner {
  /// A file for ssh; a key id, a fingerprint or an address for OpenPGP.
  private let key: String
  private let given: GivenKey
  private let format: SigningFormat
  private let program: ChildProgram

  /// Nil when the user named no key.
  ///
  /// - Throws: BotError for a key in place of the name of one, and for a file that cannot be read.
  init?(_ request: Request) throws(BotError) {
    guard let text = request.givenSigningKey else { return nil }
    given = GivenKey(
      text: text,
      source: request.signingKey == nil ? "GITOPS_BOT_SIGNING_KEY" : "--signing-key",
      role: "signing key", folder: request.folder)
    try given.check()
    let file = URL(
      fileURLWithPath: text, relativeTo: URL(fileURLWithPath: request.folder, isDirectory: true)
    ).path
    let isFile = FileManager.default.isReadableFile(atPath: file)
    format = try request.format ?? (isFile ? .ssh : .openpgp)
    switch format {
    case .ssh:
      guard isFile else {
        throw given.unreadable(
          "give \(given.source) the path of a private key, or of a public one whose other half the "
            + "ssh agent has")
      }
      key = file
      program = ChildProgram(
        "ssh-keygen", request.variables, remedy: "install the OpenSSH client programs")
    case .openpgp:
      key = text
      program = ChildProgram("gpg", request.variables, remedy: "install GnuPG")
    }
  }

  /// The armored, detached signature of `content`.
  ///
  /// The content is handed over as a file: a program that does not like the key ends without having
  /// read what is piped into it, and the pipe's error would hide what it says.
  ///
  /// - Throws: BotError that names the program when it is missing, and the key when it cannot sign.
  func signature(of content: String) async throws(BotError) -> String {
    let folder = try ScratchFolder()
    let file = folder.path + "/commit"
    guard FileManager.default.createFile(atPath: file, contents: Data(content.utf8)) else {
      throw BotError(
        "\(file) cannot be written", remedy: "free some space for temporary files")
    }
    let result = try await program.run(arguments + [file])
    var signature = result.output
    if format == .ssh, result.isSuccess {
      signature = String(decoding: try localFile(file + ".sig", relativeTo: "/"), as: UTF8.self)
    }
    // The folder goes with its last owner.
    withExtendedLifetime(folder) {}
    guard result.isSuccess, signature.hasPrefix("-----BEGIN ") else {
      throw BotError(
        .authentication,
        "\(program.name) could not sign with \(given.shown): "
          + result.errors.replacing(given.text, with: given.shown), file: given.source,
        remedy: "check that the key is there, may sign, and needs no passphrase or is held by its "
          + "agent")
    }
    return signature
  }

  /// As Git itself calls the two programs (`sign_buffer_ssh` and `sign_buffer_gpg` in Git's
  /// `gpg-interface.c`).
  private var arguments: [String] {
    switch format {
    case .ssh: ["-Y", "sign", "-n", "git", "-f", key]
    case .openpgp:
      ["--batch", "--no-tty", "--armor", "--output", "-", "--detach-sign", "--local-user", key]
    }
  }
}

extension Request {
  /// Whether commits are signed.
  var signs: Bool { givenSigningKey != nil }

  /// The key that the option or `GITOPS_BOT_SIGNING_KEY` names.
  fileprivate var givenSigningKey: String? {
    let given = signingKey ?? variables["GITOPS_BOT_SIGNING_KEY"]
    return given?.isEmpty == true ? nil : given
  }

  /// The kind that the option or `GITOPS_BOT_SIGNING_FORMAT` asks for.
  fileprivate var format: SigningFormat? {
    get throws(BotError) {
      if let signingFormat { return signingFormat }
      guard let name = variables["GITOPS_BOT_SIGNING_FORMAT"], !name.isEmpty else { return nil }
      guard let format = SigningFormat(rawValue: name) else {
        throw BotError(
          "there is no kind of signature \"\(name)\"", file: "GITOPS_BOT_SIGNING_FORMAT",
          remedy: "write ssh or openpgp")
      }
      return format
    }
  }
}

extension Repository {
  /// Makes a commit with one parent, signed where there is a `signer`.
  ///
  /// - Throws: BotError when it cannot be made or signed.
  func commit(
    _ tree: ObjectID, on parent: ObjectID, author: Signature, committer: Signature,
    message: String, signedBy signer: CommitSigner?
  ) async throws(BotError) -> ObjectID {
    guard let signer else {
      return try git("committing") { () throws(GitError) in
        try createCommit(
          tree: tree, parents: [parent], author: author, committer: committer, message: message)
      }
    }
    let content = try git("committing") { () throws(GitError) in
      try commitContent(
        tree: tree, parents: [parent], author: author, committer: committer, message: message)
    }
    let signature = try await signer.signature(of: content)
    return try git("committing") { () throws(GitError) in
      try createCommit(content: content, signature: signature)
    }
  }
}
