/// The commands, without a terminal.
public enum GitOpsBot {
  /// The version of this source tree, as CHANGELOG.md names it.
  public static let version = "0.1.0-dev"
}
