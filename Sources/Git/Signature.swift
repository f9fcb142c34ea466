import CGit2

/// Who did something, and when.
public struct Signature: Hashable, Sendable {
  /// The name; must not be empty where a commit is made.
  public var name: String

  /// The e-mail address; must not be empty where a commit is made.
  public var email: String

  /// Seconds since 1970 in UTC.
  public var time: Int64

  /// Minutes east of UTC.
  public var offset: Int32

  /// Names somebody at a time.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - email: The e-mail address.
  ///   - time: Seconds since 1970 in UTC.
  ///   - offset: Minutes east of UTC.
  public init(name: String, email: String, time: Int64, offset: Int32 = 0) {
    self.name = name
    self.email = email
    self.time = time
    self.offset = offset
  }

  /// Copies what libgit2 points at; empty for NULL.
  init(copying pointer: UnsafePointer<git_signature>?) {
    name = unsafe pointer.map { unsafe String(cString: $0.pointee.name) } ?? ""
    email = unsafe pointer.map { unsafe String(cString: $0.pointee.email) } ?? ""
    time = unsafe pointer.map { unsafe $0.pointee.when.time } ?? 0
    offset = unsafe pointer.map { unsafe $0.pointee.when.offset } ?? 0
  }

  /// Lends libgit2's form of it: `git_signature_new`, which refuses an empty name.
  func withRaw<R>(
    _ body: (UnsafePointer<git_signature>) throws(GitError) -> R
  ) throws(GitError) -> R {
    var made: UnsafeMutablePointer<git_signature>?
    try check("git_signature_new") { unsafe git_signature_new(&made, name, email, time, offset) }
    defer { unsafe git_signature_free(made) }
    guard let made = unsafe made else {
      throw GitError(
        function: "git_signature_new", code: GIT_ERROR.rawValue, message: "nothing was returned")
    }
    return try unsafe body(made)
  }
}
