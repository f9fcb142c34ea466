internal import Git

/// The proposals that somebody did not want, each as a reference that keeps its commits.
///
/// A reference needs no merge to be seen, and no forge: the lock of the base branch could record a
/// decision only in another proposal.
enum Declined {
  /// The reference for what `template` and `inputs`, the values of the two trailers, propose; `undone` is
  /// that of what is taken back, nil where nothing is.
  static func reference(
    template: String, inputs: String, undone: String?
  ) throws(BotError) -> ReferenceName {
    // Before the first merge the template is whatever the base branch holds, which moves; and another
    // spelling of its address is no other template.
    let commit = template.split(separator: "@").last.map(String.init) ?? template
    let template = template.hasPrefix("self@") ? "self" : commit
    let text = "\(template)\n\(inputs)\n" + (undone.map { "undo \($0)\n" } ?? "")
    let digest = try git("naming the proposal") { () throws(GitError) in
      try ObjectID(hashing: Array(text.utf8))
    }
    return ReferenceName(below: BotReference.declined, digest)
  }
}

extension ReviewBranch {
  /// The reference that declines the proposal on this branch.
  ///
  /// - Throws: BotError when there is no branch, or no commit of the bot's on it.
  func declining(
    _ target: TargetBranch, in repository: Repository
  ) throws(BotError) -> ReferenceName {
    guard let tip else {
      throw BotError(
        "there is no open proposal: \(reference.short) does not exist",
        remedy: "nothing to do")
    }
    let history = try git("reading \(reference)") { () throws(GitError) in
      try repository.history(of: [tip], without: [target.commit])
    }
    for id in history {
      let message = try git("reading \(id)") { () throws(GitError) in
        try repository.commit(id).message
      }
      if let template = Trailer.value(of: Trailer.template, in: message),
        let inputs = Trailer.value(of: Trailer.inputs, in: message)
      {
        return try Declined.reference(
          template: template, inputs: inputs,
          undone: Trailer.value(of: Trailer.undone, in: message))
      }
    }
    throw BotError(
      "\(reference.short) has no commit of the bot's that \(target.name) lacks",
      remedy: "nothing to do: the proposal was merged or never made")
  }
}

extension Proposal {
  /// The reference that is there when somebody declined just this proposal.
  func declinedReference() throws(BotError) -> ReferenceName {
    try Declined.reference(
      template: change.templateTrailer, inputs: try change.inputs.digest(), undone: change.undone)
  }
}
