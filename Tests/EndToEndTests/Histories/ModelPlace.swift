/// A line of a file, by their ids.
struct ModelPlace: Sendable, Hashable {
  let file: Int
  let line: Int
}
