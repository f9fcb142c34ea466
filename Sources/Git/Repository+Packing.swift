import CGit2

extension Repository {
  /// Runs `body` so that libgit2 makes packs without looking for deltas.
  ///
  /// The search takes several times as long as writing the objects whole, and what a server gets it packs
  /// again. libgit2 leaves objects out of it that are larger than a setting of the configuration, which it
  /// reads from `pack.deltaCacheSize` by mistake (`packbuilder_config` in its `pack-objects.c`, 1.5 to
  /// 1.9); those that are smaller than 50 bytes it leaves out anyway. The setting stands in a file beside the
  /// repository's own configuration, which stays as it is.
  ///
  /// - Parameter body: What makes packs.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  func withoutDeltaSearch<Result>(
    _ body: () throws(GitError) -> Result
  ) throws(GitError) -> Result {
    guard let file = Host.temporaryFile(holding: "[pack]\n\tdeltaCacheSize = 49\n") else {
      return try body()
    }
    defer { Host.remove(file) }
    let own = try unsafe make("git_repository_config") {
      unsafe git_repository_config($0, pointer)
    }
    defer { unsafe git_config_free(own) }
    let combined = try unsafe make("git_config_new") { unsafe git_config_new($0) }
    defer { unsafe git_config_free(combined) }
    let common = unsafe String(cString: git_repository_commondir(pointer)) + "config"
    for (path, level) in [(common, GIT_CONFIG_LEVEL_LOCAL), (file, GIT_CONFIG_LEVEL_APP)] {
      try check("git_config_add_file_ondisk") {
        unsafe git_config_add_file_ondisk(combined, path, level, pointer, 0)
      }
    }
    // It was read. A process that is cut off later leaves no file behind.
    Host.remove(file)
    try check("git_repository_set_config") { unsafe git_repository_set_config(pointer, combined) }
    defer { unsafe git_repository_set_config(pointer, own) }
    return try body()
  }
}
