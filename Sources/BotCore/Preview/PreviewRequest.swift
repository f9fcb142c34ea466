/// What `preview` is asked for.
public struct PreviewRequest: Sendable {
  /// The path that a Flux Kustomization names, with or without `./`.
  public var path: String
  /// The branch to look at; nil for the bot's branch where it is open, else the base branch.
  public var branch: String?
  /// Whether a variable that is not set is an error, as it is since Flux 2.9.
  public var isStrict = true

  public init(path: String) {
    self.path = path
  }
}
