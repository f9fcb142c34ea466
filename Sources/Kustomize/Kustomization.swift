public import YAML

/// A kustomization file.
///
/// Source: `api/types/kustomization.go`.
public struct Kustomization: Hashable, Sendable {
  /// The names of the file in a folder, of which one is allowed.
  public static let fileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

  public var apiVersion = ""
  public var kind = ""
  public var hasMetadata = false
  public var openAPI: [String: String] = [:]
  public var namePrefix = ""
  public var nameSuffix = ""
  public var namespace = ""
  public var commonLabels: [String: String] = [:]
  public var labels: [LabelArguments] = []
  public var commonAnnotations: [String: String] = [:]
  public var patchesStrategicMerge: [String] = []
  public var patchesJSON6902: [Patch] = []
  public var patches: [Patch] = []
  public var images: [ImageArguments] = []
  var replacements: [Replacement.Reference] = []
  public var replicas: [ReplicaArguments] = []
  public var variables: [Variable] = []
  public var sortOptions: SortOptions?
  public var resources: [String] = []
  /// The old field for folders among `resources`.
  public var bases: [String] = []
  public var components: [String] = []
  public var crds: [String] = []
  public var configMapGenerator: [ConfigMapArguments] = []
  public var secretGenerator: [SecretArguments] = []
  public var generatorOptions: GeneratorOptions?
  public var configurations: [String] = []
  public var generators: [String] = []
  public var transformers: [String] = []
  public var validators: [String] = []
  public var buildMetadata: [String] = []
  /// The field that asks for Helm, or nil.
  public var helmField: String?
  /// Whether the file has no field but `apiVersion` and `kind`.
  public var isEmpty = true

  /// An empty one.
  public init() {}
}

extension Kustomization {
  private static let fieldNames = [
    "apiVersion", "kind", "metadata", "openapi", "namePrefix", "nameSuffix", "namespace",
    "commonLabels", "labels", "commonAnnotations", "patchesStrategicMerge", "patchesJson6902",
    "patches", "images", "imageTags", "replacements", "replicas", "vars", "sortOptions",
    "resources", "components", "crds", "bases", "configMapGenerator", "secretGenerator",
    "helmGlobals", "helmCharts", "helmChartInflationGenerator", "generatorOptions",
    "configurations", "generators", "transformers", "validators", "buildMetadata",
  ]

  /// Reads a kustomization file as kustomize does.
  ///
  /// - Throws: `BuildError` for text that is not valid YAML, for unknown fields and for wrong types.
  public init(_ bytes: [UInt8]) throws(BuildError) {
    try self.init(bytes, .exact)
    try finishReading()
  }

  /// Reads the file at the path of a Flux Kustomization as Flux does before it rewrites it: unknown fields are
  /// dropped, numbers and booleans count as texts.
  ///
  /// Source: `GenerateManifest` in `kustomize/kustomize_generator.go` of fluxcd/pkg.
  ///
  /// - Throws: `BuildError` for text that is not valid YAML and for wrong types.
  public init(top bytes: [UInt8]) throws(BuildError) {
    try self.init(bytes, .lenient)
    if apiVersion.isEmpty { apiVersion = Self.version }
  }

  /// Fills in what is missing and refuses what kustomize refuses.
  ///
  /// - Throws: `BuildError` for a kind or version of something else, and for a file that asks for nothing.
  public mutating func finishReading() throws(BuildError) {
    if kind.isEmpty { kind = "Kustomization" }
    let wanted = isComponent ? Self.componentVersion : Self.version
    if apiVersion.isEmpty { apiVersion = wanted }
    guard !isEmpty else { throw BuildError("kustomization.yaml is empty") }
    guard kind == "Kustomization" || isComponent else {
      throw BuildError("kind should be Kustomization or Component")
    }
    guard apiVersion == wanted else {
      throw BuildError("apiVersion for \(kind) should be \(wanted)")
    }
  }

  public var isComponent: Bool { kind == "Component" }

  /// Whether what becomes of a resource depends on no other one.
  var treatsEachByItself: Bool {
    patchesStrategicMerge.isEmpty && patchesJSON6902.isEmpty && patches.isEmpty
      && replacements.isEmpty && replicas.isEmpty && variables.isEmpty && components.isEmpty
      && namePrefix.isEmpty && nameSuffix.isEmpty && configurations.isEmpty && generators.isEmpty
      && transformers.isEmpty && !isComponent
  }

  private static let version = "kustomize.config.k8s.io/v1beta1"
  private static let componentVersion = "kustomize.config.k8s.io/v1alpha1"

  private init(
    _ bytes: [UInt8], _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    let value: Value
    do {
      value = try GoYAMLReader.values(of: bytes, dialect: .version2).first ?? .null
    } catch {
      throw BuildError("invalid Kustomization: \(error.message)")
    }
    let fields = try FieldReader(value, Self.fieldNames, "", strictness)
    isEmpty = Self.isEmpty(fields, strictness)
    try readHeader(fields, strictness)
    try readTransformers(fields, strictness)
    try readOperands(fields, strictness)
  }

  private static func isEmpty(
    _ fields: FieldReader, _ strictness: FieldReader.Strictness
  ) -> Bool {
    fieldNames.dropFirst(2).allSatisfy { name in
      switch fields.value(name) {
      case nil, .string(""): true
      // Flux writes what it read, and leaves out what is empty.
      case .list([]), .map([:]): strictness == .lenient && name != "generatorOptions"
      default: false
      }
    }
  }

  private mutating func readHeader(
    _ fields: FieldReader, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    apiVersion = try fields.text("apiVersion")
    kind = try fields.text("kind")
    hasMetadata = fields.has("metadata")
    _ = try fields.object("metadata") { value, context throws(BuildError) in
      let names = ["name", "namespace", "labels", "annotations"]
      let metadata = try FieldReader(value, names, context, strictness)
      _ = (try metadata.text("name"), try metadata.text("namespace"))
      _ = (try metadata.textMap("labels"), try metadata.textMap("annotations"))
    }
    openAPI = try fields.textMap("openapi")
    sortOptions = try fields.object("sortOptions") { value, context throws(BuildError) in
      try SortOptions(value, context, strictness)
    }
    buildMetadata = try fields.texts("buildMetadata")
    helmField = ["helmCharts", "helmChartInflationGenerator"].first {
      if case .list(let list) = fields.value($0) { !list.isEmpty } else { fields.has($0) }
    }
  }

  private mutating func readTransformers(
    _ fields: FieldReader, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    namePrefix = try fields.text("namePrefix")
    nameSuffix = try fields.text("nameSuffix")
    namespace = try fields.text("namespace")
    commonLabels = try fields.textMap("commonLabels")
    commonAnnotations = try fields.textMap("commonAnnotations")
    labels = try fields.list("labels") { value, context throws(BuildError) in
      try LabelArguments(value, context, strictness)
    }
    patchesStrategicMerge = try fields.texts("patchesStrategicMerge")
    patchesJSON6902 = try Self.patches("patchesJson6902", fields, strictness)
    patches = try Self.patches("patches", fields, strictness)
    for name in ["images", "imageTags"] {
      images += try fields.list(name) { value, context throws(BuildError) in
        try ImageArguments(value, context, strictness)
      }
    }
    replacements = try fields.list("replacements") { value, context throws(BuildError) in
      try Replacement.reference(value, context, strictness)
    }
    replicas = try fields.list("replicas") { value, context throws(BuildError) in
      try ReplicaArguments(value, context, strictness)
    }
    variables = try fields.list("vars") { value, context throws(BuildError) in
      try Variable(value, context, strictness)
    }
  }

  private static func patches(
    _ name: String, _ fields: FieldReader, _ strictness: FieldReader.Strictness
  ) throws(BuildError) -> [Patch] {
    try fields.list(name) { value, context throws(BuildError) in
      try Patch(value, context, strictness)
    }
  }

  private mutating func readOperands(
    _ fields: FieldReader, _ strictness: FieldReader.Strictness
  ) throws(BuildError) {
    resources = try fields.texts("resources")
    bases = try fields.texts("bases")
    components = try fields.texts("components")
    crds = try fields.texts("crds")
    configurations = try fields.texts("configurations")
    generators = try fields.texts("generators")
    transformers = try fields.texts("transformers")
    validators = try fields.texts("validators")
    configMapGenerator = try fields.list("configMapGenerator") {
      value, context throws(BuildError) in try ConfigMapArguments(value, context, strictness)
    }
    secretGenerator = try fields.list("secretGenerator") { value, context throws(BuildError) in
      try SecretArguments(value, context, strictness)
    }
    generatorOptions = try fields.object("generatorOptions") { value, context throws(BuildError) in
      try GeneratorOptions(value, context, strictness)
    }
  }
}

extension Kustomization {
  /// Adds an element of `spec.patches` of a Flux Kustomization.
  ///
  /// - Throws: `BuildError` for wrong types.
  public mutating func add(fluxPatch value: Value, _ context: String) throws(BuildError) {
    patches.append(try Patch(value, context, .lenient))
  }

  /// Adds an element of `spec.images` of a Flux Kustomization: to the image of its name, where there is one.
  ///
  /// Tag and digest are one.
  ///
  /// - Throws: `BuildError` for wrong types.
  public mutating func add(fluxImage value: Value, _ context: String) throws(BuildError) {
    let image = try ImageArguments(value, context, .lenient)
    guard let index = images.firstIndex(where: { $0.name == image.name }) else {
      images.append(image)
      return
    }
    if !image.newName.isEmpty { images[index].newName = image.newName }
    if !image.newTag.isEmpty || !image.digest.isEmpty {
      images[index].newTag = image.newTag
      images[index].digest = image.digest
    }
  }
}
