internal import Git

extension Inputs {
  /// A name of these inputs in 40 hexadecimal digits, the same for equal inputs.
  ///
  /// - Throws: BotError when a number among the values cannot be written as JSON.
  func digest() throws(BotError) -> String {
    let bytes = try configuration { () throws(ConfigurationError) in
      try stableJSON(self, file: Lock.fileName)
    }
    return try git("naming the inputs") { () throws(GitError) in try ObjectID(hashing: bytes) }.hex
  }
}
