internal import Git
internal import Rules
internal import YAML

/// The three-way merge at the heart of the design: what changed from `base` to `theirs`, done to
/// `ours`.
///
/// - Throws: BotError when an object cannot be read, and of exit code 4 where something of the owner's
///   stands in the way.
func merge3(
  _ sides: Sides, _ rules: MergeRules, in repository: Repository
) throws(BotError) -> Merged {
  // Trees are named by their content, so the two common cases need no walk.
  if sides.base == sides.theirs { return Merged(tree: sides.ours) }
  if sides.base == sides.ours { return Merged(tree: sides.theirs) }
  var merge = try TreeMerge(sides, rules, in: repository)
  return try merge.merged()
}

/// The lines that Flux' image automation sets: `image: app:1.0 # {"$imagepolicy": "flux-system:app"}`.
///
/// They are the owner's. Source of the form: the Flux guide "Automate image updates to Git".
enum ImagePolicy {
  /// The base and theirs with our text in every such line that ours has too, so that no merge
  /// touches it; where nothing but values changed in it, they change in our text.
  static func withOurLines(
    _ sides: (base: [UInt8], ours: [UInt8], theirs: [UInt8]),
    changingValues: ([UInt8]) -> [UInt8]
  ) -> (base: [UInt8], theirs: [UInt8]) {
    guard sides.ours.withUnsafeBytes({ $0.contains("{\"$imagepolicy\"") }) else {
      return (sides.base, sides.theirs)
    }
    let ours = MarkedLines(sides.ours)
    guard !ours.indices.isEmpty else { return (sides.base, sides.theirs) }
    let base = MarkedLines(sides.base)
    let theirs = MarkedLines(sides.theirs)
    var lines = (base: base.lines, theirs: theirs.lines)
    for (marker, places) in theirs.indices {
      for (number, index) in places.enumerated() {
        guard let our = ours.line(marker, number, of: places.count) else { continue }
        let their = theirs.lines[index]
        var text = our.rest
        if let old = base.line(marker, number, of: places.count), old != their,
          changingValues(Array(old)) == Array(their)
        {
          text = changingValues(Array(our))[...].rest
        }
        lines.theirs[index] = their.slot + text
      }
    }
    for (marker, places) in base.indices where theirs.indices[marker] != nil {
      for (number, index) in places.enumerated() {
        guard let our = ours.line(marker, number, of: places.count) else { continue }
        lines.base[index] = base.lines[index].slot + our.rest
      }
    }
    return (lines.base.bytes, lines.theirs.bytes)
  }

  /// A text and which of its lines carry which marker.
  private struct MarkedLines {
    let lines: [Line]
    var indices: [Line: [Int]] = [:]

    init(_ bytes: [UInt8]) {
      lines = bytes.lines
      for (index, line) in lines.enumerated() {
        if let marker = line.imagePolicy { indices[marker, default: []].append(index) }
      }
    }

    /// The line with that marker which stands for the one of that number out of `count`; nil where
    /// that is not clear.
    func line(_ marker: Line, _ number: Int, of count: Int) -> Line? {
      guard let places = indices[marker] else { return nil }
      if places.count == count { return lines[places[number]] }
      let all = Set(places.map { lines[$0].rest })
      return all.count == 1 ? places.first.map { lines[$0] } : nil
    }
  }
}

extension Line {
  /// Whether image automation sets this line.
  var isImagePolicy: Bool { imagePolicy != nil }

  /// The marker of image automation, from its brace on.
  fileprivate var imagePolicy: Line? {
    let text = "{\"$imagepolicy\"".utf8
    var start = startIndex
    while let brace = self[start...].firstIndex(of: UInt8(ascii: "{")) {
      if self[brace...].starts(with: text) { return self[brace...].dropLast(lineEnd.count) }
      start = brace + 1
    }
    return nil
  }

  /// What follows the slot.
  fileprivate var rest: Line { self[slot.endIndex...] }
}
