import Foundation

@testable import BotCore
@testable import Git

/// One input of the fuzzer, and what has to be true of it.
struct ReferencesTrial {
  private static let server = AdvertisingServer()
  // libFuzzer calls on one thread.
  nonisolated(unsafe) private static let repository = try? Repository.create(
    bareAt: NSTemporaryDirectory() + "fuzz-references-\(ProcessInfo.processInfo.processIdentifier)")

  private let wanted: String
  private let address: String
  private let advertisement: [UInt8]

  init(_ input: UnsafeRawBufferPointer) {
    var lines = input.split(
      separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false
    ).map { [UInt8]($0) }[...]
    wanted = String(decoding: lines.popFirst() ?? [], as: UTF8.self)
    address = String(decoding: lines.popFirst() ?? [], as: UTF8.self)
    let head = lines.popFirst() ?? []
    let rest = lines.popFirst() ?? []
    advertisement =
      head == Array("!".utf8) ? rest : ReferencesTrial.packets(head: head, references: rest)
  }

  func run() {
    checkAddress(address)
    if let name = ReferenceName(wanted) { check(name) }
    if let name = ReferenceName(branch: wanted) { check(name) }
    guard let server = ReferencesTrial.server, let repository = ReferencesTrial.repository,
      let address = RemoteAddress("git://127.0.0.1:\(server.port)/x")
    else {
      stop("there is no server or no repository to ask it from")
    }
    server.answer(with: advertisement)
    do throws(GitError) {
      check(try repository.references(of: address, access: .anonymous))
    } catch {
      require(!error.message.isEmpty, "an error without a message")
    }
  }

  /// What a server with these references sends first: gitprotocol-pack(5).
  private static func packets(head: [UInt8], references: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, name) in references.split(separator: UInt8(ascii: "\n")).enumerated() {
      let digits = Array(String(index + 1, radix: 16).utf8)
      var line = [UInt8](repeating: UInt8(ascii: "a"), count: 40 - digits.count) + digits
      line += [UInt8(ascii: " ")] + name
      if index == 0 { line += [0] + "symref=HEAD:".utf8 + head + " agent=git/2".utf8 }
      line += [UInt8(ascii: "\n")]
      bytes += String(format: "%04x", line.count + 4).utf8 + line
    }
    return bytes + "0000".utf8
  }

  // MARK: What has to be true

  private func check(_ references: RemoteReferences) {
    let names = Array(references.ids.keys)
    for name in names + Array(references.peeled.keys)
      + [references.defaultBranch].compactMap(\.self)
    {
      check(name)
    }
    for wanted in [nil, "latest", wanted] {
      do throws(ConfigurationError) {
        let found = try TemplateReference(wanted, among: references)
        require(names.contains(found.name), "a reference that the server does not have")
        require(found.commit != .zero, "a reference without an object")
      } catch {
        require(
          error.problems.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty },
          "an error without a message or remedy")
      }
    }
    for name in names { checkMark(name) }
    checkOrder(of: names.compactMap(\.tag).compactMap(SemanticVersion.init(tag:)))
  }

  /// A name is one of Git's, and a refspec that is made of it says what it was made for.
  private func check(_ name: ReferenceName) {
    require(
      Self.isName(name.text), "this is taken for a reference: \(name.text.debugDescription)")
    require(Refspec.objects(of: name).text == name.text, "more than a name is fetched")
    let copy = Refspec.copy(of: name, as: .emptyTree).text
    require(copy.count { $0 == ":" } == 1 && copy.hasPrefix("+refs/"), "a refspec of other parts")
    if let branch = name.branch {
      require(
        ReferenceName(branch: branch) ?? name == name, "a branch's own name names another branch")
    }
  }

  /// What the name of a mark tells can be told by another mark, and be asked.
  private func checkMark(_ name: ReferenceName) {
    guard let mark = name.rest(of: "\(BotReference.settled)"),
      let template = SettledTemplate(suffixOf: mark)
    else { return }
    require(
      SettledTemplate(suffixOf: "a" + template.suffix) == template, "a mark tells something else")
    check(template.address)
  }

  /// An address that is understood is understood in the same way when it is read again, and holds no
  /// password.
  private func checkAddress(_ text: String) {
    if let address = RemoteAddress(text) { check(address) }
    do throws(BotError) {
      let location = try Location(text, relativeTo: "/")
      check(location.address)
      guard location.kind == .url else { return }
      let again = try Location(location.address.text, relativeTo: "/")
      require(again.password == nil, "an address keeps its password")
      require(again.address == location.address, "an address is not stable")
    } catch {
      require(
        error.problems.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty },
        "an error without a message or remedy")
    }
  }

  /// Neither a protocol's line nor a program's option can be made of an address.
  private func check(_ address: RemoteAddress) {
    require(RemoteAddress(address.text) == address, "an address is not stable")
    require(Self.isPrintable(address.text), "an address with control characters")
    require(!address.text.hasPrefix("-"), "an address that is an option")
    guard let server = address.server else { return }
    require(
      !server.host.isEmpty && !server.host.hasPrefix("-") && (1...65_535).contains(server.port)
        && !server.host.unicodeScalars.contains { " /@?#%\\\"'".unicodeScalars.contains($0) },
      "a host that is none: \(server.host.debugDescription)")
  }

  /// Versions have one order: none comes before itself, and of two at most one before the other.
  private func checkOrder(of versions: [SemanticVersion]) {
    for left in versions.prefix(8) {
      for right in versions.prefix(8) {
        require(!(left < right && right < left), "versions without an order")
      }
    }
  }

  /// Whether Git takes this for the full name of a reference (git-check-ref-format(1)), so that it is
  /// neither a pattern nor a revision nor more than one half of a refspec.
  private static func isName(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    return text.hasPrefix("refs/") && isPrintable(text) && !text.contains("..")
      && !text.contains("@{") && !text.hasSuffix(".")
      && !text.unicodeScalars.contains { " ~^:?*[\\".unicodeScalars.contains($0) }
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }
  }

  private static func isPrintable(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
  }
}
