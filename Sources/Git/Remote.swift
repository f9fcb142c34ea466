import CGit2

/// What a server has.
public struct RemoteReferences: Hashable, Sendable {
  /// The branch its `HEAD` names, such as `refs/heads/main`; nil when it does not say.
  public let defaultBranch: ReferenceName?

  /// Each reference with what it points at; for an annotated tag that is the tag.
  public let ids: [ReferenceName: ObjectID]

  /// Each annotated tag with the object it leads to in the end.
  public let peeled: [ReferenceName: ObjectID]

  /// Describes what a repository has.
  public init(
    defaultBranch: ReferenceName?, ids: [ReferenceName: ObjectID],
    peeled: [ReferenceName: ObjectID] = [:]
  ) {
    self.defaultBranch = defaultBranch
    self.ids = ids
    self.peeled = peeled
  }

  /// The object that a reference leads to in the end.
  ///
  /// - Parameter name: The reference.
  /// - Returns: The object, or nil when there is no such reference.
  public func target(of name: ReferenceName) -> ObjectID? { peeled[name] ?? ids[name] }
}

/// What is fetched or pushed, and what becomes of it on the other side.
///
/// It is made of names and ids alone, so no text can ask for another reference to be written.
public struct Refspec: Hashable, Sendable {
  /// As Git writes it (git-fetch(1), git-push(1)).
  let text: String

  /// The objects that a reference of the server leads to; no reference is written here.
  public static func objects(of name: ReferenceName) -> Refspec { Refspec(text: name.text) }

  /// An object that the server may have without a reference to it; no reference is written here.
  public static func object(_ id: ObjectID) -> Refspec { Refspec(text: id.hex) }

  /// The objects that a reference of the server leads to, with a reference to them below `refs/fetched/`.
  ///
  /// - Parameters:
  ///   - name: The server's reference.
  ///   - copy: Names the reference here: one level, so that a branch may be called as a folder of others
  ///     was before.
  /// - Returns: The refspec.
  public static func copy(of name: ReferenceName, as copy: ObjectID) -> Refspec {
    Refspec(text: "+\(name.text):refs/fetched/\(copy.hex)")
  }

  /// A reference of this repository whose commit one of the server's is to point at, whatever it did.
  static func push(_ name: ReferenceName, to destination: ReferenceName) -> Refspec {
    Refspec(text: "+\(name):\(destination)")
  }

  /// A reference that the server is to remove.
  static func removal(of destination: ReferenceName) -> Refspec {
    Refspec(text: ":\(destination)")
  }
}

/// A server's repository under its address, without a name in the configuration.
@safe struct Remote: ~Copyable {
  let pointer: OpaquePointer

  /// Describes the remote: `git_remote_create_with_opts`, with `url.….insteadOf` passed over, since
  /// credentials are bound to the address that the caller knows.
  init(_ address: RemoteAddress, in repository: Repository) throws(GitError) {
    var options = unsafe git_remote_create_options()
    try check("git_remote_create_options_init") {
      unsafe git_remote_create_options_init(&options, UInt32(GIT_REMOTE_CREATE_OPTIONS_VERSION))
    }
    unsafe options.repository = unsafe repository.pointer
    unsafe options.flags =
      GIT_REMOTE_CREATE_SKIP_INSTEADOF.rawValue | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC.rawValue
    unsafe pointer = try unsafe make("git_remote_create_with_opts") {
      unsafe git_remote_create_with_opts($0, address.text, &options)
    }
  }

  deinit { unsafe git_remote_free(pointer) }

  /// Connects to the server, and stays connected: `git_remote_connect_ext` and `git_remote_ls`.
  ///
  /// - Returns: What it advertises.
  func connect(_ session: RemoteSession) throws(GitError) -> RemoteReferences {
    var options = unsafe git_remote_connect_options()
    try check("git_remote_connect_options_init") {
      unsafe git_remote_connect_options_init(&options, UInt32(GIT_REMOTE_CONNECT_OPTIONS_VERSION))
    }
    unsafe options.callbacks = try unsafe session.callbacks()
    unsafe options.proxy_opts.type = GIT_PROXY_AUTO
    // Without this a server may send a credential on to another host.
    unsafe options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
    try Network.exchange(session) { () throws(GitError) in
      try check("git_remote_connect_ext") {
        unsafe git_remote_connect_ext(pointer, GIT_DIRECTION_FETCH, &options)
      }
    }
    var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
    var count = 0
    try check("git_remote_ls") { unsafe git_remote_ls(&heads, &count, pointer) }
    return unsafe RemoteReferences(
      copying: UnsafeBufferPointer(start: heads, count: count), defaultBranch: guessedBranch())
  }

  /// Ends the connection where there is one: `git_remote_disconnect`.
  func disconnect() { unsafe git_remote_disconnect(pointer) }

  /// What libgit2 takes for the default branch: `git_remote_default_branch`.
  private func guessedBranch() -> ReferenceName? {
    var buffer = unsafe git_buf()
    defer { unsafe git_buf_dispose(&buffer) }
    guard unsafe git_remote_default_branch(&buffer, pointer) == 0 else { return nil }
    return unsafe buffer.ptr.flatMap { unsafe ReferenceName(String(cString: $0)) }
  }

  /// Brings objects and moves local references, and ends the connection: `git_remote_fetch`.
  func fetch(_ refspecs: [Refspec], depth: Int?, _ session: RemoteSession) throws(GitError) {
    var options = unsafe git_fetch_options()
    try check("git_fetch_options_init") {
      unsafe git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
    }
    unsafe options.callbacks = try unsafe session.callbacks()
    unsafe options.prune = GIT_FETCH_NO_PRUNE
    unsafe options.update_fetchhead = 0
    unsafe options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
    unsafe options.proxy_opts.type = GIT_PROXY_AUTO
    unsafe options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
    if let depth { try unsafe setDepth(depth, of: &options) }
    try Network.exchange(session) { () throws(GitError) in
      try check("git_remote_fetch") {
        unsafe withStringArray(refspecs.map(\.text)) {
          unsafe git_remote_fetch(pointer, $0, &options, nil)
        }
      }
    }
  }

  private func setDepth(_ depth: Int, of options: inout git_fetch_options) throws(GitError) {
    guard unsafe cgit2_set_fetch_depth(&options, Int32(clamping: depth)) == 0 else {
      throw GitError(
        function: "git_remote_fetch", code: GIT_EINVALID.rawValue,
        message: "a part of the history can be fetched with libgit2 1.7 and newer alone")
    }
  }

  /// Sends objects and asks the server to move its references: `git_remote_upload`.
  func upload(_ refspecs: [Refspec], _ session: RemoteSession) throws(GitError) {
    var options = unsafe git_push_options()
    try check("git_push_options_init") {
      unsafe git_push_options_init(&options, UInt32(GIT_PUSH_OPTIONS_VERSION))
    }
    // As many threads for the pack as there are processors.
    unsafe options.pb_parallelism = 0
    unsafe options.callbacks = try unsafe session.callbacks()
    unsafe options.proxy_opts.type = GIT_PROXY_AUTO
    unsafe options.follow_redirects = GIT_REMOTE_REDIRECT_NONE
    defer { unsafe git_remote_disconnect(pointer) }
    try Network.exchange(session) { () throws(GitError) in
      try check("git_remote_upload") {
        unsafe withStringArray(refspecs.map(\.text)) {
          unsafe git_remote_upload(pointer, $0, &options)
        }
      }
    }
  }
}

extension RemoteReferences {
  /// Copies what libgit2 lists.
  ///
  /// `HEAD` itself is left out; `^{}` marks what a tag leads to
  /// (`gitprotocol-pack(5)`, Reference Discovery). So is whatever is not the name of a reference, which Git
  /// itself could not have.
  fileprivate init(
    copying heads: UnsafeBufferPointer<UnsafePointer<git_remote_head>?>,
    defaultBranch: ReferenceName?
  ) {
    var ids: [ReferenceName: ObjectID] = [:]
    var peeled: [ReferenceName: ObjectID] = [:]
    var branch: ReferenceName?
    for index in heads.indices {
      guard let head = unsafe heads[index]?.pointee,
        let text = unsafe String(validatingCString: head.name)
      else { continue }
      if text == "HEAD" {
        branch = unsafe head.symref_target.flatMap { unsafe String(validatingCString: $0) }
          .flatMap { ReferenceName($0) }
      } else if text.hasSuffix("^{}") {
        if let name = ReferenceName(String(text.dropLast(3))) {
          peeled[name] = unsafe ObjectID(head.oid)
        }
      } else if let name = ReferenceName(text) {
        ids[name] = unsafe ObjectID(head.oid)
      }
    }
    self.init(defaultBranch: branch ?? defaultBranch, ids: ids, peeled: peeled)
  }
}
