import CGit2

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
