import CGit2

/// The key that an ssh server shows.
struct HostKey {
  /// The key in ssh's binary form; empty when libssh2 does not tell.
  let bytes: [UInt8]
  private let fingerprint: [UInt8]

  /// Copies a certificate of type `GIT_CERT_HOSTKEY_LIBSSH2`.
  init(copying certificate: UnsafeMutablePointer<git_cert>) {
    // `git_cert` is the first member of every certificate type (libgit2's `git2/cert.h`).
    let key = unsafe UnsafeRawPointer(certificate).assumingMemoryBound(to: git_cert_hostkey.self)
      .pointee
    let types = unsafe key.type.rawValue
    bytes =
      unsafe types & GIT_CERT_SSH_RAW.rawValue != 0
      ? Array(UnsafeRawBufferPointer(start: key.hostkey, count: key.hostkey_len)) : []
    fingerprint =
      unsafe types & GIT_CERT_SSH_SHA256.rawValue != 0
      ? withUnsafeBytes(of: key.hash_sha256) { unsafe Array($0) } : []
  }

  /// The algorithm and the fingerprint as `ssh-keygen -l` prints it.
  var description: String {
    fingerprint.isEmpty ? algorithm : "\(algorithm) SHA256:\(Base64.encode(fingerprint))"
  }

  /// The key begins with its algorithm's name and that name's length (RFC 4253, section 6.6).
  private var algorithm: String {
    guard bytes.count > 4 else { return "key" }
    let length = bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - 4 else { return "key" }
    return String(decoding: bytes[4..<4 + length], as: UTF8.self)
  }
}
