import CGit2

/// Which ssh servers are trusted.
public enum KnownHosts: Hashable, Sendable {
  /// Those in `$HOME/.ssh/known_hosts`, which libgit2 reads by itself.
  case home
  /// Those that have one of these host keys, in the binary form that `known_hosts` holds as
  /// base64. Give all keys of the server: it is the server that chooses which one to show.
  case keys([[UInt8]])

  /// Takes a server's keys from the text of a `known_hosts` file.
  ///
  /// Lines with hashed names and with `@` markers are passed over.
  ///
  /// - Parameters:
  ///   - host: The server.
  ///   - port: Its port; files name it where it is not 22.
  ///   - text: The content of the file (`sshd(8)`, SSH_KNOWN_HOSTS FILE FORMAT).
  /// - Returns: The keys that are found; without one no server is trusted.
  public static func keys(of host: String, port: Int = 22, in text: String) -> KnownHosts {
    let wanted = port == 22 ? host.lowercased() : "[\(host.lowercased())]:\(port)"
    var keys: [[UInt8]] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let fields = line.split(separator: " ")
      guard fields.count >= 3, !line.hasPrefix("#"), !line.hasPrefix("@"),
        fields[0].split(separator: ",").contains(where: { $0.lowercased() == wanted }),
        let key = Base64.decode(fields[2])
      else { continue }
      keys.append(key)
    }
    return .keys(keys)
  }
}

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

/// The encoding of keys and fingerprints (RFC 4648, section 4).
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Decodes digits with or without padding; nil for anything else.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    var bytes: [UInt8] = []
    var held: UInt32 = 0
    var bits = 0
    for digit in text.utf8 where digit != UInt8(ascii: "=") {
      guard let value = alphabet.firstIndex(of: digit) else { return nil }
      held = held << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: held >> UInt32(bits)))
      }
    }
    return bytes
  }

  /// Encodes without padding, as ssh prints fingerprints.
  static func encode(_ bytes: [UInt8]) -> String {
    var digits: [UInt8] = []
    var held: UInt32 = 0
    var bits = 0
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        digits.append(alphabet[Int(held >> UInt32(bits) & 63)])
      }
    }
    if bits > 0 { digits.append(alphabet[Int(held << UInt32(6 - bits) & 63)]) }
    return String(decoding: digits, as: UTF8.self)
  }
}
