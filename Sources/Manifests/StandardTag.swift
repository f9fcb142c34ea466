/// The tags of nodes without one, by what they are (YAML 1.2.2, section 10.1).
enum StandardTag {
  static let string = "tag:yaml.org,2002:str"
  static let list = "tag:yaml.org,2002:seq"
  static let map = "tag:yaml.org,2002:map"
}
