#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension RemoteSession {
  /// Finds the session in the functions that libgit2 calls without telling whom they are for: it calls them
  /// on the thread that called it.
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    _ = unsafe pthread_key_create(&key, nil)
    return key
  }()

  /// The session that holds a conversation on this thread; nil when none does.
  static var current: RemoteSession? {
    unsafe pthread_getspecific(key).map {
      unsafe Unmanaged<RemoteSession>.fromOpaque($0).takeUnretainedValue()
    }
  }

  /// Makes this session the thread's own while `body` runs.
  func whileCurrent(_ body: () throws(GitError) -> Void) throws(GitError) {
    let earlier = unsafe pthread_getspecific(Self.key)
    _ = unsafe pthread_setspecific(Self.key, Unmanaged.passUnretained(self).toOpaque())
    defer { _ = unsafe pthread_setspecific(Self.key, earlier) }
    try body()
  }
}
