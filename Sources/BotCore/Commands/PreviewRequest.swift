/// What `preview` is asked for.
public struct PreviewRequest: Sendable {
  /// Which Kustomizations are meant.
  public enum Selection: Hashable, Sendable {
    /// Each one of every cluster.
    case all
    /// Those that apply a folder, which is named with or without `./`.
    case path(String)
    /// That of one name, as `namespace/name`.
    case kustomization(String)
  }

  public var selection: Selection
  /// The folder from which the one cluster begins that is looked at; nil for all.
  public var cluster: String?
  /// The commit to look at; nil for the working tree, and where there is none for what `branch` says.
  public var revision: String?
  /// The branch to look at; nil for the bot's branch where a proposal is open, else the base branch.
  public var branch: String?
  /// The commit to compare with; nil for the last commit of a working tree, else the base branch.
  public var base: String?
  /// Whether what is applied is compared with what would be at `base`.
  public var compares = false
  /// Whether a variable that is not set is an error, as it is since Flux 2.9.
  public var isStrict = true

  public init(_ selection: Selection) {
    self.selection = selection
  }
}
