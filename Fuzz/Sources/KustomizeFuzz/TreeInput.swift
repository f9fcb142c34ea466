import Kustomize

/// A tree of files as an input of the fuzzer writes it.
struct TreeInput: FileSource {
  /// The folder that is built.
  var folder: String
  /// The files in their order; of two with one path the first counts.
  var files: [(path: String, text: [UInt8])] = []

  init(_ input: UnsafeRawBufferPointer) {
    let parts = input.split(separator: 0, omittingEmptySubsequences: false).map { [UInt8]($0) }
    folder = String(decoding: parts[0], as: UTF8.self)
    var index = 1
    while index + 1 < parts.count {
      files.append((String(decoding: parts[index], as: UTF8.self), parts[index + 1]))
      index += 2
    }
  }

  /// Writes this where libFuzzer wants it.
  ///
  /// - Returns: the number of bytes; what has no room is cut off.
  func write(to data: UnsafeMutablePointer<UInt8>?, room: Int) -> Int {
    var bytes = Array(folder.utf8)
    for file in files {
      bytes += [0] + Array(file.path.utf8) + [0] + file.text.filter { $0 != 0 }
    }
    let count = min(bytes.count, room)
    for index in 0..<count { data?[index] = bytes[index] }
    return count
  }

  func file(_ path: String) -> [UInt8]? { files.first { $0.path == path }?.text }

  func isFolder(_ path: String) -> Bool {
    path.isEmpty || files.contains { $0.path.hasPrefix(path + "/") }
  }

  func entries(of folder: String) -> [(name: String, isFolder: Bool)]? {
    guard isFolder(folder) else { return nil }
    let prefix = folder.isEmpty ? "" : folder + "/"
    var entries: [String: Bool] = [:]
    for file in files where file.path.hasPrefix(prefix) {
      let parts = file.path.dropFirst(prefix.count).split(separator: "/")
      if let name = parts.first { entries[String(name)] = parts.count > 1 }
    }
    return entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { (name: $0.key, isFolder: $0.value) }
  }
}
