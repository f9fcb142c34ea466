/// A part of a text in which variables are replaced.
indirect enum EnvsubstNode {
  /// Text that stays.
  case text(String)
  /// `${name…}` with what is done to the value.
  case expansion(name: String, operation: EnvsubstOperation, arguments: [EnvsubstNode])
}
