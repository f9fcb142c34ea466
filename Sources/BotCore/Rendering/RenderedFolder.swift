internal import Git

/// A folder of the template on its way into the rendered tree: new names are known, and which files
/// are to be rewritten.
struct RenderedFolder {
  /// What an entry holds in the rendered tree.
  enum Content {
    /// The same as in the template.
    case kept
    case folder(RenderedFolder)
    /// A file to be rewritten, by its number.
    case file(Int)
  }

  /// One entry; of a file or folder that is rendered for several environments there are several.
  struct Entry {
    /// The path in the template.
    var path: String
    var old: TreeEntry
    /// The same with its new name.
    var new: TreeEntry
    var content: Content
    var isOneOfSeveral: Bool
  }

  /// The template's tree.
  var id: ObjectID
  /// Its path in the rendered tree.
  var path: String
  var entries: [Entry] = []
}
