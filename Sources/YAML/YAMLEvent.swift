/// One step of walking through a YAML document; documents with equal steps are the same.
public struct YAMLEvent: Hashable {
  public enum Kind: Hashable {
    case document
    case openMap
    case openList
    case close
    case alias(Int)
    case scalar(YAMLNode.Style)
  }

  public let kind: Kind
  /// The text of a scalar as bytes, since equal strings may differ in them.
  public var text: [UInt8] = []
  var tag = ""
  var anchor: String?

  /// Whether both are the same but for the style in which a scalar is written.
  func isLike(_ other: YAMLEvent) -> Bool {
    guard case .scalar = kind, case .scalar = other.kind else { return self == other }
    return text == other.text && anchor == other.anchor
  }
}

extension YAMLStream {
  /// The steps through all documents.
  public var events: [YAMLEvent] {
    documents.flatMap { [YAMLEvent(kind: .document)] + $0.events }
  }
}

extension YAMLNode {
  /// The steps through this node and everything in it.
  var events: [YAMLEvent] {
    var events: [YAMLEvent] = []
    collect(into: &events)
    return events
  }

  private func collect(into events: inout [YAMLEvent]) {
    func event(_ kind: YAMLEvent.Kind, _ text: String = "") -> YAMLEvent {
      YAMLEvent(kind: kind, text: Array(text.utf8), tag: tag, anchor: anchor)
    }
    switch kind {
    case .scalar(let scalar): events.append(event(.scalar(scalar.style), scalar.text))
    case .alias(let number): events.append(event(.alias(number)))
    case .list(let elements):
      events.append(event(.openList))
      for element in elements { element.collect(into: &events) }
      events.append(YAMLEvent(kind: .close))
    case .map(let members):
      events.append(event(.openMap))
      for (key, value) in members {
        key.collect(into: &events)
        value.collect(into: &events)
      }
      events.append(YAMLEvent(kind: .close))
    }
  }
}

extension [YAMLEvent] {
  /// Whether these are `old` with `added` in one place, where `removed` of the old ones went.
  func isOld(_ old: [YAMLEvent], with added: [YAMLEvent], inPlaceOf removed: Int = 0) -> Bool {
    guard count == old.count - removed + added.count else { return false }
    let common = zip(self, old).prefix { $0 == $1 }.count
    // The same steps may stand before the new ones, so that the place is not quite determined.
    let last = Swift.min(common, old.count - removed)
    return (Swift.max(0, last - added.count)...last).reversed().contains { place in
      zip(self[place...], added).allSatisfy { $0.isLike($1) }
        && self[(place + added.count)...].elementsEqual(old[(place + removed)...])
    }
  }
}
