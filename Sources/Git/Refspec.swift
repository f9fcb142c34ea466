/// What is fetched, and what becomes of it here.
///
/// It is made of names and ids alone, so no text can ask for another reference to be written.
public struct Refspec: Hashable, Sendable {
  /// As Git writes it (git-fetch(1)).
  let text: String

  /// The objects that a reference of the server leads to; no reference is written here.
  public static func objects(of name: ReferenceName) -> Refspec { Refspec(text: name.text) }

  /// An object that the server may have without a reference to it; no reference is written here.
  public static func object(_ id: ObjectID) -> Refspec { Refspec(text: id.hex) }

  /// The objects that a reference of the server leads to, with a reference to them below `refs/fetched/`.
  ///
  /// - Parameters:
  ///   - name: The server's reference.
  ///   - copy: Names the reference here: one level, so that a branch may be called as a folder of others
  ///     was before.
  /// - Returns: The refspec.
  public static func copy(of name: ReferenceName, as copy: ObjectID) -> Refspec {
    Refspec(text: "+\(name.text):refs/fetched/\(copy.hex)")
  }
}
