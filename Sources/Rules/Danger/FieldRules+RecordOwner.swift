import YAML

extension FieldRules {
  /// Another owner id of external-dns, by which it tells its own records from those of others.
  ///
  /// Source: external-dns, `registry/txt`: records of another owner are neither changed nor deleted;
  /// the id is `default` where none is given.
  func recordOwnerChanges(_ pair: ObjectMatching.Pair) -> [FieldDanger] {
    let old = Self.owners(pair.before.value, at: [])
    let new = Self.owners(pair.after.value, at: [])
    guard let first = new.first ?? old.first else { return [] }
    let standard: Owner = (path: first.path, text: "default")
    return zip(old.isEmpty ? [standard] : old, new.isEmpty ? [standard] : new).compactMap {
      ValueDifference(.string($0.text), .string($1.text), at: $1.path, order).map {
        FieldDanger(
          code: .recordOwner, difference: $0,
          effect: "external-dns would no longer change or delete the records that it has made",
          remedy:
            "keep the id; or change the owner in the TXT records at the DNS provider, and give "
            + "--allow-replace")
      }
    }
  }

  private typealias Owner = (path: [String], text: String)

  private static func owners(_ value: Value, at path: [String]) -> [Owner] {
    switch value {
    case .map(let map):
      if value["name"]?.plainText == "EXTERNAL_DNS_TXT_OWNER_ID", let text = map["value"]?.plainText
      {
        return [(path + ["value"], text)]
      }
      return value.members.flatMap { key, inner -> [Owner] in
        if key == "txtOwnerId" || key == "txt-owner-id" {
          return inner.plainText.map { [(path + [key], $0.isEmpty ? "default" : $0)] } ?? []
        }
        return owners(inner, at: path + [key])
      }
    case .list(let list):
      return list.enumerated().flatMap { index, element -> [Owner] in
        let place = path + [String(index)]
        let text = element.plainText ?? ""
        if text.hasPrefix("--txt-owner-id=") { return [(place, String(text.dropFirst(15)))] }
        if text == "--txt-owner-id", index + 1 < list.count {
          return list[index + 1].plainText.map { [(path + [String(index + 1)], $0)] } ?? []
        }
        return owners(element, at: place)
      }
    default: return []
    }
  }
}
