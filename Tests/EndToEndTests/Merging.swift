/// How a server brings a reviewed branch into its base.
enum Merging: String, CaseIterable, Sendable {
  case mergeCommit
  case squash
  case rebase
}
