import Git
import Testing

@testable import BotCore

@Suite struct FolderTests {
  private static let names: [(name: String, mode: FileMode)] = [
    ("A", .blob), ("a", .tree), ("a-b", .blob), ("a.b", .tree), ("a0", .blob),
    ("aa", .symbolicLink), ("b", .blob), ("b-long-name-that-is-on-the-heap", .tree),
    ("m", .submodule), ("z", .executable), ("e\u{301}", .blob), ("\u{e9}", .blob),
  ]

  /// A folder's name is sorted as if it ended in a slash.
  private static var sorted: [(name: String, mode: FileMode)] {
    func key(_ entry: (name: String, mode: FileMode)) -> [UInt8] {
      Array(entry.name.utf8) + (entry.mode == .tree ? [0x2F] : [])
    }
    return names.sorted { key($0).lexicographicallyPrecedes(key($1)) }
  }

  @Test("each name is found, and no other, in Git's order and in none", arguments: [true, false])
  func names(isSorted: Bool) throws {
    let list = isSorted ? Self.sorted : Self.names
    let folder = KnownObjects.Folder(
      try list.map { entry in
        let id = try ObjectID(hashing: Array(entry.name.utf8))
        return TreeEntry(name: entry.name, id: id, mode: entry.mode)
      })

    #expect(folder.names.map { Array($0.utf8) } == list.map { Array($0.name.utf8) })
    for (name, mode) in list {
      let found = try #require(folder[name], "\(name)")
      #expect(Array(found.name.utf8) == Array(name.utf8) && found.mode == mode)
    }
    for absent in ["", "0", "a/", "ab", "b-", "y", "zz", "\u{e8}"] {
      #expect(folder[absent] == nil)
    }
  }

  @Test("of one entry and of none")
  func small() {
    #expect(KnownObjects.Folder([])["a"] == nil)
    let folder = KnownObjects.Folder([TreeEntry(name: "a", id: .zero, mode: .tree)])
    #expect(folder["a"]?.mode == .tree && folder["b"] == nil && folder[""] == nil)
  }
}
