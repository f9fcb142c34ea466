internal import Git

extension Draft {
  /// The commits of the proposal, oldest first: the static half, where it is one, and the dynamic half with
  /// the lock.
  func steps(staticTree: ObjectID, finishedTree: ObjectID) -> [Proposal.Step] {
    let trailers = trailers + "\(Trailer.base): \(target.commit)\n"
    let statics = message(target.bot.commit.statics, standard: staticMessage) + trailers
    let dynamics = message(target.bot.commit.dynamics, standard: dynamicMessage) + trailers
    if staticTree == finishedTree { return [Proposal.Step(message: statics, tree: tree)] }
    let last = Proposal.Step(message: dynamics, tree: tree)
    return staticTree == target.tree
      ? [last] : [Proposal.Step(message: statics, tree: staticTree), last]
  }

  private var staticMessage: String {
    if change.undone != nil { return "Bring the template's stand-ins back\n\n" }
    let edits = files.reduce(0) { $0 + $1.edits.count }
    let edited = files.filter { !$0.edits.isEmpty }.count
    let renamed = files.filter { $0.renamedFrom != nil }.count
    let first = target.lock == nil
    return """
      \(first ? "Replace the template's stand-ins" : "Apply changed values and rules")

      \(edits) replacements in \(edited) files, \(renamed) paths renamed.


      """
  }

  private var dynamicMessage: String {
    if change.undone != nil { return "Take the infrastructure ConfigMap back\n\n" }
    let paths = (change.inputs.configMaps ?? []).map { "- \($0.path)" }
    return """
      \(target.lock == nil ? "Generate" : "Update") the infrastructure ConfigMap

      \(paths.joined(separator: "\n"))


      """
  }
}
