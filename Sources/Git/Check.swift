import CGit2

/// Runs one libgit2 call and turns a negative status into an error.
///
/// libgit2 keeps the last error per thread and does not clear it, so it is cleared before the
/// call and copied right after it.
@discardableResult
func check(_ function: StaticString, _ call: () -> Int32) throws(GitError) -> Int32 {
  git_error_clear()
  let code = call()
  guard code >= 0 else { throw GitError(lastErrorOf: function, code: code) }
  return code
}

/// Runs one libgit2 call that hands out an object, which the caller then owns.
func make(
  _ function: StaticString, _ call: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
) throws(GitError) -> OpaquePointer {
  var made: OpaquePointer?
  try check(function) { unsafe call(&made) }
  guard let made = unsafe made else {
    throw GitError(function: function, code: GIT_ERROR.rawValue, message: "nothing was returned")
  }
  return unsafe made
}

/// Runs one libgit2 call that looks something up, and returns nil when it is absent.
func find(
  _ function: StaticString, _ call: (UnsafeMutablePointer<OpaquePointer?>) -> Int32
) throws(GitError) -> OpaquePointer? {
  do {
    return unsafe try make(function, call)
  } catch {
    guard error.code == GIT_ENOTFOUND.rawValue else { throw error }
    return nil
  }
}

/// Lends `strings` to `body` as C strings, in order.
func withStringArray(
  _ strings: [String], _ body: (UnsafePointer<git_strarray>) -> Int32
) -> Int32 {
  var buffer = ContiguousArray<CChar>()
  var offsets: [Int] = []
  for string in strings {
    offsets.append(buffer.count)
    buffer.append(contentsOf: string.utf8.map { CChar(bitPattern: $0) })
    buffer.append(0)
  }
  return unsafe buffer.withUnsafeMutableBufferPointer { bytes in
    var pointers = unsafe offsets.map { offset in
      unsafe bytes.baseAddress.map { unsafe $0 + offset }
    }
    return unsafe pointers.withUnsafeMutableBufferPointer { list in
      var array = unsafe git_strarray(strings: list.baseAddress, count: list.count)
      return unsafe body(&array)
    }
  }
}
