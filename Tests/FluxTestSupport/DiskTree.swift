package import Foundation

/// The files of a folder, read from disk at once; symbolic links are left out.
package func filesOnDisk(_ root: URL) throws -> MemoryTree {
  var tree = MemoryTree([:])
  let keys: Set<URLResourceKey> = [.isRegularFileKey]
  let base = root.standardizedFileURL.path + "/"
  let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: Array(keys))
  while let url = walk?.nextObject() as? URL {
    guard try url.resourceValues(forKeys: keys).isRegularFile == true else { continue }
    let path = url.standardizedFileURL.path
    tree.files[String(path.dropFirst(base.count))] = try Array(Data(contentsOf: url))
  }
  return tree
}
