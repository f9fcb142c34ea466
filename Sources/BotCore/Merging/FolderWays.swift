internal import Flux
internal import YAML

/// From which folder to which one the files went that a side renamed.
struct FolderWays {
  /// How many files went one way.
  struct Traffic {
    var files = 0
    /// Those of them that hold objects.
    var objects = 0
  }

  private var ways: ExactMap<ExactMap<Traffic>> = [:]
  /// How many files with objects were removed below a folder.
  var removed: ExactMap<Int> = [:]
  /// How many files with objects were added below a folder.
  var added: ExactMap<Int> = [:]

  /// Counts a renamed file on the way of each folder above it.
  mutating func count(_ old: String, _ new: String, hasObjects: Bool, by count: Int = 1) {
    for (from, to) in Self.folders(old, new) {
      ways[from, default: [:]][to, default: Traffic()].files += count
      if hasObjects { ways[from, default: [:]][to, default: Traffic()].objects += count }
    }
  }

  /// Where the files of a folder went, most files first; of equals the first by name.
  func targets(of folder: String) -> [(key: String, value: Traffic)] {
    (ways[folder] ?? [:]).ordered.filter { $0.value.files > 0 }.sorted {
      $0.value.files > $1.value.files
    }
  }

  /// All folders that files went from.
  var folders: [String] { ways.ordered.map(\.key) }

  /// Whether the objects say that the folder of one path is not what the folder of the other was: on both sides as
  /// many have no counterpart in the other one as have.
  func contradict(_ old: String, _ new: String) -> Bool {
    Self.folders(old, new).contains { contradict(folder: $0, $1) }
  }

  /// The same of two folders.
  func contradict(folder: String, _ target: String) -> Bool {
    let common = ways[folder]?[target]?.objects ?? 0
    let (gone, come) = ((removed[folder] ?? 0) - common, (added[target] ?? 0) - common)
    return gone > 0 && come > 0 && common <= max(gone, come)
  }

  /// The folders of two paths, from the innermost up to the first that differs in its own name.
  private static func folders(_ old: String, _ new: String) -> [(String, String)] {
    var (from, to) = (RepositoryPath.folder(of: old), RepositoryPath.folder(of: new))
    var pairs: [(String, String)] = []
    while !from.isEmpty, !to.isEmpty, !from.isSameText(as: to) {
      pairs.append((from, to))
      guard RepositoryPath.name(of: from).isSameText(as: RepositoryPath.name(of: to)) else { break }
      (from, to) = (RepositoryPath.folder(of: from), RepositoryPath.folder(of: to))
    }
    return pairs
  }
}

extension Sequence<String> {
  /// How many of these paths each folder holds, at any depth.
  var countedByFolder: ExactMap<Int> {
    var counts: ExactMap<Int> = [:]
    for path in self {
      for folder in path.foldersAbove { counts[folder, default: 0] += 1 }
    }
    return counts
  }
}

extension String {
  /// This path with `folder`, which is above it, exchanged for another one.
  func moved(from folder: String, to target: String) -> String {
    target + String(Substring(utf8.dropFirst(folder.utf8.count)))
  }
}
