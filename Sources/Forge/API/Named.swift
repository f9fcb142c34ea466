/// Something that forges know by number and people by name.
struct Named: Decodable, Hashable {
  var id: Int?
  var name: String?
  /// Of a milestone.
  var title: String?
  /// Of a milestone on GitHub, where it has the part of `id`.
  var number: Int?
  /// Of a user on GitHub and Gitea.
  var login: String?
  /// Of a user on GitLab.
  var username: String?
}
