internal import Findings
internal import Flux
internal import Git
internal import YAML

extension Finding {
  /// The inputs are those that `undo` took back.
  static let undone = Finding(
    .inputsUndone, .note, path: BotFile.lock,
    "these values and rules were taken back with undo, so they are not proposed again",
    remedy: "change a value or a rule to take the template up again")

  /// The last merged proposal was taken back already.
  static let undoneBefore = Finding(
    .inputsUndone, .note, path: BotFile.lock,
    "the last merged proposal was taken back already",
    remedy: "to take back everything that was ever merged, give undo --all")

  /// The bot's branch takes back what was merged, and waits for people.
  static func undoOpen(_ branch: String, isBaseLost: Bool) -> Finding {
    Finding(
      .undoOpen, isBaseLost ? .warning : .note,
      "\(branch) proposes to take back what was merged, so nothing else is proposed"
        + (isBaseLost ? "; its base branch was rewritten since" : ""),
      remedy: isBaseLost
        ? "run gitops-bot undo again, which makes it anew" : "merge it, or give gitops-bot decline")
  }

  /// Somebody said that this proposal is not wanted.
  static func declined(_ reference: ReferenceName) -> Finding {
    Finding(
      .proposalDeclined, .note, "this proposal was declined, so it is not made again",
      remedy: "nothing to do until the template or a value changes; to have it after all, delete "
        + reference.text)
  }

  /// A reference of the bot's own does not hold what the bot has put there.
  static func recordForeign(_ reference: ReferenceName) -> Finding {
    Finding(
      .recordForeign, .warning,
      "\(reference) does not lead to what the last merged proposal names, so it was not used",
      remedy:
        "find out who may push refs/gitops-bot/*; the next proposal replaces it, or delete it with git push "
        + "origin :\(reference)")
  }

  /// The lock came with the repository's first commit.
  static let lockOfTemplate = Finding(
    .lockOfTemplate, .warning, path: BotFile.lock,
    "the lock came with the repository's first commit, so it is the template's and counts for nothing here",
    remedy: "nothing: the next proposal replaces it; ask the template's owner to leave it out")

  /// A mark names a template whose server does not answer.
  static func markUnanswered(_ address: RemoteAddress) -> Finding {
    Finding(
      .markUnanswered, .note,
      "a mark of refs/gitops-bot/settled names \(address), which did not answer in time",
      remedy: "nothing where that is your template; else find out who may push refs/gitops-bot/*")
  }

  /// The server did not take the mark of a decided state.
  static func notSettled(_ reason: String) -> Finding {
    Finding(
      .settledNotPushed, .note,
      "the server declined the mark that nothing is left to do: \(reason)",
      remedy: "allow the bot to push refs/gitops-bot/*; until then each run looks at everything")
  }

  /// A change meets a file that the owner deleted.
  static func deletionKept(_ path: String) -> Finding {
    Finding(
      .deletionKept, .note, path: path,
      "this file changes or is new in what would be proposed, but you deleted it or its folder; it stays away",
      remedy: "nothing; to have it after all, take it over from the template")
  }

  /// The recorded rendering has gone, so the base of the merge was made again.
  static let renderedAgain = Finding(
    .renderedAgain, .warning,
    "\(BotReference.rendered) has gone, so the last rendering was made again for the merge",
    remedy: "keep that reference on the server; after an upgrade of the bot look at the diff")

  /// The bot's branch still holds a proposal that nothing asks for any more.
  static func outdatedProposal(_ branch: String) -> Finding {
    Finding(
      .outdatedProposal, .warning,
      "\(branch) still proposes a change that the configuration no longer asks for",
      remedy: "close its review and delete the branch, or merge it knowingly")
  }

  /// The server took the branch but not the recorded rendering.
  static func renderedNotPushed(_ reason: String) -> Finding {
    Finding(
      .renderedNotPushed, .warning,
      "the server declined \(BotReference.rendered): \(reason)",
      remedy:
        "allow the bot to push refs/gitops-bot/*; until then each merge renders its base again")
  }
}
