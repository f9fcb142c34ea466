/// Where a rewritten YAML file is not what it has to be, and in what.
struct StructureDifference: Hashable {
  /// The place in the file before rewriting.
  let position: TextPosition
  let reason: String
  /// The scalars, numbered in the order of the text, whose text alone is wrong.
  var scalars: Set<Int> = []

  /// This difference as the outcome of a proof.
  var outcome: StructureProof.Outcome { .failed(position: position, reason: reason) }
}
