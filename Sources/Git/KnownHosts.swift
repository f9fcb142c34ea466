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
