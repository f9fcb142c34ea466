internal import Foundation

extension String {
  /// The text that this base64 stands for; nil where it is none, or its bytes are no text.
  var base64Decoded: String? {
    Data(base64Encoded: self, options: .ignoreUnknownCharacters)
      .flatMap { String(validating: $0, as: UTF8.self) }
  }
}
