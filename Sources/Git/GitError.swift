import CGit2

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What a libgit2 function failed with.
public struct GitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The libgit2 function, such as `git_blob_lookup`; of ours where no libgit2 function is to
  /// blame.
  public var function: String

  /// The status, `git_error_code`: negative.
  public var code: Int32

  /// The part of libgit2 that failed, `git_error_t`.
  public var category: Int32

  /// A sentence without the function's name; user names and passwords of URLs are left out.
  public var message: String

  /// Makes an error of our own.
  ///
  /// - Parameters:
  ///   - function: What failed.
  ///   - code: A `git_error_code`.
  ///   - category: A `git_error_t`.
  ///   - message: A sentence for people.
  init(
    function: StaticString, code: Int32, category: Int32 = Int32(GIT_ERROR_NONE.rawValue),
    message: String
  ) {
    self.function = "\(function)"
    self.code = code
    self.category = category
    self.message = RemoteAddress.withoutCredentials(in: message)
  }

  /// A code of ours, far from libgit2's: something was refused for its size.
  static let beyondLimit: Int32 = -10_000

  /// Makes an error about something that is too large.
  init(beyondLimit function: StaticString, _ message: String) {
    self.init(function: function, code: Self.beyondLimit, message: message)
  }

  /// Copies this thread's last error, which the next libgit2 call may overwrite.
  ///
  /// - Parameters:
  ///   - function: What failed.
  ///   - code: What it returned.
  init(lastErrorOf function: StaticString, code: Int32) {
    let text = unsafe cgit2_error_message().map { unsafe String(cString: $0) } ?? "no reason given"
    self.init(
      function: function, code: code, category: cgit2_error_category(),
      message: Self.explained(text, code: code))
  }

  /// Whether a text was given that can be no name and no revision.
  public var isMalformed: Bool { code == GIT_EINVALIDSPEC.rawValue }

  /// The name behind `extensions.` in the configuration of a repository that libgit2 does not open for it, such as
  /// `objectformat`; nil for every other error.
  ///
  /// Source: `check_extensions` in libgit2's `repository.c`.
  public var unknownExtension: String? {
    guard let mark = message.firstRange(of: "unsupported extension name extensions.") else {
      return nil
    }
    return String(message[mark.upperBound...])
  }

  /// The message after the function's name.
  public var description: String { "\(message) (\(function): \(code))" }

  /// Adds the remedy to messages that name none.
  private static func explained(_ message: String, code: Int32) -> String {
    switch code {
    case GIT_EOWNER.rawValue:
      "\(message); run as its owner, or change the owner of the folder"
    default:
      message
    }
  }
}

extension GitError {
  /// What a caller can do something about.
  public enum Kind: Hashable, Sendable {
    /// The server does not know who asks: no credential, or a wrong one.
    case authentication
    /// The server knows who asks and refuses, or a folder belongs to another user.
    case permission
    /// A TLS certificate or an ssh host key is not trusted.
    case certificate
    /// An object, a reference, a repository or a file is absent.
    case notFound
    /// Something is there that must not be.
    case exists
    /// The server cannot be reached or stopped answering.
    case network
    /// A reference does not have the value that the caller expected.
    case lease
    /// It goes beyond a limit of ours, and was not read.
    case limit
    /// Nothing more can be written there: the disk is full, may not be written, or a limit of it is reached.
    case storage
    /// The machine gives no more memory or files.
    case resources
    /// Anything else.
    case other
  }

  /// The kind of failure, from the code where libgit2 gives one and else from the category.
  public var kind: Kind {
    switch code {
    case GIT_EAUTH.rawValue: hungUp ? .network : .authentication
    case GIT_EOWNER.rawValue: .permission
    case GIT_ECERTIFICATE.rawValue: .certificate
    case GIT_EMODIFIED.rawValue: .lease
    case GIT_EEXISTS.rawValue: .exists
    case Self.beyondLimit: .limit
    default: kindOfSystem ?? kindOfCategory
    }
  }

  /// What the operating system refused: libgit2 writes its words behind its own (`git_error_vset` in its
  /// `errors.c`).
  private var kindOfSystem: Kind? {
    if category == Int32(GIT_ERROR_NOMEMORY.rawValue) { return .resources }
    guard category == Int32(GIT_ERROR_OS.rawValue) else { return nil }
    func says(_ numbers: Int32...) -> Bool {
      numbers.contains { message.hasSuffix(Host.words(for: $0)) }
    }
    if says(ENOSPC, EDQUOT, EFBIG, EROFS, EIO) { return .storage }
    return says(EMFILE, ENFILE, ENOMEM) ? .resources : nil
  }

  private var kindOfCategory: Kind {
    switch git_error_t(rawValue: UInt32(bitPattern: category)) {
    case GIT_ERROR_HTTP: kindOfHTTP
    case GIT_ERROR_SSH: kindOfSSH
    case GIT_ERROR_SSL: message.contains("certificate") ? .certificate : .network
    case _ where code == GIT_ENOTFOUND.rawValue: .notFound
    // A scheme that libgit2 does not know, rather than a server out of reach.
    case GIT_ERROR_NET where message.hasPrefix("unsupported URL protocol"): .other
    case GIT_ERROR_NET: .network
    // Sockets fail as the operating system says: refused, unreachable, timed out.
    case GIT_ERROR_OS where function.hasPrefix("git_remote_"): .network
    default: .other
    }
  }

  /// Whether an ssh server hung up while it was told who asks, as libssh2 says it (its `userauth.c`).
  private var hungUp: Bool {
    guard category == Int32(GIT_ERROR_SSH.rawValue) else { return false }
    let text = message.lowercased()
    return ["failed getting response", "unable to send", "waiting for"].contains(
      where: text.contains)
  }

  /// Status codes reach us as text alone: `unexpected http status code: 403`
  /// (`handle_response` in libgit2's `transports/http.c`).
  private var kindOfHTTP: Kind {
    guard let number = message.split(separator: ": ").last, message.contains("status code") else {
      return .network
    }
    return switch number {
    case "401", "407": .authentication
    case "403": .permission
    case "404", "410": .notFound
    default: .network
    }
  }

  /// What an ssh server prints on its error stream becomes the message, and libssh2's own
  /// failures are texts too (`ssh_stream_read` and `ssh_error` in libgit2's `transports/ssh.c`).
  private var kindOfSSH: Kind {
    let text = message.lowercased()
    func mentions(_ words: String...) -> Bool { words.contains { text.contains($0) } }
    if mentions("not found", "does not exist", "does not appear to be", "no such") {
      return .notFound
    }
    if mentions("permission", "denied", "not allowed", "read-only", "read only", "forbidden") {
      return .permission
    }
    if hungUp { return .network }
    if mentions("authenticat", "public key", "private key", "passphrase", "ssh agent") {
      return .authentication
    }
    return mentions("hostkey", "host key") ? .certificate : .network
  }
}
