internal import BotCore
internal import Foundation

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// What the machine lets the program have.
///
/// Where the limit of memory is too low, allocations fail in places that cannot say so: the runtime traps, and
/// Dispatch waits for ever for a thread that cannot be started. So it is looked at before anything else.
enum Limits {
  /// Half as much again as a run of a small repository takes, in MiB of address space.
  private static let leastMemory = 512
  /// The memory, in MiB of address space, that the threads of each further processor take.
  private static let memoryOfProcessor = 32
  /// How many files are open at once at most, several packs of two repositories included.
  private static let descriptors: rlim_t = 1024
  private static let leastDescriptors: rlim_t = 32

  /// Raises the limits that the program may raise itself.
  ///
  /// - Throws: BotError that names the limit where it is too low.
  static func prepare() throws(BotError) {
    try openStandardStreams()
    try raiseDescriptors()
    try checkMemory()
  }

  /// A file that is opened later must not take the place of a standard stream that is closed.
  private static func openStandardStreams() throws(BotError) {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      guard open("/dev/null", O_RDWR) >= 0 else { throw tooFewDescriptors }
    }
  }

  private static func raiseDescriptors() throws(BotError) {
    guard var limit = limit(of: openFiles), limit.rlim_cur < descriptors else { return }
    limit.rlim_cur = min(limit.rlim_max, descriptors)
    set(openFiles, to: limit)
    guard limit.rlim_cur >= leastDescriptors else { throw tooFewDescriptors }
  }

  private static func checkMemory() throws(BotError) {
    let needed =
      leastMemory + memoryOfProcessor * max(0, ProcessInfo.processInfo.activeProcessorCount - 2)
    guard let limit = limit(of: addressSpace), limit.rlim_cur >> 20 < needed else { return }
    throw tooLittleMemory(Int(limit.rlim_cur >> 20), needed: needed)
  }

  /// What to say where the limit on memory is too low; both are in MiB.
  static func tooLittleMemory(_ limit: Int, needed: Int) -> BotError {
    BotError(
      "the memory limit is \(limit) MiB, which is too low for gitops-bot",
      remedy: "raise it to at least \(needed) MiB (ulimit -v \(needed << 10)), or remove it")
  }

  /// What to say where no more files can be opened.
  static let tooFewDescriptors = BotError(
    "the limit on open files is too low for gitops-bot",
    remedy: "raise it to at least \(2 * leastDescriptors) (ulimit -n \(2 * leastDescriptors))")

  /// What to say where no thread and no process can be started.
  static let tooFewProcesses = BotError(
    "cannot start any more threads or processes",
    remedy:
      "raise the limits on processes (ulimit -u, or the container's) and memory (ulimit -v), "
      + "and run again")

  #if canImport(Glibc)
  private static let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  private static let addressSpace = __rlimit_resource_t(RLIMIT_AS.rawValue)
  #else
  private static let openFiles = RLIMIT_NOFILE
  private static let addressSpace = RLIMIT_AS
  #endif

  private static func limit(of resource: Int32) -> rlimit? {
    var limit = rlimit()
    return getrlimit(resource, &limit) == 0 ? limit : nil
  }

  private static func set(_ resource: Int32, to limit: rlimit) {
    var limit = limit
    // Where it cannot be raised, what is opened too much says so later.
    _ = setrlimit(resource, &limit)
  }
}
