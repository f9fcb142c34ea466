internal import Foundation
internal import Git
internal import YAML

extension KnownObjects {
  /// What stands in a folder.
  final class Folder {
    /// In Git's order.
    let entries: [TreeEntry]
    /// Whether names can be looked for by halves; many folders are gone through and never asked.
    private lazy var isOrdered =
      entries.allSatisfy(\.hasExactName)
      && zip(entries, entries.dropFirst()).allSatisfy { Self.order($0, $1.key) < 0 }

    init(_ entries: [TreeEntry]) { self.entries = entries }

    /// The exact names.
    var names: some Sequence<String> { entries.lazy.filter(\.hasExactName).map(\.name) }

    /// The entry of that exact name.
    subscript(name: String) -> TreeEntry? {
      guard isOrdered else {
        return entries.first { $0.hasExactName && $0.name.isSameText(as: name) }
      }
      // No name has a slash, but a folder's is sorted as if it had one.
      if name.utf8.last == 0x2F { return nil }
      return find((name, false)) ?? find((name, true))
    }

    private func find(_ key: Key) -> TreeEntry? {
      var (low, high) = (0, entries.count)
      while low < high {
        let middle = (low + high) / 2
        let order = Self.order(entries[middle], key)
        if order == 0 { return entries[middle] }
        if order < 0 { low = middle + 1 } else { high = middle }
      }
      return nil
    }

    /// What Git sorts by.
    fileprivate typealias Key = (name: String, isFolder: Bool)

    /// Less than, equal to or greater than 0 as the entry stands before, at or behind `key`.
    ///
    /// Folders are sorted as if their names ended in a slash (`base_name_compare` of Git's `tree-walk.c`).
    private static func order(_ entry: TreeEntry, _ key: Key) -> Int {
      var (name, other) = (entry.name, key.name)
      return name.withUTF8 { name in
        other.withUTF8 { other in
          let common = min(name.count, other.count)
          if common > 0, let start = name.baseAddress, let otherStart = other.baseAddress {
            let order = memcmp(start, otherStart, common)
            if order != 0 { return Int(order) }
          }
          let next = name.count > common ? name[common] : entry.mode == .tree ? 0x2F : 0
          let otherNext = other.count > common ? other[common] : key.isFolder ? 0x2F : 0
          return Int(next) - Int(otherNext)
        }
      }
    }
  }
}

extension TreeEntry {
  fileprivate var key: KnownObjects.Folder.Key { (name, mode == .tree) }
}
