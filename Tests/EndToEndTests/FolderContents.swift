import Foundation
import TestSupport

/// What every file below a folder holds.
struct FolderContents: Equatable {
  private let files: [String: Data]

  /// Reads them all.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - ignored: Folders in it that are left out.
  init(of path: String, without ignored: [String] = []) {
    var files: [String: Data] = [:]
    let found = FileManager.default.enumerator(atPath: path)
    while let name = found?.nextObject() as? String {
      guard !ignored.contains(where: { name == $0 || name.hasPrefix($0 + "/") }) else { continue }
      guard found?.fileAttributes?[.type] as? FileAttributeType != .typeDirectory else { continue }
      files[name] = FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data()
    }
    self.files = files
  }

  /// How many files there are.
  var count: Int { files.count }

  /// The names of what was added, removed or changed since.
  func differences(to later: FolderContents) -> [String] {
    Set(files.keys).union(later.files.keys).filter { files[$0] != later.files[$0] }.sorted()
  }
}
