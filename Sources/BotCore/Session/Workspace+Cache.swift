internal import Foundation
internal import Git

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension Workspace {
  /// A bare repository in the folder `cache` that is kept between runs, one for each address.
  ///
  /// It holds objects, and a reference for each one that was fetched, so that the next run is sent what
  /// is new alone. Neither address nor credentials stand in it; it may be deleted at any time.
  ///
  /// - Throws: BotError when it cannot be made or opened.
  static func keptRepository(
    for location: Location, in cache: String, _ request: Request
  ) throws(BotError) -> (Repository, CacheUse) {
    let folder = try Location(cache, relativeTo: request.folder)
    guard folder.kind == .folder, let place = folder.folder else {
      throw BotError("--cache \(cache) is no folder", remedy: "give a folder of this machine")
    }
    do {
      try FileManager.default.createDirectory(
        atPath: place, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw BotError(
        "the cache \(place) cannot be made: \(error.reason)",
        remedy: "give --cache a folder that can be written, on a disk that is not full")
    }
    let path = "\(place)/\(try digest(location.address.text)).git"
    if !FileManager.default.fileExists(atPath: path) { try makeRepository(at: path) }
    let use = CacheUse(of: path)
    do throws(GitError) {
      return (try Repository.open(path, discover: false), use)
    } catch {
      throw BotError(
        "the cache \(path) cannot be opened: \(error.message)", remedy: "delete it, and run again")
    }
  }

  /// Makes an empty repository, which is there as a whole or not at all.
  private static func makeRepository(at path: String) throws(BotError) {
    let draft = path + "-" + UUID().uuidString
    try ScratchFolder.register(draft)
    _ = try git("making the cache \(path)") { () throws(GitError) in
      try Repository.create(bareAt: draft)
    }
    do {
      try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: draft)
      try FileManager.default.moveItem(atPath: draft, toPath: path)
    } catch {
      // Another run may have been faster; opening it tells.
      try? FileManager.default.removeItem(atPath: draft)
    }
  }

  /// What to fetch so that `name` of the server at `address` is there: in a kept repository it gets a
  /// reference, by which the next run tells the server what it has.
  func refspec(
    for name: ReferenceName, of address: RemoteAddress
  ) throws(BotError) -> Refspec {
    guard isKept else { return .objects(of: name) }
    return .copy(of: name, as: try Workspace.digest("\(address) \(name)"))
  }

  private static func digest(_ text: String) throws(BotError) -> ObjectID {
    try git("naming \(text)") { () throws(GitError) in try ObjectID(hashing: Array(text.utf8)) }
  }
}

/// That a kept repository is in use, by any number of runs: `flock(2)`, which ends with a process however it
/// ends.
///
/// Who comes when nobody else is there removes what a run has left that was cut off, such as lock files, which
/// would keep libgit2 from working.
final class CacheUse {
  private let descriptor: Int32

  /// - Parameter path: The repository's folder. Where it cannot be locked nothing is removed.
  init(of path: String) {
    descriptor = open(path + "/gitops-bot.in-use", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { CacheUse.removeLeftOvers(in: path) }
    _ = flock(descriptor, LOCK_SH)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static func removeLeftOvers(in path: String) {
    let found = FileManager.default.enumerator(atPath: path)
    while let name = found?.nextObject() as? String {
      if isLeftOver(name) { unlink("\(path)/\(name)") }
    }
  }

  /// Git's lock files, and what libgit2 writes before it gives it its name (`git_futils_mktmp` in its
  /// `futils.c`).
  private static func isLeftOver(_ name: String) -> Bool {
    name.hasSuffix(".lock") || (name.hasPrefix("objects/") && name.contains("_git2_"))
  }
}
