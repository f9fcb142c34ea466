/// Why a proposal is made, in the words of its review.
enum ReviewOccasion: Hashable {
  case setUp
  /// The template at this address has moved on.
  case templateUpdate(String)
  case changedInputs
  case undo

  init(_ draft: Draft) {
    let lock = draft.target.lock
    if draft.change.undone != nil {
      self = .undo
    } else if lock == nil {
      self = .setUp
    } else if let origin = draft.change.origin, origin.commit != lock?.template.commit {
      self = .templateUpdate(origin.template.url ?? "")
    } else {
      self = .changedInputs
    }
  }

  /// The title of the review where the configuration gives none.
  var title: String {
    switch self {
    case .setUp: "Set up the repository"
    case .templateUpdate: "Update from the template"
    case .changedInputs: "Apply changed values"
    case .undo: "Undo the last proposal"
    }
  }

  /// What merging it does.
  var what: String {
    switch self {
    case .setUp: "Replaces the template's stand-ins by the values of this installation."
    case .templateUpdate: "Brings what has changed in the template, with your values in it."
    case .changedInputs: "Brings changed values and rules to the manifests."
    case .undo: "Takes back what was merged; your own edits stay."
    }
  }

  /// Why it is proposed for the branch `base`.
  func why(_ base: String) -> String {
    switch self {
    case .setUp: "\(base) was made from a template, and no proposal was merged yet."
    case .templateUpdate(let url): "\(url) has moved on since the last merged draft."
    case .changedInputs:
      "The values, the rules or the cluster differ from those of the last merged draft."
    case .undo: "Somebody gave gitops-bot undo."
    }
  }
}
