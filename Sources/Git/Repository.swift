import CGit2

/// A repository that one thread at a time uses; freed when nothing retains it any more.
///
/// Objects are checked when trees and commits are made (`GIT_OPT_ENABLE_STRICT_OBJECT_CREATION`),
/// so what one handle holds in memory cannot be referred to through another one.
@safe public final class Repository {
  let pointer: OpaquePointer

  /// The backend that holds new objects, owned by the object database.
  var memory: UnsafeMutablePointer<git_odb_backend>?

  /// Commits made since objects are held in memory.
  var heldCommits: [ObjectID] = []

  /// The folders of other repositories' objects that this handle reads as well.
  public internal(set) var borrowed: [String] = []

  /// What trees hold that were looked up; it follows from their names, so that it holds for ever.
  var extents: [ObjectID: TreeExtent] = [:]

  /// Something of the caller's that lives as long as the handle, such as what is known of objects.
  public var companion: AnyObject?

  /// Owns `pointer` from now on and frees it with `git_repository_free`.
  private init(takingOwnershipOf pointer: OpaquePointer) {
    unsafe self.pointer = unsafe pointer
  }

  deinit { unsafe git_repository_free(pointer) }

  /// Opens a repository: `git_repository_open_ext`.
  ///
  /// - Parameters:
  ///   - path: Its folder, bare or with a working tree.
  ///   - discover: Whether the folders above are looked through too, as Git does.
  /// - Returns: The open repository.
  /// - Throws: `GitError` of kind `notFound` when there is none, and `permission` when it belongs
  ///   to another user.
  public static func open(_ path: String, discover: Bool) throws(GitError) -> Repository {
    try Library.start()
    let flags = discover ? 0 : GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue
    let pointer = try unsafe make("git_repository_open_ext") {
      unsafe git_repository_open_ext($0, path, flags, nil)
    }
    return unsafe Repository(takingOwnershipOf: pointer)
  }

  /// Makes an empty bare repository and the folders above it: `git_repository_init_ext`.
  ///
  /// - Parameters:
  ///   - path: Its folder, which holds no repository yet.
  ///   - initialBranch: The branch `HEAD` names, without `refs/heads/`.
  /// - Returns: The open repository.
  /// - Throws: `GitError` of kind `exists` when there is one already.
  public static func create(
    bareAt path: String, initialBranch: String = "main"
  ) throws(GitError) -> Repository {
    try Library.start()
    var options = unsafe git_repository_init_options()
    try check("git_repository_init_options_init") {
      unsafe git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
    }
    unsafe options.flags =
      GIT_REPOSITORY_INIT_BARE.rawValue | GIT_REPOSITORY_INIT_MKPATH.rawValue
      | GIT_REPOSITORY_INIT_NO_REINIT.rawValue
    let pointer = try unsafe make("git_repository_init_ext") { made in
      unsafe initialBranch.withCString {
        unsafe options.initial_head = unsafe $0
        return unsafe git_repository_init_ext(made, path, &options)
      }
    }
    return unsafe Repository(takingOwnershipOf: pointer)
  }

  /// The repository's own folder, with a slash at the end: `git_repository_path`.
  public var path: String { unsafe String(cString: git_repository_path(pointer)) }

  /// The folder of the checked out files, with a slash at the end; nil for a bare repository.
  public var workingTree: String? {
    unsafe git_repository_workdir(pointer).map { unsafe String(cString: $0) }
  }

  /// Whether there is no working tree: `git_repository_is_bare`.
  public var isBare: Bool { unsafe git_repository_is_bare(pointer) == 1 }

  /// Whether history was cut off when it was cloned: `git_repository_is_shallow`.
  public var isShallow: Bool { unsafe git_repository_is_shallow(pointer) == 1 }

  /// Whether it was cloned without some of its objects, to fetch them when they are asked for (`git clone --filter`),
  /// which libgit2 does not do: a remote with `promisor` or `partialclonefilter`.
  public var isPartial: Bool {
    get throws(GitError) {
      for remote in try remoteNames() {
        for key in ["promisor", "partialclonefilter"]
        where try configuredText("remote.\(remote).\(key)") != nil { return true }
      }
      return false
    }
  }

  /// Whether no branch has a commit.
  ///
  /// `git_repository_is_empty` asks for more: a `HEAD` that names the initial branch, and no
  /// references at all.
  public var isEmpty: Bool {
    get throws(GitError) { try references(below: "refs/heads/").isEmpty }
  }

  /// Sets who is named in logs of references, for this handle: `git_repository_set_ident`.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - email: The e-mail address.
  /// - Throws: `GitError` for an empty one.
  public func setIdentity(name: String, email: String) throws(GitError) {
    try check("git_repository_set_ident") { unsafe git_repository_set_ident(pointer, name, email) }
  }
}
