import CGit2

/// What a libgit2 function failed with.
public struct GitError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The libgit2 function, such as `git_blob_lookup`; of ours where no libgit2 function is to
  /// blame.
  public var function: String

  /// The status, `git_error_code`: negative.
  public var code: Int32

  /// The part of libgit2 that failed, `git_error_t`.
  public var category: Int32

  /// A sentence without the function's name; user names and passwords of URLs are left out.
  public var message: String

  /// Makes an error of our own.
  ///
  /// - Parameters:
  ///   - function: What failed.
  ///   - code: A `git_error_code`.
  ///   - category: A `git_error_t`.
  ///   - message: A sentence for people.
  init(
    function: StaticString, code: Int32, category: Int32 = Int32(GIT_ERROR_NONE.rawValue),
    message: String
  ) {
    self.function = "\(function)"
    self.code = code
    self.category = category
    self.message = RemoteAddress.withoutCredentials(in: message)
  }

  /// A code of ours, far from libgit2's: something was refused for its size.
  static let beyondLimit: Int32 = -10_000

  /// Makes an error about something that is too large.
  init(beyondLimit function: StaticString, _ message: String) {
    self.init(function: function, code: Self.beyondLimit, message: message)
  }

  /// Copies this thread's last error, which the next libgit2 call may overwrite.
  ///
  /// - Parameters:
  ///   - function: What failed.
  ///   - code: What it returned.
  init(lastErrorOf function: StaticString, code: Int32) {
    let text = unsafe cgit2_error_message().map { unsafe String(cString: $0) } ?? "no reason given"
    self.init(
      function: function, code: code, category: cgit2_error_category(),
      message: Self.explained(text, code: code))
  }

  /// The message after the function's name.
  public var description: String { "\(message) (\(function): \(code))" }

  /// Adds the remedy to messages that name none.
  private static func explained(_ message: String, code: Int32) -> String {
    switch code {
    case GIT_EOWNER.rawValue:
      "\(message); run as its owner, or change the owner of the folder"
    default:
      message
    }
  }
}
