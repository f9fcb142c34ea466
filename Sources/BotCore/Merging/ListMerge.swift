internal import Flux
internal import YAML

/// The merge of the lists of a kustomization, which are sets to people: what a side adds is added, what a
/// side removes goes, and nothing stands twice.
struct ListMerge {
  /// The keys of such lists at the top of a kustomization.
  private static let keys = [
    "resources", "components", "bases", "crds", "patches", "patchesStrategicMerge",
    "patchesJson6902", "generators", "transformers", "validators", "configurations",
  ]

  /// A merge with each list that both sides changed as it is merged on all sides, so that the merge of
  /// lines has nothing to decide there.
  ///
  /// A list stays as it is where both sides changed one item of it, or it is written otherwise than an item
  /// a line.
  static func settled(_ file: FileMerge) -> FileMerge {
    guard RepositoryPath.isKustomization(file.path) else { return file }
    return keys.reduce(file) { file, key in
      guard let base = SetList(key, in: file.base ?? []), let ours = SetList(key, in: file.ours),
        let theirs = SetList(key, in: file.theirs)
      else { return file }
      let merge = ListMerge(base: base, ours: ours, theirs: theirs)
      return merge.settled(file) ?? file
    }
  }

  private let base: SetList
  private let ours: SetList
  private let theirs: SetList

  /// Nil where there is nothing to settle, or no way to.
  private func settled(_ file: FileMerge) -> FileMerge? {
    guard ours.names != base.names, theirs.names != base.names, ours.names != theirs.names,
      canBeSettled
    else { return nil }
    let names = merged
    // What nobody lists any more is a key without a value.
    if names.isEmpty { return nil }
    // A side without the list has no say in how it is written.
    let isOurs = !ours.items.isEmpty
    let isTheirs = !theirs.items.isEmpty && (!isOurs || !base.items.isEmpty)
    let isBoth = isOurs && isTheirs
    guard let our = isOurs ? ours.holding(items(names, of: ours)) : ours.bytes,
      let old = isBoth ? base.holding(items(names, of: base)) : base.without,
      let their = isTheirs ? theirs.holding(items(names, of: theirs)) : theirs.without
    else { return nil }
    var file = file
    file.ours = our
    if file.base != nil { file.base = old }
    file.theirs = their
    return file
  }

  /// The merged items as `list` has them, else as another side does; new ones are the same on all sides.
  private func items(_ names: [String], of list: SetList) -> [SetList.Item] {
    names.compactMap { name in
      if base.has(name) { return list.item(name) ?? ours.item(name) ?? theirs.item(name) }
      guard let our = ours.item(name), let their = theirs.item(name) else {
        return ours.item(name) ?? theirs.item(name)
      }
      return their.hasComment && !our.hasComment ? their : our
    }
  }

  /// Whether no item was changed by both: edited, or removed by one side and edited by the other.
  private var canBeSettled: Bool {
    let gone = base.items.filter { !ours.has($0.name) && !theirs.has($0.name) }
    let isEdited = base.items.contains { item in
      [(ours, theirs), (theirs, ours)].contains { keeper, remover in
        !remover.has(item.name) && keeper.item(item.name).map { $0.text != item.text } == true
      }
    }
    let isReplaced = gone.contains { item in
      item.isMap || [ours, theirs].allSatisfy { $0.hasAdded(inPlaceOf: item.name, since: base) }
    }
    let isCommented = ours.items.contains { our in
      !base.has(our.name) && our.hasComment
        && theirs.item(our.name).map { $0.hasComment && $0.text != our.text } == true
    }
    return !isEdited && !isReplaced && !isCommented
  }

  /// The items of both, in the order of theirs where they alone changed it, else in that of ours.
  private var merged: [String] {
    func order(_ list: SetList) -> [String] {
      list.names.filter { name in [base, ours, theirs].allSatisfy { $0.has(name) } }
    }
    let isTheirs = order(ours) == order(base) && order(theirs) != order(base)
    let (first, second) = isTheirs ? (theirs, ours) : (ours, theirs)
    var names = first.names.filter { !base.has($0) || second.has($0) }
    for (index, name) in second.names.enumerated() where !base.has(name) && !first.has(name) {
      let before = second.names[..<index].last {
        // What both added may stand elsewhere.
        names.contains($0) && (base.has($0) || !first.has($0))
      }
      var place = before.flatMap(names.firstIndex).map { $0 + 1 } ?? 0
      // Ours come first where both add.
      while !isTheirs, place < names.count, !base.has(names[place]), first.has(names[place]) {
        place += 1
      }
      names.insert(name, at: place)
    }
    return names
  }
}

/// A list at the top of a manifest with the lines of each of its items.
private struct SetList {
  struct Item {
    /// What it says, by which it is known.
    let name: String
    let isMap: Bool
    /// Its lines with the comments above it, as if the dash stood in the first column.
    let text: [UInt8]

    var hasComment: Bool { text.contains(.hash) }
  }

  let bytes: [UInt8]
  private let key: String
  let items: [Item]
  let names: [String]
  private var numbers: [String: Int] = [:]
  /// How far the dashes are indented.
  private var indentation = 0
  /// The lines of the items; empty where there are none.
  private var lines = 0..<0
  /// The lines of the key and the items.
  private var whole = 0..<0

  /// Reads the list at `key`; without items where there is none.
  ///
  /// Nil for a file that is not one map, and for a list that is written in brackets, is a name's or has an
  /// item twice.
  init?(_ key: String, in bytes: [UInt8]) {
    self.bytes = bytes
    self.key = key
    guard let stream = try? YAMLStream(bytes), stream.documents.count <= 1 else { return nil }
    guard let root = stream.documents.first, let member = root.member(key) else {
      (items, names) = ([], [])
      return
    }
    guard let elements = member.value.elements, !elements.isEmpty, !stream.isFlow(member.value),
      member.value.anchor == nil, member.key.position.column == 1
    else { return nil }
    var items: [Item] = []
    let start = bytes.afterLineBreak(at: bytes.lineEnd(of: member.key.start))
    var end = start
    for element in elements {
      let line = bytes.lineStart(of: element.start)
      let lead = bytes[line..<element.start]
      guard let dash = lead.firstIndex(of: .minus), line >= end,
        lead.allSatisfy({ $0 == .space || $0 == .minus }),
        items.isEmpty || dash - line == indentation,
        let name = element.name, let last = stream.lastLineEnd(ofNode: element)
      else { return nil }
      indentation = dash - line
      let next = bytes.afterLineBreak(at: last)
      guard let text = Array(bytes[end..<next]).indented(by: -indentation) else { return nil }
      items.append(Item(name: name, isMap: element.members != nil, text: text))
      end = next
    }
    self.items = items
    names = items.map(\.name)
    numbers = Dictionary(zip(names, items.indices)) { first, _ in first }
    guard numbers.count == items.count else { return nil }
    lines = start..<end
    whole = bytes.lineStart(of: member.key.start)..<end
  }

  func has(_ name: String) -> Bool { numbers[name] != nil }

  func item(_ name: String) -> Item? { numbers[name].map { items[$0] } }

  /// Whether this list has something new where `base` has an item that went.
  func hasAdded(inPlaceOf name: String, since base: SetList) -> Bool {
    let before = base.names.prefix { $0 != name }.last(where: has)
    let place = before.flatMap { numbers[$0] }.map { $0 + 1 } ?? 0
    return place < names.count && !base.has(names[place])
  }

  /// The file with those items; nil where that is another file in other things too.
  func holding(_ items: [Item]) -> [UInt8]? {
    guard !items.isEmpty else { return without }
    guard !self.items.isEmpty else { return nil }
    var text: [UInt8] = []
    for item in items {
      guard let lines = item.text.indented(by: indentation) else { return nil }
      text += lines.last == .lineFeed ? lines : lines + [.lineFeed]
    }
    if lines.upperBound == bytes.count, bytes.last != .lineFeed { text.removeLast() }
    return proven(bytes.applying([ByteEdit(range: lines, replacement: text)]), items.map(\.name))
  }

  /// The file without the list; nil where that is another file in other things too.
  var without: [UInt8]? {
    if items.isEmpty { return bytes }
    return proven(bytes.applying([ByteEdit(range: whole, replacement: [])]), [])
  }

  private func proven(_ result: [UInt8], _ names: [String]) -> [UInt8]? {
    guard let old = try? YAMLStream(bytes).documents, let list = SetList(key, in: result),
      let new = try? YAMLStream(result).documents, list.names == names
    else { return nil }
    guard let before = old.first, let after = new.first else { return result }
    return after.hasSameMembers(as: before, except: key) ? result : nil
  }
}

extension [UInt8] {
  /// A text whose lines that are not blank are indented by so many spaces more, or fewer; nil where a line
  /// has too few.
  fileprivate func indented(by spaces: Int) -> [UInt8]? {
    var result: [UInt8] = []
    for line in lines {
      if spaces >= 0 {
        let isBlank = line.allSatisfy(\.isJSONSpace)
        result += isBlank ? [] : Array(repeating: .space, count: spaces)
        result += line
      } else {
        let lead = line.prefix(-spaces).prefix { $0 == .space }
        let rest = line.dropFirst(lead.count)
        // A comment may stand further left.
        let isFree = rest.first.map { $0 == .hash || $0.isJSONSpace } ?? true
        guard isFree || lead.count == -spaces else { return nil }
        result += rest
      }
    }
    return result
  }
}

extension YAMLNode {
  /// What an item says; nil for one with a name of its own, or with a name of another.
  fileprivate var name: String? {
    guard anchor == nil, !hasTag else { return nil }
    switch kind {
    case .alias: return nil
    case .scalar(let scalar):
      let path = scalar.text.hasPrefix("./") ? String(scalar.text.dropFirst(2)) : scalar.text
      return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    case .list(let elements):
      let names = elements.compactMap(\.name)
      return names.count == elements.count ? "[\(names)]" : nil
    case .map(let members):
      let names = members.compactMap { key, value -> String? in
        guard let key = key.name, let value = value.name else { return nil }
        return "\([key, value])"
      }
      return names.count == members.count ? "{\(names.sorted())}" : nil
    }
  }
}
