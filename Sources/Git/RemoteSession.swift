import CGit2

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How far a transfer is.
public struct TransferProgress: Hashable, Sendable {
  /// Objects that have arrived, or were sent.
  public let objects: Int
  /// Objects in all.
  public let totalObjects: Int
  /// Bytes that have arrived, or were sent.
  public let bytes: Int
}

/// One conversation with a server: what it may be told, and what it said.
///
/// libgit2 calls back on the thread that called it, so the session needs no lock.
final class RemoteSession {
  private let access: RemoteAccess
  private let progress: ((TransferProgress) -> Void)?
  private let isCancelled: () -> Bool
  private var offers: [Credential]
  private var offered = 0
  private let deadline: ContinuousClock.Instant?
  private let expectations: [ReferenceName: ObjectID]

  /// Why a callback ended the conversation: what libgit2 itself reports then says less.
  private(set) var failure: GitError?

  /// What the server said about each reference: nil where it accepted.
  private(set) var statuses: [String: String?] = [:]

  /// What the server printed.
  private(set) var messages = ServerMessages()

  /// Begins a conversation.
  ///
  /// - Parameters:
  ///   - access: Who asks.
  ///   - expectations: What references are to be replaced; zero for those that must not exist.
  ///   - progress: Is told how far a transfer is.
  ///   - limit: How long the conversation may take over http; nil for as long as it wants.
  ///   - isCancelled: Is asked whenever something has arrived.
  init(
    access: RemoteAccess, expectations: [ReferenceName: ObjectID] = [:],
    progress: ((TransferProgress) -> Void)? = nil, limit: Duration? = nil,
    isCancelled: @escaping () -> Bool = { false }
  ) {
    self.access = access
    deadline = limit.map { .now + $0 }
    self.expectations = expectations
    self.progress = progress
    self.isCancelled = isCancelled
    offers = access.credentials
  }

  /// Finds the next credential that the server takes: `git_credential_acquire_cb`.
  func credential(
    _ made: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?, url: String,
    user: String?, allowed: UInt32
  ) -> Int32 {
    Network.noteSign()
    guard isForServer(url) else { return refuse(url: url) }
    if allowed == GIT_CREDENTIAL_USERNAME.rawValue {
      return unsafe git_credential_username_new(made, user ?? "git")
    }
    while !offers.isEmpty {
      let offer = offers.removeFirst()
      guard let status = unsafe make(offer, made, user: user ?? "git", allowed: allowed) else {
        continue
      }
      offered += 1
      return status
    }
    return refuse(url: url)
  }

  /// Returns nil where the server does not take this kind.
  private func make(
    _ offer: Credential, _ made: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?,
    user: String, allowed: UInt32
  ) -> Int32? {
    switch offer {
    case .userPassword(let name, let password):
      guard allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT.rawValue != 0 else { return nil }
      return unsafe git_credential_userpass_plaintext_new(made, name, password)
    case .sshKey(let path, let passphrase):
      guard allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0 else { return nil }
      let publicKey = Host.canRead(path + ".pub") ? path + ".pub" : nil
      return unsafe git_credential_ssh_key_new(made, user, publicKey, path, passphrase)
    case .sshAgent:
      guard allowed & GIT_CREDENTIAL_SSH_KEY.rawValue != 0, Host.hasVariable("SSH_AUTH_SOCK") else {
        return nil
      }
      return unsafe git_credential_ssh_key_from_agent(made, user)
    }
  }

  private func isForServer(_ url: String) -> Bool {
    RemoteAddress.server(of: url).map { $0 == access.server } ?? false
  }

  /// Whether there are credentials, so that nothing may go to another server than theirs: libgit2 sends one
  /// that it was given with each request.
  var isBound: Bool { !access.credentials.isEmpty }

  /// Whether a request may go to a server; where not, the conversation ends.
  ///
  /// - Parameter authority: `host:port`.
  /// - Returns: Whether it may.
  func allows(_ authority: String) -> Bool {
    guard let own = access.server, authority.lowercased() != "\(own.host):\(own.port)" else {
      return true
    }
    failure = GitError(
      function: "git_stream.write", code: GIT_EAUTH.rawValue,
      category: Int32(GIT_ERROR_CALLBACK.rawValue),
      message: """
        \(own.authority) sends on to \(authority), and the credentials are for \(own) alone; give the \
        address that it sends on to
        """)
    return false
  }

  /// For how long a server may still be waited for; nil for as long as it wants.
  var timeLeft: Duration? { deadline.map { max(.zero, $0 - .now) } }

  private func refuse(url: String) -> Int32 {
    let server = RemoteAddress.server(of: url)
    let reason =
      if offered > 0 {
        "the server refused every credential that was offered"
      } else if access.credentials.isEmpty {
        "the server asks who you are, and no credential was given"
      } else if let own = access.server, server != own {
        "the server asks who you are, and the credentials are for \(own) alone"
      } else {
        "the server takes none of the kinds of credential that were given"
      }
    failure = GitError(
      function: "git_credential_acquire_cb", code: GIT_EAUTH.rawValue,
      category: Int32(GIT_ERROR_CALLBACK.rawValue),
      message: "\(server?.authority ?? "the server"): \(reason)")
    return GIT_EAUTH.rawValue
  }

  /// Judges a server's key; certificates are left to the TLS library:
  /// `git_transport_certificate_check_cb`.
  func check(_ certificate: UnsafeMutablePointer<git_cert>?, isValid: Bool, host: String) -> Int32 {
    guard let certificate = unsafe certificate,
      unsafe certificate.pointee.cert_type == GIT_CERT_HOSTKEY_LIBSSH2
    else {
      return GIT_PASSTHROUGH.rawValue
    }
    let key = unsafe HostKey(copying: certificate)
    switch access.knownHosts {
    case .home where isValid: return 0
    case .keys(let keys) where keys.contains(key.bytes): return 0
    case .home, .keys: break
    }
    failure = GitError(
      function: "git_transport_certificate_check_cb", code: GIT_ECERTIFICATE.rawValue,
      category: Int32(GIT_ERROR_SSH.rawValue),
      message: """
        the ssh host key of \(host) is not known: \(key.description); compare it with what the \
        server's owner publishes, then add it to known_hosts
        """)
    return GIT_ECERTIFICATE.rawValue
  }

  /// Compares what the server has with what the caller expects: `git_push_negotiation`.
  func negotiate(_ updates: UnsafeMutablePointer<UnsafePointer<git_push_update>?>?, count: Int)
    -> Int32
  {
    Network.noteSign()
    for index in 0..<count {
      guard let update = unsafe updates?[index]?.pointee else { continue }
      let text = unsafe String(cString: update.dst_refname)
      let present = unsafe ObjectID(update.src)
      guard let name = ReferenceName(text), expectations[name] == present else {
        return refuse(text, at: present)
      }
    }
    return 0
  }

  private func refuse(_ name: String, at present: ObjectID) -> Int32 {
    let found = present == .zero ? "does not exist" : "is at \(present)"
    failure = GitError(
      function: "git_push_negotiation", code: GIT_EMODIFIED.rawValue,
      category: Int32(GIT_ERROR_REFERENCE.rawValue),
      message: "somebody changed '\(name)' on the server meanwhile: it \(found)")
    return GIT_EMODIFIED.rawValue
  }

  /// Notes what the server says about one reference: `git_push_update_reference_cb`.
  func note(status: String?, of reference: String) { statuses[reference] = .some(status) }

  /// Notes what the server prints: `git_transport_message_cb`.
  func note(message: some Sequence<UInt8>) {
    Network.noteSign()
    messages.append(message)
  }

  /// Passes on how far a transfer is.
  func report(objects: UInt32, of total: UInt32, bytes: Int) {
    Network.noteSign()
    progress?(
      TransferProgress(objects: Int(objects), totalObjects: Int(total), bytes: bytes))
  }

  /// What libgit2 is told after each piece of a transfer: to go on, or to end it.
  var verdict: Int32 { isCancelled() ? GIT_EUSER.rawValue : 0 }

  /// Holds the conversation with the server at `url`, and says of an error what is known of it.
  func run<Result>(
    at address: RemoteAddress, _ body: (RemoteSession) throws(GitError) -> Result
  ) throws(GitError) -> Result {
    do {
      return try body(self)
    } catch {
      throw explain(error, at: address)
    }
  }

  /// The error to throw instead of libgit2's: a callback's own, or the same with what the server
  /// printed.
  func explain(_ error: GitError, at address: RemoteAddress) -> GitError {
    if let failure { return failure }
    var explained = error
    let text = messages.text
    if !text.isEmpty { explained.message += "; the server said: \(text)" }
    if Self.isAboutAbsentPath(error), address.server == nil {
      explained.code = GIT_ENOTFOUND.rawValue
      explained.message = "there is no repository at '\(address)'"
    }
    return explained
  }

  /// libgit2 takes a path for a path only where a folder is there, and says no more than this
  /// where none is (`transport_find_fn` in its `transport.c`).
  private static func isAboutAbsentPath(_ error: GitError) -> Bool {
    ["unsupported URL protocol", "failed to resolve path"].contains { error.message.hasPrefix($0) }
  }
}

extension RemoteSession {
  /// Finds the session in the functions that libgit2 calls without telling whom they are for: it calls them
  /// on the thread that called it.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    _ = unsafe pthread_key_create(&key, nil)
    return key
  }()

  /// The session that holds a conversation on this thread; nil when none does.
  static var current: RemoteSession? {
    unsafe pthread_getspecific(key).map {
      unsafe Unmanaged<RemoteSession>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// Makes this session the thread's own while `body` runs.
  func whileCurrent(_ body: () throws(GitError) -> Void) throws(GitError) {
    let earlier = unsafe pthread_getspecific(Self.key)
    _ = unsafe pthread_setspecific(Self.key, Unmanaged.passUnretained(self).toOpaque())
    defer { _ = unsafe pthread_setspecific(Self.key, earlier) }
    try body()
  }
}
