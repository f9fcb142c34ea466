/// The YAML files of a tree that have a mark: of large repositories a small part.
public struct MarkedFiles: Sendable {
  private var marks: [String: FileMarks] = [:]

  /// Begins without files.
  public init() {}

  /// The marks of the file at `path`.
  public subscript(path: String) -> FileMarks {
    get { marks[path] ?? [] }
    set { marks[path] = newValue.isEmpty ? nil : newValue }
  }
}
