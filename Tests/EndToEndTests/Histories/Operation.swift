/// One thing that somebody did, and what has to come of it.
struct Operation: Sendable {
  /// What was done; the names of those that need an upstream template start with it.
  enum Kind: String, CaseIterable, Sendable {
    case farEdit
    case adjacentEdit
    case scalarEdit
    case hostEdit
    case versionEdit
    case insertion
    case lineDeletion
    case valueDeletion
    case ownFile
    case fileDeletion
    case fileRename
    case folderRename
    case handSetKey
    case twinApp
    case appDeletion
    case emptyFile
    case ownComment
    case ownLink
    case rewrittenBase
    case peoplesCommit
    case ownReference
    case ownWiring
    case joiningEnvironment
    case leavingEnvironment
    case renamedEnvironment
    case changedDomain
    case changedCluster
    case changedRegion
    case changedNodes
    case addedRule
    case removedRule
    case fieldRule
    case excluded
    case included
    case templateEdit
    case templateInsertion
    case templateVersion
    case templateFile
    case templateDeletion
    case templateRename
    case templateTwin
    case templateOrphan
    case templateEmptyFile
    case templateComment
    case templateStandIn
    case templateLink
    case templateMove
    case templateReference
    case templateEnvironment

    /// Whether a file or folder gets another name.
    var isRename: Bool {
      [.fileRename, .folderRename, .changedCluster, .templateRename, .renamedEnvironment].contains(
        self)
    }

    /// Whether an upstream template did it.
    var isTemplates: Bool { rawValue.hasPrefix("template") }
  }

  /// What has to come of it at the next sync.
  enum Outcome: String, Sendable {
    /// The owner's side stands, then and after every later sync.
    case kept
    /// The other side's change reached the owner's files.
    case arrived
    /// The owner's side stands, and the file is listed.
    case conflict
  }

  /// What to look at.
  enum Subject: Sendable {
    case line(ModelPlace)
    case file(Int)
    /// A dotted key of the generated values.
    case key(String)
    /// The whole tree, which is compared anyway.
    case everything
  }

  let kind: Kind
  let outcome: Outcome
  let subject: Subject

  /// What was done, for whoever reads a failure.
  let text: String
}

extension Operation: CustomStringConvertible {
  var description: String { "\(kind.rawValue) → \(outcome.rawValue): \(text)" }
}
