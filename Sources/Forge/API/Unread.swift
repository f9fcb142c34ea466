/// An answer whose content does not matter.
struct Unread: Decodable {
  init(from decoder: any Decoder) {}
}
