internal import Flux
internal import Git
internal import YAML

extension RenamePairing {
  /// The most files that one object is looked for in: what stands in more tells nothing.
  private static let mostPlaces = 64

  /// Pairs manifests that hold the same objects, most of those that are on both sides.
  ///
  /// - Parameter spellings: an object as the values of both sides may write it.
  /// - Throws: BotError when an object cannot be read.
  mutating func pairObjects(
    _ spellings: (IdentifiedObject) -> [IdentifiedObject]
  ) throws(BotError) {
    var places: [IdentifiedObject.Name: [(file: File, object: IdentifiedObject)]] = [:]
    for file in openNew {
      for object in file.objects { places[object.name, default: []].append((file, object)) }
    }
    var found: [Candidate] = []
    // How many objects of a file have a counterpart somewhere.
    var (shared, sharedNew) = (ExactMap<Int>(), ExactMap<Set<IdentifiedObject.Name>>())
    for file in openOld where !file.identity.objects.isEmpty {
      var candidates: ExactMap<Candidate> = [:]
      for object in file.objects {
        var met = ExactSet()
        for spelling in spellings(object) {
          let those = places[spelling.name] ?? []
          for place in those.count > Self.mostPlaces ? [] : those {
            guard let isCertain = Self.isSame(spelling, in: file, place.object, in: place.file),
              met.insert(place.file.path)
            else { continue }
            let path = place.file.path
            candidates[path, default: Candidate(old: file.path, new: path)].count += 1
            if isCertain { candidates[path]?.isCertain = true }
            sharedNew[path, default: []].insert(place.object.name)
          }
        }
        if !met.isEmpty { shared[file.path, default: 0] += 1 }
      }
      found += candidates.ordered.map(\.value)
    }
    try pair(
      found.filter { candidate in
        let most = max(shared[candidate.old] ?? 0, sharedNew[candidate.new]?.count ?? 0)
        return candidate.count * 2 > most
      })
  }

  /// Whether two objects of one name are one, and surely so; nil where they are two.
  private static func isSame(
    _ old: IdentifiedObject, in file: File, _ new: IdentifiedObject, in other: File
  ) -> Bool? {
    guard let one = old.namespace, let two = new.namespace else { return false }
    if one == two { return true }
    // A kustomization may give another namespace to what stayed the same.
    let isUnchanged = file.entry.id == other.entry.id && file.namespace != nil
    return isUnchanged ? false : nil
  }

  /// Pairs what went along with the objects of its folder: files in the same place below it with the same
  /// bytes, or with a text that is alike.
  mutating func pairFollowers() throws(BotError) {
    for file in openOld {
      for folder in file.path.foldersAbove {
        let target = ways.targets(of: folder).lazy
          .filter { [ways] in !ways.contradict(folder: folder, $0.key) }
          .map { file.path.moved(from: folder, to: $0.key) }
          .first { openNew($0) != nil }
        guard let target, let other = openNew(target) else { continue }
        if try isFollower(file, other) { pair(file.path, target) }
        break
      }
    }
  }

  private func isFollower(_ old: File, _ new: File) throws(BotError) -> Bool {
    if old.entry.id == new.entry.id { return old.entry.mode.isFile == new.entry.mode.isFile }
    guard old.isPlain, new.isPlain else { return false }
    return try likeness(of: old, and: new) >= 0.5
  }

  /// Pairs files without objects that are alike as Git judges.
  mutating func pairTexts() throws(BotError) {
    let (old, new) = (openOld.filter(\.isPlain), openNew.filter(\.isPlain))
    guard !old.isEmpty, !new.isEmpty else { return }
    let repository = repository
    let found = try git("looking for renamed files") { () throws(GitError) in
      func tree(_ files: [File]) throws(GitError) -> ObjectID {
        try repository.writeTree(
          try repository.emptyTree(),
          settingPaths: files.map { ($0.path, ($0.entry.id, $0.entry.mode)) })
      }
      return try repository.renames(from: try tree(old), to: try tree(new))
    }
    let common = try ambiguousContents(of: old, new)
    for (one, other) in found where !ways.contradict(one, other) {
      guard let file = self.old[one], let twin = self.new[other] else { continue }
      if file.entry.id != twin.entry.id || !common.contains(file.entry.id) { pair(one, other) }
    }
  }

  /// The contents that stand in several places, so that they do not tell which file it is.
  private func ambiguousContents(of old: [File], _ new: [File]) throws(BotError) -> Set<ObjectID> {
    let ids = [old, new].map { Dictionary($0.map { ($0.entry.id, 1) }, uniquingKeysWith: +) }
    let both = Set(ids[0].keys).intersection(ids[1].keys)
    if both.isEmpty { return [] }
    let several = both.filter { id in ids.contains { ($0[id] ?? 0) > 1 } }
    return several.union(try standing(both))
  }

  /// Those of `ids` that the base has at a path which was not removed.
  private func standing(_ ids: Set<ObjectID>) throws(BotError) -> Set<ObjectID> {
    var found: Set<ObjectID> = []
    func visit(_ tree: ObjectID, at path: String) throws(BotError) {
      let folder = try git("reading \(path)") { () throws(GitError) in
        try repository.known.passingFolder(tree)
      }
      for entry in folder.entries {
        if entry.mode == .tree {
          try visit(entry.id, at: joined(path, entry.name))
        } else if ids.contains(entry.id), old[joined(path, entry.name)] == nil {
          found.insert(entry.id)
        }
      }
    }
    try visit(base, at: "")
    return found
  }

  /// Pairs symbolic links that lead to the same place.
  mutating func pairLinks() throws(BotError) {
    let (old, new) = (
      openOld.filter { $0.entry.mode == .symbolicLink },
      openNew.filter { $0.entry.mode == .symbolicLink }
    )
    guard !old.isEmpty, !new.isEmpty else { return }
    var places: ExactMap<[String]> = [:]
    for link in new { places[try target(of: link), default: []].append(link.path) }
    var candidates: [Candidate] = []
    for link in old {
      let target = try target(of: link)
      for path in ExactSet([target, moved(target) ?? target]).ordered.flatMap({ places[$0] ?? [] })
      where !ways.contradict(link.path, path) {
        candidates.append(Candidate(old: link.path, new: path, isCertain: true))
      }
    }
    try pair(candidates)
  }

  /// What a link leads to, from the root of the repository where that is in it.
  private func target(of link: File) throws(BotError) -> String {
    let repository = repository
    let bytes = try git("reading \(link.path)") { () throws(GitError) in
      try repository.blob(link.entry.id).bytes
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return LinkTarget(text, at: link.path)?.path ?? text
  }

  /// Where a file or a folder of the base went, as far as that is known; nil where it stayed or was removed.
  private func moved(_ path: String) -> String? {
    pairs[path] ?? ways.targets(of: path).first?.key
  }

  /// Pairs kustomization files when most of what they list moved along.
  mutating func pairKustomizations() throws(BotError) {
    var count = -1
    // What lists a folder waits for the kustomization in it.
    while count < pairs.count, isOpen {
      count = pairs.count
      try pairMovedKustomizations()
    }
  }

  private mutating func pairMovedKustomizations() throws(BotError) {
    var places: ExactMap<[String]> = [:]
    for file in openNew {
      for path in try listed(by: file, in: side) { places[path, default: []].append(file.path) }
    }
    guard !places.isEmpty else { return }
    let old = openOld.filter { $0.identity.mentions != nil }
    let common = try ambiguousContents(of: old, openNew.filter { $0.identity.mentions != nil })
    var candidates: [Candidate] = []
    for file in old { candidates += try movedAlong(file, places, common) }
    try pair(candidates)
  }

  private func movedAlong(
    _ file: File, _ places: ExactMap<[String]>, _ common: Set<ObjectID>
  ) throws(BotError) -> [Candidate] {
    let paths = try listed(by: file, in: base)
    var (stay, gone) = (ExactSet(), 0)
    for path in paths {
      if try exists(path, in: side) { stay.insert(path) } else { gone += 1 }
    }
    var counts: ExactMap<Int> = [:]
    for path in paths where !stay.contains(path) {
      for place in moved(path).flatMap({ places[$0] }) ?? [] { counts[place, default: 0] += 1 }
    }
    let found = counts.ordered.filter { $0.value * 2 > gone }.map {
      Candidate(old: file.path, new: $0.key, count: $0.value, isCertain: true)
    }
    guard found.isEmpty, gone == 0, let first = stay.ordered.first else { return found }
    // What it lists stayed where it is, so that its bytes alone can tell it.
    let same = (places[first] ?? []).filter { new[$0]?.entry.id == file.entry.id }
    guard same.count == 1, let path = same.first, !common.contains(file.entry.id),
      !ways.contradict(file.path, path)
    else { return [] }
    return [Candidate(old: file.path, new: path)]
  }

  /// The files and folders of `tree` that a kustomization names.
  private func listed(by file: File, in tree: ObjectID) throws(BotError) -> [String] {
    let folder = RepositoryPath.folder(of: file.path)
    var found = ExactSet()
    for text in file.identity.mentions ?? [] where text.utf8.count < 1_000 {
      // `key=path` names the key under which a generator puts the file.
      let name = text.utf8.firstIndex(of: 0x3D).map { String(text[text.utf8.index(after: $0)...]) }
      guard let path = RepositoryPath.joined(folder, name ?? text), !path.isEmpty else { continue }
      if try exists(path, in: tree) { found.insert(path) }
    }
    return found.ordered
  }

  private func exists(_ path: String, in tree: ObjectID) throws(BotError) -> Bool {
    try git("reading \(path)") { () throws(GitError) in
      try repository.entry(at: path, in: tree) != nil
    }
  }
}
