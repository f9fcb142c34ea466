internal import Flux
internal import YAML

/// A kustomization that lists nothing.
///
/// Where each side removed a part of its lists until nothing is left, the lines that stay are keys without a value, and
/// kustomize refuses a file that asks for nothing. Written as empty lists, `[]`, they say what both sides mean. To be
/// merged with items that come again, they are opened.
struct EmptiedKustomization {
  private let bytes: [UInt8]
  /// What follows the colon of each key, in the order of the file: nothing, or an empty list.
  private let values: [Range<Int>]

  /// Nil where the file at `path` is no kustomization, or lists something.
  init?(_ bytes: [UInt8], at path: String) {
    guard RepositoryPath.isKustomization(path),
      let stream = try? YAMLStream(bytes), stream.documents.count == 1,
      let members = stream.documents[0].members
    else { return nil }
    let asking = members.filter { !["apiVersion", "kind"].contains($0.key.text) }
    let values = asking.compactMap { Self.emptyValue(of: $0, in: bytes) }
    guard !values.isEmpty, values.count == asking.count else { return nil }
    self.bytes = bytes
    self.values = values
  }

  private static func emptyValue(
    of member: (key: YAMLNode, value: YAMLNode), in bytes: [UInt8]
  ) -> Range<Int>? {
    guard let end = member.key.scalar?.extent?.outer.upperBound,
      let colon = bytes[end...].firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    if member.value.isNull { return colon + 1..<colon + 1 }
    guard member.value.elements?.isEmpty == true, let open = bytes[colon...].firstIndex(of: 0x5B),
      bytes.dropFirst(open + 1).first == 0x5D
    else { return nil }
    return colon + 1..<open + 2
  }

  /// The file with its empty lists written out.
  var closed: [UInt8] { replacing(by: " []") }

  /// The file with keys without values.
  var opened: [UInt8] { replacing(by: "") }

  private func replacing(by text: String) -> [UInt8] {
    var result = bytes
    for range in values.reversed() { result.replaceSubrange(range, with: Array(text.utf8)) }
    return result
  }
}

extension FileMerge {
  /// The same with kustomizations that list nothing opened on every side, so that items can be added.
  var opened: FileMerge {
    func opened(_ bytes: [UInt8]) -> [UInt8] {
      EmptiedKustomization(bytes, at: path)?.opened ?? bytes
    }
    var merge = self
    (merge.base, merge.ours, merge.theirs) = (base.map(opened), opened(ours), opened(theirs))
    return merge
  }
}
