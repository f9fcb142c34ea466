/// Whether `bytes` can be read as YAML documents in which no map has a key twice.
///
/// - Parameter bytes: a whole file.
/// - Returns: false where the reader stops, and for text that is not UTF-8.
public func isReadableYAML(_ bytes: [UInt8]) -> Bool { (try? YAMLStream(bytes)) != nil }
