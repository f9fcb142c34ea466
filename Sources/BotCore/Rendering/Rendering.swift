internal import Git
internal import Rewriter
internal import YAML

/// The outcome of `rendered(T, I)`: a tree, and everything a report says about how it came to be.
struct Rendering {
  /// A file that differs from the template's.
  struct File {
    /// The path in the rendered tree.
    var path: String
    /// The template's path, when it is another one.
    var renamedFrom: String?
    var edits: [PlacedEdit]
    /// Whether the bot wrote the file itself.
    var isGenerated = false
  }

  /// One replacement, with its place in the template's file.
  struct PlacedEdit: Hashable {
    var line: Int
    var column: Int
    /// The rule's place in the configuration's `replacements`, counted from 1; nil for a symbolic
    /// link that follows a rename.
    var rule: Int?
    var old: String
    var new: String
  }

  /// A file that the scope holds but that was left as it is.
  struct Skipped: Hashable {
    var path: String
    var reason: SkipReason
  }

  /// A file that is YAML by its name but cannot be read as YAML, so that its bytes were rewritten
  /// without a proof.
  struct Unproven: Hashable {
    var path: String
    /// Where reading it stopped.
    var position: TextPosition
    /// Why.
    var reason: String
  }

  /// A value of a Secret whose decoded text holds a stand-in.
  struct Encoded: Hashable {
    var path: String
    var key: String
    var position: TextPosition
  }

  var tree: ObjectID
  /// The tree before the ConfigMaps were written into it.
  var staticTree: ObjectID
  var files: [File] = []
  var skipped: [Skipped] = []
  var unproven: [Unproven] = []
  var encoded: [Encoded] = []
  /// The rules for fields that no file has.
  var missingFields: [Inputs.FieldInput] = []

  /// What a person should know of it.
  var findings: [Finding] {
    unproven.map(Finding.init) + missingFields.map(Finding.init(missing:))
      + encoded.map(Finding.init)
  }
}
