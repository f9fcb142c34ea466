import Flux

/// Which objects before and after a change are the same.
struct ObjectMatching {
  /// An object before and after.
  struct Pair {
    let before: ClusterObject
    let after: ClusterObject
  }

  /// What the cluster knows by the same key, from whatever file and Kustomization.
  private(set) var kept: [Pair] = []
  /// What comes from the place of an object of the same kind, and is called otherwise.
  private(set) var renamed: [Pair] = []
  /// What has gone.
  private(set) var removed: [ClusterObject] = []

  private let comparison: ClusterComparison
  private let pathsAfter: [String: String]

  /// - Parameters:
  ///   - comparison: the objects of a cluster before and after.
  ///   - pathsAfter: the new paths of files that were renamed, by the old ones.
  init(_ comparison: ClusterComparison, pathsAfter: [String: String]) {
    self.comparison = comparison
    self.pathsAfter = pathsAfter
    let left = matchKeys(comparison.oldObjects, comparison.newObjects)
    let others = matchPlaces(left) {
      comparison.oldOwner(of: $0)?.spec.identifier
    } _: {
      comparison.newOwner(of: $0)?.spec.identifier
    }
    _ = matchPlaces(others) { _ in
      nil
    } _: { _ in
      nil
    }
  }

  private struct Key: Hashable {
    let key: ObjectKey
    let target: String

    init(_ object: ClusterObject) {
      key = object.key
      target = object.target
    }
  }

  /// One key may be applied twice: each object takes the nearest one.
  private mutating func matchKeys(
    _ before: [ClusterObject], _ after: [ClusterObject]
  ) -> [ClusterObject] {
    var left = Dictionary(grouping: after.indices) { Key(after[$0]) }
    var open = before
    let rules: [(place: Bool, owner: Bool)] = [
      (true, true), (true, false), (false, true), (false, false),
    ]
    for rule in rules {
      open = open.filter { object in
        let candidates = left[Key(object)] ?? []
        guard
          let index = candidates.firstIndex(where: {
            (!rule.place || newPath(object) == after[$0].file)
              && (!rule.owner || isSameOwner(object, after[$0]))
          })
        else { return true }
        kept.append(Pair(before: object, after: after[candidates[index]]))
        left[Key(object)]?.remove(at: index)
        return false
      }
    }
    // What is applied twice before and once after has not gone.
    let present = Set(kept.map { Key($0.before) })
    removed = open.filter { !present.contains(Key($0)) }
    return left.values.joined().sorted().map { after[$0] }
  }

  /// What is left of one kind in one file was renamed, where it can be told which is which.
  ///
  /// - Returns: What is new.
  private mutating func matchPlaces(
    _ after: [ClusterObject], _ oldOwner: (ClusterObject) -> String?,
    _ newOwner: (ClusterObject) -> String?
  ) -> [ClusterObject] {
    var new = Dictionary(grouping: after.filter { !$0.file.isEmpty }) {
      Origin(file: $0.file, $0, owner: newOwner($0))
    }
    let old = Dictionary(grouping: removed.filter { !$0.file.isEmpty }) {
      Origin(file: newPath($0), $0, owner: oldOwner($0))
    }
    removed.removeAll { !$0.file.isEmpty }
    for (origin, objects) in old.sorted(by: { $0.key < $1.key }) {
      let others = new[origin] ?? []
      var taken: Set<Int> = []
      for (index, object) in objects.enumerated() {
        let partner =
          others.count == objects.count
          ? index : others.firstIndex { $0.place?.position == object.place?.position }
        if let partner, taken.insert(partner).inserted {
          renamed.append(Pair(before: object, after: others[partner]))
        } else {
          removed.append(object)
        }
      }
      new[origin] = others.indices.filter { !taken.contains($0) }.map { others[$0] }
    }
    return after.filter(\.file.isEmpty) + new.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  private func newPath(_ object: ClusterObject) -> String {
    pathsAfter[object.file] ?? object.file
  }

  private func isSameOwner(_ before: ClusterObject, _ after: ClusterObject) -> Bool {
    comparison.oldOwner(of: before)?.spec.identifier
      == comparison.newOwner(of: after)?.spec.identifier
  }

  /// A file, a kind, and who applies it.
  private struct Origin: Hashable, Comparable {
    let file: String
    let group: String
    let kind: String
    let target: String
    let owner: String

    init(file: String, _ object: ClusterObject, owner: String?) {
      self.file = file
      group = object.key.group
      kind = object.key.kind
      target = object.target
      self.owner = owner ?? ""
    }

    static func < (left: Origin, right: Origin) -> Bool {
      (left.file, left.group, left.kind, left.target, left.owner)
        < (right.file, right.group, right.kind, right.target, right.owner)
    }
  }
}
