internal import Foundation

/// A value in the `data` of a Secret, which is base64 text.
public struct SecretValue: Hashable, Sendable {
  /// The key under `data`.
  public let key: String
  /// The text that it decodes to.
  public let text: String
  /// Where the encoded value starts.
  public let position: TextPosition

  /// The values in the Secrets of a YAML file that decode to text.
  ///
  /// - Parameter bytes: the file; one that is no YAML has none.
  /// - Returns: the values in the order of the file.
  public static func all(in bytes: [UInt8]) -> [SecretValue] {
    guard let stream = try? YAMLStream(bytes) else { return [] }
    return stream.documents.filter { $0["kind"]?.scalar?.text == "Secret" }.flatMap { secret in
      (secret["data"]?.members ?? []).compactMap { key, value in
        guard let key = key.scalar?.text, let encoded = value.scalar?.text,
          let text = decoded(encoded)
        else { return nil }
        return SecretValue(key: key, text: text, position: value.position)
      }
    }
  }

  private static func decoded(_ encoded: String) -> String? {
    guard let data = Data(base64Encoded: encoded, options: .ignoreUnknownCharacters) else {
      return nil
    }
    return String(validating: data, as: UTF8.self)
  }
}
