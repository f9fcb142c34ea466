extension TransformerConfiguration {
  /// The fields that kustomize has built in.
  ///
  /// Source: `api/internal/konfig/builtinpluginconsts` of kustomize 5.8.
  public static let standard: TransformerConfiguration = {
    var standard = TransformerConfiguration()
    standard.namePrefix = specs("metadata/name")
    standard.nameSuffix = specs("metadata/name")
    standard.namespace = specs(namespaceFields)
    standard.commonLabels = specs(selectorFields) + specs(metadataLabelFields)
    standard.templateLabels = specs(metadataLabelFields)
    standard.commonAnnotations = specs(annotationFields)
    standard.nameReference = nameReferenceFields.map {
      NameBackReferences(type($0.target.split(separator: " ")), specs($0.fields))
    }
    standard.varReference = specs(variableFields)
    standard.images = specs(imageFields)
    standard.replicas = specs(replicaFields)
    standard.sort()
    return standard
  }()

  /// Reads fields, one a line.
  ///
  /// A line is the path, then any of a kind, `group=`, `version=`, and `+` where the field is
  /// created. A path that starts with the name of a list of `podSpecs` stands for one field for
  /// each of it.
  private static func specs(_ lines: String) -> [FieldSpec] {
    var specs: [FieldSpec] = []
    for line in lines.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let path = words.first else { continue }
      let parts = path.split(separator: "/", maxSplits: 1)
      if let places = podSpecs[String(parts[0])] {
        specs += places.map { FieldSpec("\($0.path)/\(parts[1])", $0.type) }
      } else {
        specs.append(
          FieldSpec(String(path), type(words.dropFirst()), isCreated: words.contains("+")))
      }
    }
    return specs
  }

  private static func type(_ words: some Sequence<Substring>) -> ResourceType {
    var type = ResourceType()
    for word in words where word != "+" {
      let parts = word.split(separator: "=")
      switch parts[0] {
      case "group": type.group = String(parts[1])
      case "version": type.version = String(parts[1])
      default: type.kind = String(word)
      }
    }
    return type
  }

  /// Where kinds have the spec of their pods, for the types of which one field each is listed.
  private static let podSpecs: [String: [(path: String, type: ResourceType)]] = {
    let template = "spec/template/spec"
    let cronJob = ("spec/jobTemplate/spec/template/spec", ResourceType(kind: "CronJob"))
    let pod = ("spec", ResourceType(kind: "Pod"))
    func workloads(_ kinds: String...) -> [(path: String, type: ResourceType)] {
      kinds.map { (template, ResourceType(kind: $0)) }
    }
    let common = workloads("Deployment", "DaemonSet", "StatefulSet", "Job") + [cronJob]
    return [
      "DATA": common + workloads("ReplicaSet") + [
        ("spec", ResourceType(version: "v1", kind: "Pod")),
        ("template/spec", ResourceType(kind: "PodTemplate")),
      ],
      "POD": common + workloads("ReplicationController") + [pod],
      "VARIABLE": common + workloads("ReplicaSet") + [pod],
    ]
  }()

  private static let namespaceFields = """
    metadata/name Namespace +
    spec/service/namespace group=apiregistration.k8s.io APIService +
    spec/conversion/webhook/clientConfig/service/namespace group=apiextensions.k8s.io \
    CustomResourceDefinition
    """

  private static let selectorFields: String = {
    var lines = """
      spec/selector version=v1 Service +
      spec/selector version=v1 ReplicationController +
      spec/selector/matchLabels Deployment +
      spec/selector/matchLabels ReplicaSet +
      spec/selector/matchLabels DaemonSet +
      spec/selector/matchLabels group=apps StatefulSet +
      spec/selector/matchLabels group=batch Job
      spec/jobTemplate/spec/selector/matchLabels group=batch CronJob
      spec/selector/matchLabels group=policy PodDisruptionBudget
      spec/podSelector/matchLabels group=networking.k8s.io NetworkPolicy
      spec/ingress/from/podSelector/matchLabels group=networking.k8s.io NetworkPolicy
      spec/egress/to/podSelector/matchLabels group=networking.k8s.io NetworkPolicy
      """
    let preferred = "preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm"
    let required = "requiredDuringSchedulingIgnoredDuringExecution"
    for kind in ["Deployment", "StatefulSet"] {
      for path in [
        "affinity/podAffinity/\(preferred)", "affinity/podAffinity/\(required)",
        "affinity/podAntiAffinity/\(preferred)", "affinity/podAntiAffinity/\(required)",
        "topologySpreadConstraints",
      ] {
        lines += "\nspec/template/spec/\(path)/labelSelector/matchLabels group=apps \(kind)"
      }
    }
    return lines
  }()

  private static let metadataLabelFields = """
    metadata/labels +
    spec/template/metadata/labels version=v1 ReplicationController +
    spec/template/metadata/labels Deployment +
    spec/template/metadata/labels ReplicaSet +
    spec/template/metadata/labels DaemonSet +
    spec/template/metadata/labels group=apps StatefulSet +
    spec/volumeClaimTemplates[]/metadata/labels group=apps StatefulSet +
    spec/template/metadata/labels group=batch Job +
    spec/jobTemplate/metadata/labels group=batch CronJob +
    spec/jobTemplate/spec/template/metadata/labels group=batch CronJob +
    """

  private static let annotationFields = """
    metadata/annotations +
    spec/template/metadata/annotations version=v1 ReplicationController +
    spec/template/metadata/annotations Deployment +
    spec/template/metadata/annotations ReplicaSet +
    spec/template/metadata/annotations DaemonSet +
    spec/template/metadata/annotations StatefulSet +
    spec/template/metadata/annotations group=batch Job +
    spec/jobTemplate/metadata/annotations group=batch CronJob +
    spec/jobTemplate/spec/template/metadata/annotations group=batch CronJob +
    """

  private static let imageFields = """
    spec/containers[]/image +
    spec/initContainers[]/image +
    spec/volumes[]/image/reference +
    spec/template/spec/containers[]/image +
    spec/template/spec/initContainers[]/image +
    spec/template/spec/volumes[]/image/reference +
    """

  private static let replicaFields = """
    spec/replicas Deployment +
    spec/replicas ReplicationController +
    spec/replicas ReplicaSet +
    spec/replicas StatefulSet +
    """
  // The place of the volumes of a CronJob is wrong in kustomize, too.
  private static let variableFields = """
    VARIABLE/containers/args
    VARIABLE/containers/command
    VARIABLE/containers/env/value
    VARIABLE/containers/volumeMounts/mountPath
    VARIABLE/initContainers/args
    VARIABLE/initContainers/command
    VARIABLE/initContainers/env/value
    VARIABLE/initContainers/volumeMounts/mountPath
    spec/jobTemplate/spec/template/volumes/nfs/server CronJob
    spec/template/spec/volumes/nfs/server DaemonSet
    spec/template/spec/volumes/nfs/server Deployment
    spec/template/spec/volumes/nfs/server Job
    spec/template/spec/volumes/nfs/server ReplicaSet
    spec/volumes/nfs/server Pod
    spec/template/metadata/annotations Deployment
    spec/rules/host Ingress
    spec/tls/hosts Ingress
    spec/tls/secretName Ingress
    spec/ports/port Service
    spec/ports/targetPort Service
    spec/volumeClaimTemplates/spec/nfs/server StatefulSet
    spec/nfs/server PersistentVolume
    metadata/labels
    metadata/annotations
    """

  private static let scaleTargetField = "spec/scaleTargetRef/name HorizontalPodAutoscaler"

  private static let nameReferenceFields: [(target: String, fields: String)] = [
    ("Deployment", scaleTargetField), ("ReplicationController", scaleTargetField),
    ("ReplicaSet", scaleTargetField), ("StatefulSet", scaleTargetField),
    ("version=v1 ConfigMap", configMapFields), ("version=v1 Secret", secretFields),
    ("version=v1 Service", serviceFields),
    (
      "group=rbac.authorization.k8s.io Role",
      "roleRef/name group=rbac.authorization.k8s.io RoleBinding"
    ),
    (
      "group=rbac.authorization.k8s.io ClusterRole",
      """
      roleRef/name group=rbac.authorization.k8s.io RoleBinding
      roleRef/name group=rbac.authorization.k8s.io ClusterRoleBinding
      """
    ),
    (
      "version=v1 ServiceAccount",
      """
      subjects group=rbac.authorization.k8s.io RoleBinding
      subjects group=rbac.authorization.k8s.io ClusterRoleBinding
      POD/serviceAccountName
      """
    ),
    ("version=v1 PersistentVolumeClaim", "POD/volumes/persistentVolumeClaim/claimName"),
    (
      "version=v1 PersistentVolume",
      """
      spec/volumeName PersistentVolumeClaim
      rules/resourceNames ClusterRole
      """
    ),
    (
      "version=v1 group=storage.k8s.io StorageClass",
      """
      spec/storageClassName PersistentVolume
      spec/storageClassName PersistentVolumeClaim
      spec/volumeClaimTemplates/spec/storageClassName StatefulSet
      """
    ),
    ("version=v1 group=scheduling.k8s.io PriorityClass", "POD/priorityClassName"),
    // No type has such a group: kustomize never changes the names of ingress classes.
    ("version=v1 group=networking.k8s.io/v1 IngressClass", "spec/ingressClassName Ingress"),
    (
      "group=admissionregistration.k8s.io ValidatingAdmissionPolicy",
      "spec/policyName group=admissionregistration.k8s.io ValidatingAdmissionPolicyBinding"
    ),
  ]

  private static let configMapFields = #"""
    DATA/volumes/configMap/name
    DATA/containers/env/valueFrom/configMapKeyRef/name
    DATA/initContainers/env/valueFrom/configMapKeyRef/name
    DATA/containers/envFrom/configMapRef/name
    DATA/initContainers/envFrom/configMapRef/name
    DATA/volumes/projected/sources/configMap/name
    spec/configSource/configMap Node
    rules/resourceNames Role
    rules/resourceNames ClusterRole
    metadata/annotations/nginx.ingress.kubernetes.io\/fastcgi-params-configmap Ingress
    """#

  private static let secretFields = #"""
    DATA/volumes/secret/secretName
    DATA/containers/env/valueFrom/secretKeyRef/name
    DATA/initContainers/env/valueFrom/secretKeyRef/name
    DATA/containers/envFrom/secretRef/name
    DATA/initContainers/envFrom/secretRef/name
    DATA/imagePullSecrets/name
    DATA/volumes/projected/sources/secret/name
    spec/tls/secretName Ingress
    metadata/annotations/ingress.kubernetes.io\/auth-secret Ingress
    metadata/annotations/nginx.ingress.kubernetes.io\/auth-secret Ingress
    metadata/annotations/nginx.ingress.kubernetes.io\/auth-tls-secret Ingress
    imagePullSecrets/name ServiceAccount
    parameters/secretName StorageClass
    parameters/adminSecretName StorageClass
    parameters/userSecretName StorageClass
    parameters/secretRef StorageClass
    rules/resourceNames Role
    rules/resourceNames ClusterRole
    spec/template/spec/containers/env/valueFrom/secretKeyRef/name group=serving.knative.dev \#
    version=v1 Service
    spec/azureFile/secretName PersistentVolume
    """#

  private static let serviceFields = """
    spec/serviceName group=apps StatefulSet
    spec/rules/http/paths/backend/serviceName Ingress
    spec/backend/serviceName Ingress
    spec/rules/http/paths/backend/service/name Ingress
    spec/defaultBackend/service/name Ingress
    spec/service/name group=apiregistration.k8s.io APIService
    webhooks/clientConfig/service group=admissionregistration.k8s.io \
    ValidatingWebhookConfiguration
    webhooks/clientConfig/service group=admissionregistration.k8s.io \
    MutatingWebhookConfiguration
    """
}
