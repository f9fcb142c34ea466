import YAML

/// Writes a kustomization anew, with paths that can lead nowhere but into the repository.
struct KustomizationRewriting {
  /// What a path may lead to.
  struct Targets: OptionSet {
    let rawValue: Int

    static let file = Targets(rawValue: 1)
    static let folder = Targets(rawValue: 2)
  }

  let file: String
  let folder: String
  private let root: YAMLNode?
  private let start: TextPosition
  private let value: Value
  private let walk: KustomizeInputWalk

  /// Something that names paths without being a kustomization.
  init(file: String, folder: String, at start: TextPosition, walk: KustomizeInputWalk) {
    (self.file, self.folder, self.start, self.walk) = (file, folder, start, walk)
    (root, value) = (nil, .null)
  }

  /// The kustomization in `file`.
  init(file: String, folder: String, walk: KustomizeInputWalk) throws(KustomizeRefusal) {
    (self.file, self.folder, self.walk) = (file, folder, walk)
    do {
      let stream = try YAMLStream(walk.reader.readableBytes(file) ?? [])
      root = stream.documents.first
      start = root?.position ?? TextPosition(line: 1, column: 1)
      value = try Value(yaml: stream.bytes)
    } catch {
      throw KustomizeRefusal(
        file: file, position: error.position, message: error.message, remedy: error.remedy)
    }
  }

  /// The kustomization with its own paths and `components` more.
  func kustomization(adding components: [Value]) throws(KustomizeRefusal) -> Value {
    guard case .map(var fields) = value else {
      throw refusal([], "\(file) is not a kustomization", "list its resources")
    }
    for (key, field) in value.members { fields[key] = try self.field(key, field) }
    if !components.isEmpty {
      var all = components
      if case .list(let own)? = fields["components"] { all = own + components }
      fields["components"] = .list(all)
    }
    if !Set(fields.keys).isSubset(of: Self.listing) { walk.changeObjects() }
    return .map(fields)
  }

  /// The components that a Flux Kustomization adds.
  func components(_ paths: [String]) throws(KustomizeRefusal) -> [Value] {
    var values: [Value] = []
    for text in paths { values.append(.string(try path(text, at: [], to: .folder))) }
    return values
  }

  /// `text` as a path that is nothing else, once it is sure to lead to an entry of the repository.
  func path(
    _ text: String, at place: [String], to targets: Targets
  ) throws(KustomizeRefusal) -> String {
    guard !RemoteResource.isMeant(by: text) else {
      throw refusal(
        place, "\"\(text)\" is a remote resource, which is not fetched",
        "copy it into the repository")
    }
    guard !text.hasPrefix("/"), let path = RepositoryPath.joined(folder, text) else {
      throw refusal(
        place, "\"\(text)\" leads out of the repository", "write a path that stays within it")
    }
    let isFile = !text.isEmpty && targets.contains(.file) && walk.reader.hasFile(path)
    if isFile, !Self.mayPassForKustomization(path) {
      walk.copy(path, asResource: place.first.map(Self.listing.contains) ?? true)
    } else if !text.isEmpty, targets.contains(.folder),
      !walk.kustomizationFiles(in: path).isEmpty
    {
      walk.enter(path)
    } else {
      throw refusal(
        place, "\"\(text)\" does not lead to \(Self.name(of: targets)) of this repository",
        "correct the path; symbolic links and submodules are not followed, by Flux neither")
    }
    let relative = RepositoryPath.relative(path, to: folder)
    return relative == ".." || relative.hasPrefix("../") ? relative : "./" + relative
  }

  /// A refusal that stands at what the steps of `place` lead to, as far as they lead.
  func refusal(_ place: [String], _ message: String, _ remedy: String) -> KustomizeRefusal {
    var node = root
    for step in place {
      let elements = node?.elements
      let next = elements.map { list in Int(step).map { list[$0] } } ?? node?[step]
      guard let next else { break }
      node = next
    }
    return KustomizeRefusal(
      file: file, position: node?.position ?? start, message: message, remedy: remedy)
  }

  private static func name(of targets: Targets) -> String {
    switch targets {
    case .file: "a file"
    case .folder: "a folder with a kustomization"
    default: "a file, or a folder with a kustomization,"
    }
  }

  /// Whether a file system that folds case would take a file for the kustomization of its folder.
  private static func mayPassForKustomization(_ path: String) -> Bool {
    let name = RepositoryPath.name(of: path)
    return !KustomizeBuild.fileNames.contains(name)
      && KustomizeBuild.fileNames.contains { $0.uppercased() == name.lowercased().uppercased() }
  }
}

/// Fields.
extension KustomizationRewriting {
  /// Fields of kustomizations that only list.
  private static let listing: Set = ["apiVersion", "kind", "metadata", "resources", "bases"]

  /// Fields in which nothing is a path.
  private static let plain: Set = [
    "apiVersion", "kind", "metadata", "namePrefix", "nameSuffix", "namespace", "commonLabels",
    "labels",
    "commonAnnotations", "images", "imageTags", "replicas", "vars", "sortOptions",
    "generatorOptions",
    "buildMetadata",
  ]

  private func field(_ key: String, _ value: Value) throws(KustomizeRefusal) -> Value {
    switch key {
    case _ where Self.plain.contains(key): return value
    case "resources": return try paths(value, at: [key], to: [.file, .folder])
    case "bases", "components": return try paths(value, at: [key], to: .folder)
    case "crds", "configurations": return try paths(value, at: [key], to: .file)
    case "openapi": return try map(value, at: [key], paths: ["path"], plain: ["version"])
    case "patches", "patchesJson6902":
      return try maps(value, at: [key], paths: ["path"], plain: ["patch", "target", "options"])
    case "replacements":
      return try maps(
        value, at: [key], paths: ["path"], plain: ["source", "sourceValue", "targets"])
    case "configMapGenerator", "secretGenerator":
      return try maps(
        value, at: [key], paths: ["env", "envs", "files"],
        plain: ["name", "namespace", "behavior", "type", "options", "literals"])
    case "patchesStrategicMerge":
      return try texts(value, at: [key]) { text, place throws(KustomizeRefusal) in
        try patch(text, at: place)
      }
    case "generators", "transformers", "validators":
      return try texts(value, at: [key]) { text, place throws(KustomizeRefusal) in
        try builtin(text, at: place)
      }
    case "helmCharts", "helmGlobals", "helmChartInflationGenerator":
      throw refusal(
        [key], "\(key) starts helm, which neither Flux nor preview does",
        "apply the chart with a HelmRelease")
    default: throw unknown(key, at: [key])
    }
  }

  private func unknown(_ key: String, at place: [String]) -> KustomizeRefusal {
    refusal(
      place, "\"\(key)\" is not a field that preview knows here",
      "correct its spelling, upper and lower case too, or take it out")
  }

  private func paths(
    _ value: Value, at place: [String], to targets: Targets
  ) throws(KustomizeRefusal) -> Value {
    try texts(value, at: place) { text, place throws(KustomizeRefusal) in
      try path(text, at: place, to: targets)
    }
  }

  /// A list with each of its texts written anew.
  private func texts(
    _ value: Value, at place: [String],
    _ rewritten: (String, [String]) throws(KustomizeRefusal) -> String
  ) throws(KustomizeRefusal) -> Value {
    try list(value, at: place) { element, place throws(KustomizeRefusal) in
      guard case .string(let text) = element else {
        throw refusal(place, "this is not a text", "write a path, quoted where it is a number")
      }
      return .string(try rewritten(text, place))
    }
  }

  private func list(
    _ value: Value, at place: [String],
    _ rewritten: (Value, [String]) throws(KustomizeRefusal) -> Value
  ) throws(KustomizeRefusal) -> Value {
    if value == .null { return value }
    guard case .list(let elements) = value else {
      throw refusal(place, "\(place.joined(separator: ".")) is not a list", "write a list")
    }
    var all: [Value] = []
    for (index, element) in elements.enumerated() {
      all.append(try rewritten(element, place + [String(index)]))
    }
    return .list(all)
  }

  private func maps(
    _ value: Value, at place: [String], paths: Set<String>, plain: Set<String>
  ) throws(KustomizeRefusal) -> Value {
    try list(value, at: place) { element, place throws(KustomizeRefusal) in
      try map(element, at: place, paths: paths, plain: plain)
    }
  }

  /// A map whose members are files, named by `paths`, or what reads nothing, named by `plain`.
  private func map(
    _ value: Value, at place: [String], paths: Set<String>, plain: Set<String>
  ) throws(KustomizeRefusal) -> Value {
    guard case .map(var members) = value else {
      throw refusal(place, "\(place.joined(separator: ".")) is not a map", "write a map")
    }
    for (key, member) in value.members where !plain.contains(key) {
      let inner = place + [key]
      guard paths.contains(key) else { throw unknown(key, at: inner) }
      if case .string(let text) = member {
        members[key] = .string(try path(text, at: inner, to: .file))
      } else if key == "files" {
        members[key] = try texts(member, at: inner) { text, place throws(KustomizeRefusal) in
          try source(text, at: place)
        }
      } else {
        members[key] = try self.paths(member, at: inner, to: .file)
      }
    }
    return .map(members)
  }

  /// A file of a generator: `path`, or `key=path`.
  private func source(_ text: String, at place: [String]) throws(KustomizeRefusal) -> String {
    guard let equals = text.firstIndex(of: "=") else { return try path(text, at: place, to: .file) }
    let name = text[text.index(after: equals)...]
    return text[...equals] + (try path(String(name), at: place, to: .file))
  }

  /// A patch: a file, or the text itself, which kustomize may take for a path first.
  private func patch(_ text: String, at place: [String]) throws(KustomizeRefusal) -> String {
    guard Self.maps(in: Array(text.utf8)) != nil else {
      return try path(text, at: place, to: .file)
    }
    guard !text.split(separator: "/").contains("..") else {
      throw refusal(
        place, "this text holds \"/..\", with which kustomize may take it for a path",
        "write the patch into a file and name it here")
    }
    return "---\n" + text
  }

  /// The configuration of a generator, transformer or validator that reads no files and starts no program: a file, or
  /// the text itself.
  private func builtin(_ text: String, at place: [String]) throws(KustomizeRefusal) -> String {
    if let maps = Self.maps(in: Array(text.utf8)) {
      return "---\n" + (try configuration(maps, at: place))
    }
    let name = try path(text, at: place, to: .file)
    let file = RepositoryPath.joined(folder, name) ?? name
    guard let maps = Self.maps(in: walk.reader.readableBytes(file) ?? []) else {
      throw refusal(place, "\(file) is not valid YAML of maps", "correct it")
    }
    walk.write(try configuration(maps, at: place), to: file)
    return name
  }

  private func configuration(
    _ maps: [Value], at place: [String]
  ) throws(KustomizeRefusal) -> String {
    let kinds: Set = [
      "AnnotationsTransformer", "HashTransformer", "IAMPolicyGenerator", "ImageTagTransformer",
      "LabelTransformer", "NamespaceTransformer", "PrefixTransformer", "PrefixSuffixTransformer",
      "ReplicaCountTransformer", "SuffixTransformer",
    ]
    for map in maps {
      guard case .string("builtin")? = map["apiVersion"], case .string(let kind)? = map["kind"],
        kinds.contains(kind), map["metadata", "annotations"] == nil
      else {
        throw refusal(
          place, "this is a plugin, which may read other files or start programs",
          "use \(kinds.sorted().joined(separator: ", ")) of apiVersion builtin, without annotations, "
            + "or fields of the kustomization")
      }
    }
    return maps.map(\.description).joined(separator: "\n---\n")
  }

  /// The documents of a text that is a stream of maps; nil for others.
  private static func maps(in bytes: [UInt8]) -> [Value]? {
    guard let stream = try? YAMLStream(bytes), let values = try? Value.documents(of: stream),
      !values.isEmpty
    else { return nil }
    return values.allSatisfy { if case .map = $0 { true } else { false } } ? values : nil
  }
}

/// What kustomize fetches from another host, or with `git`.
enum RemoteResource {
  private static let beginnings = [
    "git::", "gh:", "http:", "https:", "ssh:", "file:", "git:", "github.com/", "github.com:",
  ]

  /// Whether one of kustomize's releases takes `text` for a URL or a repository.
  ///
  /// Source: `api/internal/git/repospec.go` and `IsRemoteFile` of `api/internal/loader`.
  static func isMeant(by text: String) -> Bool {
    let lowered = text.lowercased()
    let parts = lowered.split(separator: "/")
    return beginnings.contains { lowered.hasPrefix($0) } || lowered.contains("://")
      || lowered.contains("?ref=") || lowered.contains("?version=") || hasUser(text)
      || parts.dropLast().contains { $0.hasSuffix("_git") }
  }

  /// Whether this is `user@host:path` or `user@host/path`.
  private static func hasUser(_ text: String) -> Bool {
    guard let at = text.firstIndex(of: "@") else { return false }
    return text[at...].contains { $0 == ":" || $0 == "/" } && !text[..<at].contains("/")
  }
}
