extension ConfigMap {
  /// Sets one key of `data` in an existing manifest and keeps every other byte.
  ///
  /// The text becomes a literal block, or double-quoted where a block cannot hold it. A missing
  /// `data:` is added at the end of the object. Where the key has that text already, the bytes come
  /// back unchanged. The result is read again, and must differ in that key alone.
  ///
  /// - Parameters:
  ///   - bytes: a YAML file of one or several documents.
  ///   - key: the key, as Kubernetes allows it.
  ///   - text: what it has to hold.
  ///   - name: which ConfigMap is meant; nil where the file has only one.
  ///   - namespace: its namespace; a ConfigMap that names none fits too.
  /// - Returns: the bytes of the changed file.
  /// - Throws: `ManifestError` where the file is no YAML, has no such ConfigMap or several, or is
  ///   written so that the key cannot be set alone.
  public static func inserting(
    intoExisting bytes: [UInt8], key: String, text: String, name: String? = nil,
    namespace: String? = nil
  ) throws(ManifestError) -> [UInt8] {
    try validate(key: key)
    let stream = try YAMLStream.forEditing(bytes)
    let index = try chosen(in: stream, name: name, namespace: namespace)
    let insertion = DataInsertion(
      stream: stream, root: stream.documents[index], key: key, text: text)
    let edits = try insertion.edits()
    guard !edits.isEmpty else { return bytes }
    let result = bytes.applying(edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
    guard insertion.isDone(in: try? YAMLStream(result), at: index) else {
      throw insertion.impossible("the key \(key) cannot be set without changing more than that")
    }
    return result
  }

  private static func chosen(
    in stream: YAMLStream, name: String?, namespace: String?
  ) throws(ManifestError) -> Int {
    let maps = stream.documents.indices.filter {
      stream.documents[$0]["kind"]?.scalar?.text == "ConfigMap"
    }
    func has(_ field: String, _ wanted: String?, _ index: Int, orNone: Bool) -> Bool {
      guard let wanted else { return true }
      let found = stream.documents[index]["metadata"]?[field]?.scalar?.text
      return found == wanted || (orNone && found == nil)
    }
    var fitting = maps.filter {
      has("name", name, $0, orNone: false) && has("namespace", namespace, $0, orNone: true)
    }
    if fitting.count > 1 {
      fitting = fitting.filter { has("namespace", namespace, $0, orNone: false) }
    }
    guard let first = fitting.first, fitting.count == 1 else {
      let wanted = name.map { " named " + $0 } ?? ""
      throw ManifestError(
        position: (fitting.last ?? maps.first).map { stream.documents[$0].position },
        message: "the file has \(fitting.isEmpty ? "no" : "more than one") ConfigMap\(wanted)",
        remedy: "name one that the file has once")
    }
    return first
  }
}

extension YAMLStream {
  /// Reads a file that is to be edited.
  static func forEditing(_ bytes: [UInt8]) throws(ManifestError) -> YAMLStream {
    do throws(ParseError) {
      return try YAMLStream(bytes)
    } catch {
      throw ManifestError(error)
    }
  }
}
