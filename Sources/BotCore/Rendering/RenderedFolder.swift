internal import Git

/// A folder of the template on its way into the rendered tree: new names are known, and which files
/// are to be rewritten.
struct RenderedFolder {
  /// What an entry holds in the rendered tree.
  enum Content {
    /// The same as in the template.
    case kept
    /// A tree that is there already.
    case known(ObjectID)
    /// A folder, by its number.
    case folder(Int)
    /// A file to be rewritten, by its number.
    case file(Int)
  }

  /// One entry, of which a large repository has many; of a file or folder that is rendered for several
  /// environments there are several.
  struct Entry {
    /// Its place in the template's tree.
    var place: Int
    /// Nil where it keeps its name.
    var newName: String?
    var content: Content
    var isOneOfSeveral = false
  }

  /// The template's tree.
  var id: ObjectID
  /// Its path in the template.
  var oldPath: String
  /// Its path in the rendered tree.
  var path: String
  var entries: [Entry] = []
  /// How many files stand in front of what comes behind this folder.
  var end = 0
}
