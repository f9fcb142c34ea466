import Foundation
import Git

@testable import BotCore

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
    guard let server = ReferencesTrial.server, let repository = ReferencesTrial.repository else {
      stop("there is no server or no repository to ask it from")
    }
    server.answer(with: advertisement)
    do throws(GitError) {
      check(try repository.references(of: "git://127.0.0.1:\(server.port)/x", access: .anonymous))
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
    let names = references.ids.keys.map { "\($0)" }
    let all = names + references.peeled.keys.map { "\($0)" }
    for name in all + (references.defaultBranch.map { ["\($0)"] } ?? []) {
      require(Self.isName(name), "this is taken for a reference: \(name.debugDescription)")
    }
    for wanted in [nil, "latest", wanted] {
      do throws(ConfigurationError) {
        let found = try TemplateReference(wanted, among: references)
        require(names.contains("\(found.name)"), "a reference that the server does not have")
      } catch {
        require(
          error.problems.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty },
          "an error without a message or remedy")
      }
    }
    for name in names { checkMark(name) }
    checkOrder(of: names.compactMap { SemanticVersion(tag: String($0.dropFirst(10))) })
  }

  /// What the name of a mark tells can be told by another mark, and be asked.
  private func checkMark(_ name: String) {
    guard name.hasPrefix(Settled.prefix),
      let template = SettledTemplate(suffixOf: String(name.dropFirst(Settled.prefix.count)))
    else { return }
    require(
      SettledTemplate(suffixOf: "a" + template.suffix) == template, "a mark tells something else")
    require(Self.isPrintable(template.address), "an address with control characters")
    checkAddress(template.address)
  }

  /// An address that is understood is understood in the same way when it is read again, and holds no
  /// password.
  private func checkAddress(_ text: String) {
    do throws(BotError) {
      let location = try Location(text, relativeTo: "/")
      guard location.kind == .url else { return }
      require(Self.isPrintable(location.address), "an address with control characters")
      let again = try Location(location.address, relativeTo: "/")
      require(again.password == nil, "an address keeps its password")
      require(again.host == location.host, "an address leads to another server")
      require(again.address == location.address, "an address is not stable")
    } catch {
      require(
        error.problems.allSatisfy { !$0.message.isEmpty && !$0.remedy.isEmpty },
        "an error without a message or remedy")
    }
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
