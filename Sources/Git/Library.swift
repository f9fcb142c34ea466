internal import CGit2
internal import Dispatch

/// The process-wide state of libgit2.
enum Library {
  /// Set once, before the first call of any other function.
  ///
  /// Empties the four places where libgit2 looks for the host's configuration, so that neither
  /// `url.….insteadOf` nor `user.name` of whoever runs the program changes what it does.
  /// Without a home folder libgit2 before 1.9.6 refuses every ssh server, also where the caller knows its key.
  /// `GIT_OPT_SET_OWNER_VALIDATION` stays on: a repository of another user is refused.
  private static let status: Int32 = {
    if cgit2_takes_home() == 0, !Host.hasVariable("HOME") { Host.setVariable("HOME", to: noHome) }
    let started = git_libgit2_init()
    guard started >= 0 else { return started }
    let levels = [
      GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG,
      GIT_CONFIG_LEVEL_GLOBAL,
    ]
    for level in levels {
      let emptied = unsafe cgit2_set_search_path(level.rawValue, "")
      guard emptied >= 0 else { return emptied }
    }
    // Objects were hashed when they arrived; hashing them at each look is a quarter of reading.
    let unverified = cgit2_set_hash_verification(0)
    guard unverified >= 0 else { return unverified }
    // The default, 256 MiB, keeps every tree that was ever read.
    let bounded = cgit2_set_cache_size(2 << 20)
    guard bounded >= 0 else { return bounded }
    let buffered = BufferedTransport.register()
    guard buffered >= 0 else { return buffered }
    let connected = SocketStream.register()
    guard connected >= 0 else { return connected }
    return unsafe cgit2_set_home(Host.home ?? noHome)
  }()

  /// Stands for a home folder where there is none: it is there, and nobody keeps `.ssh` in it.
  private static let noHome = "/"

  /// Starts libgit2 unless it runs already: `git_libgit2_init`.
  static func start() throws(GitError) {
    let status = Self.status
    try check("git_libgit2_init") { status }
  }
}

/// What the process does about libgit2 as a whole.
public enum GitLibrary {
  /// Starts libgit2 on another thread, so that it is there when it is needed first.
  ///
  /// It reads all certificates that the host trusts, which takes some ten milliseconds. Who needs it waits
  /// for that, and is told of a failure.
  public static func startInBackground() {
    DispatchQueue.global().async { try? Library.start() }
  }
}

/// The certificates that servers are judged by over https.
public enum TrustedCertificates {
  /// Judges every server from now on by the certificates in a file: `GIT_OPT_SET_SSL_CERT_LOCATIONS`.
  ///
  /// The setting holds for the whole process. With mbedTLS they take the place of the system's, with
  /// OpenSSL they stand beside them; the file is read at once and not needed afterwards.
  ///
  /// - Parameter file: A path of certificates in PEM form.
  /// - Throws: `GitError` where it cannot be read, and where the TLS library of this system takes
  ///   certificates from nowhere else (`git_libgit2_opts` in libgit2's `libgit2.c`).
  public static func load(from file: String) throws(GitError) {
    try Library.start()
    try check("git_libgit2_opts") { unsafe cgit2_set_certificate_file(file) }
  }
}
