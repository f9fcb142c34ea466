internal import Providers
internal import YAML

extension Sizing {
  /// Every application by name, with what it uses resolved in place.
  mutating func applications(_ storages: [String: Storage]) -> [String: Value] {
    var applications: [String: Value] = [:]
    for (name, application) in settings.applications.sorted(by: { $0.key < $1.key }) {
      var values: [String: Value] = [
        "profile": .string(application.profile?.name ?? defaults.profile),
        "replicas": .int(application.replicas ?? defaults.replicas),
      ]
      if let resources = resources(of: application) { values["resources"] = resources.value }
      values.merge(volume(of: application, named: name, storages)) { _, new in new }
      if let reference = application.nodeSelector,
        let labels = resolved(reference, "node selector", in: settings.nodeSelectors)
      {
        values["nodeSelector"] = .map(labels.mapValues(Value.string))
      }
      applications[name] = .map(values)
    }
    return applications
  }

  /// What an application asks for; nil when its profile is unknown, which is reported.
  private mutating func resources(
    of application: InfrastructureConfiguration.Application
  ) -> ResourceProfile? {
    let profile: ResourceProfile? =
      if let reference = application.profile {
        resolved(reference, "profile", in: profiles)
      } else {
        profiles[defaults.profile]
      }
    guard let profile else { return nil }
    return application.resources?.over(profile) ?? profile
  }

  private mutating func volume(
    of application: InfrastructureConfiguration.Application, named name: String,
    _ storages: [String: Storage]
  ) -> [String: Value] {
    var storage: Storage?
    var values: [String: Value] = [:]
    if let reference = application.storage {
      storage = resolved(
        reference, "storage", in: storages, besides: Array(settings.storage.keys))
      values["storage"] = .string(reference.name)
    }
    if let storageClass = application.storageClass ?? storage?.storageClass {
      values["storageClass"] = .string(storageClass)
    } else if application.size != nil {
      values["storageClass"] = .string(BaseSizes.storageClass)
    }
    if let size = application.size ?? storage?.size {
      values["size"] =
        neverSmaller(
          size, than: ["applications", name, "size"], "the volume of \"\(name)\""
        ).written
    }
    return values
  }

  /// What `reference` stands for; nil when nothing, which is reported.
  ///
  /// `others` are names that are defined, but with a mistake that is reported already.
  private mutating func resolved<Definition>(
    _ reference: InfrastructureConfiguration.Reference, _ kind: String,
    in definitions: [String: Definition], besides others: [String] = []
  ) -> Definition? {
    if let definition = definitions[reference.name] { return definition }
    if others.contains(reference.name) { return nil }
    let names = definitions.keys.sorted()
    let known = names.isEmpty ? "none is defined" : "known: \(names.joined(separator: ", "))"
    report(
      "there is no \(kind) \"\(reference.name)\"", at: reference.position,
      remedy: nearestSpelling(to: reference.name, among: names).map { "did you mean \"\($0)\"?" }
        ?? known)
    return nil
  }
}
