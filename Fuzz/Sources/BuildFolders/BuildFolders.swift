import Foundation
import Kustomize
import YAML

/// A door to `Sources/Kustomize` for scripts: each answer is one line of JSON.
///
/// `build-folders ROOT` reads folders of ROOT, one a line, and prints what each builds to, or why it does not.
/// `build-folders ROOT --together` builds them one after the other as the program does: what was read stays.
/// `build-folders --read` reads paths of YAML files, one a line, and prints the documents of each.
@main
enum BuildFolders {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.dropFirst()) {
    case ("--read", []): while let file = readLine() { answer(documents(of: file)) }
    case (let root?, []):
      let tree = FolderOnDisk(root)
      while let folder = readLine() {
        // Anew, so that none profits from another.
        var kustomizer = Kustomizer(tree)
        answer(built(folder, &kustomizer))
      }
    case (let root?, ["--together"]):
      var kustomizer = Kustomizer(FolderOnDisk(root))
      while let folder = readLine() { answer(built(folder, &kustomizer)) }
    default:
      FileHandle.standardError.write(
        Data("usage: build-folders ROOT [--together] | --read\n".utf8))
      exit(64)
    }
  }

  /// Writes an answer at once, so that a crash takes no earlier one with it.
  private static func answer(_ value: Value) {
    FileHandle.standardOutput.write(Data("\(value)\n".utf8))
  }

  /// What a folder builds to.
  private static func built(_ folder: String, _ kustomizer: inout Kustomizer) -> Value {
    do throws(BuildError) {
      var documents: [Value] = []
      for resource in try kustomizer.build(folder) { documents.append(try resource.node.value()) }
      return .map(["documents": .list(documents)])
    } catch {
      let cause = error.cause == .invalid ? "invalid" : "unsupported"
      return .map(["cause": .string(cause), "error": .string(error.description)])
    }
  }

  private static func documents(of file: String) -> Value {
    do {
      let bytes = try [UInt8](Data(contentsOf: URL(filePath: file)))
      return .map(["documents": .list(try GoYAMLReader.values(of: bytes, dialect: .version3))])
    } catch {
      return .map(["error": .string("\(error)")])
    }
  }
}
