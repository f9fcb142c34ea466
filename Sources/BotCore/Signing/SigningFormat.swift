/// What kind of signature a commit gets.
public enum SigningFormat: String, CaseIterable, Sendable {
  /// With a key of OpenSSH, through ssh-keygen 8.0 or later.
  case ssh
  /// With a key of the user's keyring, through gpg.
  case openpgp
}
