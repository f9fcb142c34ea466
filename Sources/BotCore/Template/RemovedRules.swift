internal import Git

/// Rules of the last merged proposal that the configuration no longer has.
///
/// What they wrote stays wherever the template still has their stand-ins, which nobody would want
/// back; where the template says something else now, that arrives.
struct RemovedRules {
  /// T₀ rendered without them.
  private let without: ObjectID
  /// T₀ rendered with them.
  private let with: ObjectID
  /// From their stand-ins to their values.
  private let changes: ValueChanges

  /// Renders T₀ both ways; nil where no rule was removed.
  ///
  /// - Parameters:
  ///   - new: What is rendered with now.
  ///   - locked: What the last merged proposal was rendered with.
  ///   - template: T₀'s tree.
  ///   - repository: Where it is.
  ///   - completed: What else is done to a tree that was rendered with certain inputs.
  /// - Throws: BotError when T₀ cannot be rendered.
  init?(
    in new: Inputs, after locked: Inputs, from template: ObjectID, _ repository: Repository,
    completed: (ObjectID, Inputs) throws(BotError) -> ObjectID = { tree, _ in tree }
  ) throws(BotError) {
    let all = locked.withoutPathsLeft(by: new)
    let rest = all.withoutRulesRemoved(in: new)
    guard rest.replacements != all.replacements else { return nil }
    without = try completed(try rendered(template, rest, in: repository).tree, rest)
    with = try completed(try rendered(template, all, in: repository).tree, all)
    changes = ValueChanges(from: rest, to: all, keepsSelfContained: true)
  }

  /// A new rendering with what the rules wrote.
  ///
  /// - Throws: BotError when an object cannot be read or written.
  func kept(in rendering: ObjectID, _ repository: Repository) throws(BotError) -> ObjectID {
    let sides = Sides(base: without, theirs: with, ours: rendering)
    return try merge3(sides, MergeRules(changes), in: repository).tree
  }
}
