internal import YAML

/// The JSON Schema of `infrastructure.config.json`, for editors.
enum InfrastructureSchema {
  /// The schema with the values of `keys` that the template declares.
  ///
  /// - Throws: ConfigurationError when a name of one cannot stand in the schema.
  static func json(_ keys: ValueKeys = ValueKeys()) throws(ConfigurationError) -> [UInt8] {
    var bytes = Array((standard + "\n").utf8)
    for key in keys.declared {
      for top in [["properties"], ["$defs", "environment", "properties"]] {
        bytes = try adding(key, to: bytes, at: top)
      }
    }
    return bytes
  }

  /// Adds a value below `top`, and the objects that lead to it.
  private static func adding(
    _ key: ValueKey, to bytes: [UInt8], at top: [String]
  ) throws(ConfigurationError) -> [UInt8] {
    var (bytes, path) = (bytes, top)
    for part in key.parts.dropLast() {
      path.append(part)
      if try parsedJSON(bytes, file: file).value[path: path] == nil {
        let object: [String: Value] = [
          "type": .string("object"), "additionalProperties": .bool(false), "properties": .map([:]),
        ]
        bytes = try setting(path, to: .map(object), in: bytes)
      }
      path.append("properties")
    }
    return try setting(path + key.parts.suffix(1), to: key.schema, in: bytes)
  }

  private static func setting(
    _ path: [String], to value: Value, in bytes: [UInt8]
  ) throws(ConfigurationError) -> [UInt8] {
    do {
      return try settingJSON(bytes, path: path, to: value)
    } catch {
      throw ConfigurationError(
        error.message, file: file, position: error.position, remedy: error.remedy)
    }
  }

  /// The name of the file in this project.
  static let file = "infrastructure.config.schema.json"

  /// The schema of the values that every installation has; the file of this project is the same.
  // swift-format-ignore
  private static let standard = #"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "infrastructure.config.json",
      "description": "What this installation is: its project, its environments and their clusters, and the sizes that applications may ask for.",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "$schema": { "type": "string", "description": "Where this schema is, for editors." },
        "project": {
          "description": "What all environments have in common.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "name": { "description": "A short name; cluster names begin with it.", "$ref": "#/$defs/label" },
            "domain": { "description": "The domain below which applications live.", "$ref": "#/$defs/domain" },
            "email": { "description": "Who is told about certificates and outages.", "type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$" },
            "description": { "description": "One sentence for people.", "type": "string" }
          }
        },
        "environments": {
          "description": "One entry for each cluster.",
          "type": "array",
          "minItems": 1,
          "items": { "$ref": "#/$defs/environment" }
        },
        "resourceProfiles": { "$ref": "#/$defs/resourceProfiles" },
        "storage": { "$ref": "#/$defs/storage" },
        "nodeSelectors": { "$ref": "#/$defs/nodeSelectors" },
        "networking": { "$ref": "#/$defs/networking" },
        "applications": { "$ref": "#/$defs/applications" }
      },
      "$defs": {
        "environment": {
          "description": "An environment. What it sets here goes before the same key at the top of the file.",
          "type": "object",
          "additionalProperties": false,
          "required": ["name"],
          "properties": {
            "name": { "description": "Its name, such as `staging` or `production`.", "$ref": "#/$defs/label" },
            "domain": { "description": "Its domain, where it differs from the project's.", "$ref": "#/$defs/domain" },
            "cluster": { "$ref": "#/$defs/cluster" },
            "resourceProfiles": { "$ref": "#/$defs/resourceProfiles" },
            "storage": { "$ref": "#/$defs/storage" },
            "nodeSelectors": { "$ref": "#/$defs/nodeSelectors" },
            "networking": { "$ref": "#/$defs/networking" },
            "applications": { "$ref": "#/$defs/applications" }
          }
        },
        "cluster": {
          "description": "The Kubernetes cluster of an environment.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "name": { "description": "Its name; `<project>-<environment>` when left out.", "$ref": "#/$defs/label" },
            "provider": { "description": "Who runs it; tells how `nodeSize` is read.", "type": "string", "minLength": 1, "examples": ["digitalocean", "hetzner"] },
            "region": { "description": "The provider's name of the region.", "type": "string", "minLength": 1 },
            "nodeSize": { "description": "The provider's name of the machine type.", "type": "string", "minLength": 1, "examples": ["s-4vcpu-8gb", "cx32"] },
            "nodeCount": { "description": "How many nodes it has.", "$ref": "#/$defs/count" },
            "minNodes": { "description": "The fewest nodes that automatic scaling leaves; sizes are computed for this many.", "$ref": "#/$defs/count" },
            "maxNodes": { "description": "The most nodes that automatic scaling adds up to.", "$ref": "#/$defs/count" },
            "haControlPlane": { "description": "Whether the control plane is highly available.", "type": "boolean" },
            "version": { "description": "The Kubernetes version, as the provider writes it.", "type": "string", "minLength": 1 },
            "nodeCpu": { "description": "Processors of one node, for machine types that are not known.", "$ref": "#/$defs/quantity" },
            "nodeMemory": { "description": "Nominal memory of one node, for machine types that are not known.", "$ref": "#/$defs/quantity" }
          }
        },
        "resourceProfiles": {
          "description": "Sizes that containers may ask for, by name; added to or put before the built-in micro, small, medium, large and xlarge.",
          "type": "object",
          "propertyNames": { "$ref": "#/$defs/key" },
          "additionalProperties": { "$ref": "#/$defs/resourceProfile" }
        },
        "resourceProfile": {
          "description": "Either amounts, which serve as requests and as limits, or `requests` and `limits` apart.",
          "if": { "anyOf": [{ "required": ["requests"] }, { "required": ["limits"] }] },
          "then": {
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "requests": { "description": "What is set aside for a container.", "$ref": "#/$defs/amounts" },
              "limits": { "description": "What a container may use at most.", "$ref": "#/$defs/amounts" }
            }
          },
          "else": { "$ref": "#/$defs/amounts" }
        },
        "amounts": {
          "description": "Amounts by resource. Resources of devices have a name with a slash, such as `nvidia.com/gpu`.",
          "type": "object",
          "minProperties": 1,
          "additionalProperties": false,
          "properties": {
            "cpu": { "description": "Processors, such as `500m` or 2.", "$ref": "#/$defs/quantity" },
            "memory": { "description": "Memory, such as `512Mi`.", "$ref": "#/$defs/quantity" },
            "ephemeral-storage": { "description": "Scratch space on the node, such as `1Gi`.", "$ref": "#/$defs/quantity" }
          },
          "patternProperties": {
            "^hugepages-[0-9]+[KMG]i$": { "$ref": "#/$defs/quantity" },
            "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?/[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$": { "$ref": "#/$defs/quantity" }
          }
        },
        "storage": {
          "description": "Kinds of volumes, by name; added to or put before the built-in fast, bulk and backup.",
          "type": "object",
          "propertyNames": { "$ref": "#/$defs/key" },
          "additionalProperties": {
            "description": "One kind of volume.",
            "type": "object",
            "additionalProperties": false,
            "minProperties": 1,
            "properties": {
              "storageClass": { "description": "The StorageClass that serves it.", "type": "string", "pattern": "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$" },
              "size": { "description": "The size of a volume, such as `100Gi`. Volumes grow, they never shrink.", "$ref": "#/$defs/quantity" }
            }
          }
        },
        "nodeSelectors": {
          "description": "Labels that pick nodes, by a name of your choice.",
          "type": "object",
          "propertyNames": { "$ref": "#/$defs/key" },
          "additionalProperties": {
            "description": "Node labels and the values they must have.",
            "type": "object",
            "minProperties": 1,
            "additionalProperties": { "type": "string", "maxLength": 63 }
          }
        },
        "networking": {
          "description": "How traffic reaches the cluster.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "loadBalancer": {
              "description": "The provider's load balancer.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "size": { "description": "The provider's name of its size.", "type": "string", "minLength": 1, "examples": ["lb-small", "lb-medium"] },
                "algorithm": { "description": "How connections are spread over nodes.", "type": "string", "minLength": 1, "examples": ["round_robin", "least_connections"] }
              }
            },
            "ingressClass": { "description": "The IngressClass of applications.", "type": "string", "minLength": 1, "examples": ["nginx"] }
          }
        },
        "applications": {
          "description": "What single applications use, by their names.",
          "type": "object",
          "propertyNames": { "$ref": "#/$defs/key" },
          "additionalProperties": {
            "description": "One application.",
            "type": "object",
            "additionalProperties": false,
            "properties": {
              "profile": { "description": "The name of a resource profile.", "$ref": "#/$defs/key" },
              "storage": { "description": "The name of a kind of volume.", "$ref": "#/$defs/key" },
              "replicas": { "description": "How many copies of it run.", "type": "integer", "minimum": 0 }
            }
          }
        },
        "count": { "type": "integer", "minimum": 1 },
        "quantity": {
          "description": "A Kubernetes quantity: a number, or text with a unit.",
          "anyOf": [
            { "type": "number", "minimum": 0 },
            { "type": "string", "pattern": "^([0-9]+(\\.[0-9]*)?|\\.[0-9]+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?[0-9]+)?$" }
          ]
        },
        "key": { "type": "string", "pattern": "^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$" },
        "label": { "type": "string", "maxLength": 63, "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$" },
        "domain": {
          "type": "string",
          "maxLength": 253,
          "pattern": "^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$"
        }
      }
    }
    """#
}

extension ValueKey {
  /// The value as a property of a JSON Schema.
  fileprivate var schema: Value {
    var schema = kind.schema
    if let help = declaration?.help { schema["description"] = .string(help) }
    return .map(schema)
  }
}

extension ValueKind {
  fileprivate var schema: [String: Value] {
    switch self {
    case .domain: ["$ref": .string("#/$defs/domain")]
    case .label: ["$ref": .string("#/$defs/label")]
    case .email: ["type": .string("string"), "pattern": .string("^[^@\\s]+@[^@\\s]+$")]
    case .ip:
      [
        "type": .string("string"),
        "anyOf": .list([
          .map(["format": .string("ipv4")]), .map(["format": .string("ipv6")]),
        ]),
      ]
    case .url: ["type": .string("string"), "format": .string("uri")]
    case .integer: ["type": .string("integer")]
    case .count: ["$ref": .string("#/$defs/count")]
    case .boolean: ["type": .string("boolean")]
    case .quantity: ["$ref": .string("#/$defs/quantity")]
    case .text: ["type": .string("string"), "minLength": .int(1)]
    case .pattern(let pattern):
      ["type": .string("string"), "pattern": .string(pattern.anchored)]
    }
  }
}

extension ValuePattern {
  /// The expression as one that has to match all of a text.
  fileprivate var anchored: String {
    var inner = source[...]
    if inner.hasPrefix("^") { inner.removeFirst() }
    if inner.hasSuffix("$"), !inner.hasSuffix("\\$") { inner.removeLast() }
    return "^(?:\(inner))$"
  }
}
