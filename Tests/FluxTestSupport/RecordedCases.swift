import Foundation
package import YAML

/// Results that were recorded of others' code: a JSON file with `cases`, each with a `name`.
package enum RecordedCases {
  /// Reads them.
  ///
  /// - Parameters:
  ///   - path: The file, as seen from the folder of `source`.
  ///   - source: A file of the tests.
  /// - Returns: The cases by their names; none where the file cannot be read.
  package static func named(in path: String, besides source: String = #filePath) -> [String: Value]
  {
    let url = URL(filePath: source).deletingLastPathComponent().appending(path: path).standardized
    guard let data = try? Data(contentsOf: url),
      let root = try? JSONDecoder().decode(Value.self, from: data),
      case .list(let cases) = root["cases"]
    else { return [:] }
    var named: [String: Value] = [:]
    for value in cases { named[value["name"]?.plainText ?? ""] = value }
    return named
  }
}
