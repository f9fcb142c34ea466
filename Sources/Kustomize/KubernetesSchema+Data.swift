extension KubernetesSchema {
  /// The types that are certainly cluster-scoped: `apiVersion:` before its kinds.
  ///
  /// Source: `precomputedIsNamespaceScoped` in `kyaml/openapi/openapi.go` of kustomize 5.8, which
  /// follows from the paths of the OpenAPI of Kubernetes 1.21.2.
  static let clusterScopedText = """
    admissionregistration.k8s.io/v1: MutatingWebhookConfiguration ValidatingWebhookConfiguration
    admissionregistration.k8s.io/v1beta1: MutatingWebhookConfiguration
    ValidatingWebhookConfiguration apiextensions.k8s.io/v1: CustomResourceDefinition
    apiextensions.k8s.io/v1beta1: CustomResourceDefinition apiregistration.k8s.io/v1: APIService
    apiregistration.k8s.io/v1beta1: APIService certificates.k8s.io/v1: CertificateSigningRequest
    certificates.k8s.io/v1beta1: CertificateSigningRequest flowcontrol.apiserver.k8s.io/v1beta1:
    FlowSchema PriorityLevelConfiguration networking.k8s.io/v1: IngressClass
    networking.k8s.io/v1beta1: IngressClass node.k8s.io/v1: RuntimeClass node.k8s.io/v1beta1:
    RuntimeClass policy/v1beta1: PodSecurityPolicy rbac.authorization.k8s.io/v1: ClusterRole
    ClusterRoleBinding rbac.authorization.k8s.io/v1beta1: ClusterRole ClusterRoleBinding
    scheduling.k8s.io/v1: PriorityClass scheduling.k8s.io/v1beta1: PriorityClass
    storage.k8s.io/v1: CSIDriver CSINode StorageClass VolumeAttachment storage.k8s.io/v1beta1:
    CSIDriver CSINode StorageClass VolumeAttachment v1: ComponentStatus Namespace Node
    NodeProxyOptions PersistentVolume
    """

  /// The definitions: a number and `:` before what is said of it.
  ///
  /// - `name=N`: the member of that name is as N says; `*=N`: so are all that are not named.
  ///   Scalars and lists that patches replace are left out, because a merge treats them as what is
  ///   not known.
  /// - `[keys]N`: a list that patches merge by these keys, with elements as N says. Without keys it
  ///   holds scalars; without N nothing is known of the elements.
  ///
  /// Source: the OpenAPI of Kubernetes 1.21.2 (`kyaml/openapi/kubernetesapi/v1_21_2/swagger.pb`)
  /// and kustomize's own (`kyaml/openapi/kustomizationapi/swagger.json`):
  /// `x-kubernetes-patch-strategy`, `x-kubernetes-patch-merge-key` and
  /// `x-kubernetes-list-map-keys`.
  static let definitionsText = """
    0: preconditions=1 1:  2: object=1 3: metadata=4 webhooks=10 4: annotations=1 finalizers=5
    labels=1 ownerReferences=6 5: [] 6: [uid]1 7: clientConfig=8 namespaceSelector=9
    objectSelector=9 8: service=1 9: matchLabels=1 10: [name]7 11: metadata=1 12: metadata=4
    spec=13 status=16 13: conversion=14 names=1 14: webhook=15 15: clientConfig=8 16:
    acceptedNames=1 17: metadata=4 spec=18 status=16 18: conversion=19 names=1 subresources=20
    validation=21 19: webhookClientConfig=8 20: scale=1 status=1 21: openAPIV3Schema=22 22:
    additionalItems=1 additionalProperties=1 default=1 definitions=23 dependencies=24 example=1
    externalDocs=1 items=1 not=22 patternProperties=23 properties=23 23: *=22 24: *=1 25:
    metadata=4 spec=8 status=26 26: conditions=27 27: [type]1 28: data=1 metadata=4 29: metadata=4
    spec=30 status=26 30: selector=9 template=31 updateStrategy=62 31: metadata=4 spec=32 32:
    affinity=33 containers=46 dnsConfig=1 ephemeralContainers=48 hostAliases=49
    imagePullSecrets=50 initContainers=46 nodeSelector=1 overhead=1 securityContext=51
    topologySpreadConstraints=53 volumes=61 33: nodeAffinity=34 podAffinity=1 podAntiAffinity=1
    34: requiredDuringSchedulingIgnoredDuringExecution=1 35: env=38 lifecycle=39 livenessProbe=40
    ports=41 readinessProbe=40 resources=42 securityContext=43 startupProbe=40 volumeDevices=44
    volumeMounts=45 36: valueFrom=37 37: configMapKeyRef=1 fieldRef=1 resourceFieldRef=1
    secretKeyRef=1 38: [name]36 39: postStart=40 preStop=40 40: exec=1 httpGet=1 tcpSocket=1 41:
    [containerPort,protocol]1 42: limits=1 requests=1 43: capabilities=1 seLinuxOptions=1
    seccompProfile=1 windowsOptions=1 44: [devicePath]1 45: [mountPath]1 46: [name]35 47: env=38
    lifecycle=39 livenessProbe=40 readinessProbe=40 resources=42 securityContext=43
    startupProbe=40 volumeDevices=44 volumeMounts=45 48: [name]47 49: [ip]1 50: [name]1 51:
    seLinuxOptions=1 seccompProfile=1 windowsOptions=1 52: labelSelector=9 53:
    [topologyKey,whenUnsatisfiable]52 54: awsElasticBlockStore=1 azureDisk=1 azureFile=1 cephfs=55
    cinder=55 configMap=1 csi=56 downwardAPI=1 emptyDir=1 ephemeral=57 fc=1 flexVolume=60
    flocker=1 gcePersistentDisk=1 gitRepo=1 glusterfs=1 hostPath=1 iscsi=55 nfs=1
    persistentVolumeClaim=1 photonPersistentDisk=1 portworxVolume=1 projected=1 quobyte=1 rbd=55
    scaleIO=55 secret=1 storageos=55 vsphereVolume=1 55: secretRef=1 56: nodePublishSecretRef=1
    volumeAttributes=1 57: volumeClaimTemplate=58 58: metadata=4 spec=59 59: dataSource=1
    resources=42 selector=9 60: options=1 secretRef=1 61: [name]54 62: rollingUpdate=1 63:
    metadata=4 spec=64 status=26 64: selector=9 strategy=62 template=31 65: metadata=4 spec=66
    status=26 66: selector=9 template=31 67: metadata=4 spec=68 status=1 68: boundObjectRef=1 69:
    metadata=4 spec=1 status=70 70: user=71 71: extra=1 72: metadata=4 spec=73 status=1 73:
    extra=1 nonResourceAttributes=1 resourceAttributes=1 74: metadata=4 spec=75 status=1 75:
    nonResourceAttributes=1 resourceAttributes=1 76: metadata=4 spec=1 status=1 77: metadata=4
    spec=78 status=1 78: scaleTargetRef=1 79: metadata=4 spec=80 status=1 80: behavior=81
    scaleTargetRef=1 81: scaleDown=1 scaleUp=1 82: metadata=4 spec=83 status=1 83: jobTemplate=84
    84: metadata=4 spec=66 85: metadata=4 spec=71 status=1 86: metadata=4 spec=1 87: metadata=4
    88: deprecatedSource=1 metadata=4 regarding=1 related=1 series=1 89: metadata=4 spec=90
    status=92 90: backend=91 91: resource=1 92: loadBalancer=1 93: metadata=4 spec=94 status=1 94:
    distinguisherMethod=1 priorityLevelConfiguration=1 95: metadata=4 spec=96 status=1 96:
    limited=97 97: limitResponse=98 98: queuing=1 99: GeneratorArgs=100 100: KvPairSources=1 101:
    configMapGenerator=102 secretGenerator=102 102: [name]99 103: metadata=4 spec=104 status=92
    104: defaultBackend=105 105: resource=1 service=106 106: port=1 107: metadata=4 spec=108 108:
    parameters=1 109: metadata=4 spec=110 110: podSelector=9 111: metadata=4 overhead=112
    scheduling=113 112: podFixed=1 113: nodeSelector=1 114: metadata=4 spec=115 status=116 115:
    selector=9 116: conditions=27 disruptedPods=1 117: deleteOptions=0 metadata=4 118: metadata=4
    spec=119 119: fsGroup=1 runAsGroup=1 runAsUser=1 runtimeClass=1 seLinux=120
    supplementalGroups=1 120: seLinuxOptions=1 121: aggregationRule=1 metadata=4 122: metadata=4
    roleRef=1 123: metadata=4 spec=124 124: drivers=126 125: allocatable=1 126: [name]125 127:
    metadata=4 parameters=1 128: metadata=4 spec=129 status=134 129: source=130 130:
    inlineVolumeSpec=131 131: awsElasticBlockStore=1 azureDisk=1 azureFile=1 capacity=1 cephfs=55
    cinder=55 claimRef=1 csi=132 fc=1 flexVolume=60 flocker=1 gcePersistentDisk=1 glusterfs=1
    hostPath=1 iscsi=55 local=1 nfs=1 nodeAffinity=133 photonPersistentDisk=1 portworxVolume=1
    quobyte=1 rbd=55 scaleIO=55 storageos=55 vsphereVolume=1 132: controllerExpandSecretRef=1
    controllerPublishSecretRef=1 nodePublishSecretRef=1 nodeStageSecretRef=1 volumeAttributes=1
    133: required=1 134: attachError=1 attachmentMetadata=1 detachError=1 135: metadata=4
    nodeTopology=9 136: preferredVersion=1 137: metadata=4 target=1 138: conditions=27 metadata=4
    139: binaryData=1 data=1 metadata=4 140: involvedObject=1 metadata=4 related=1 series=1
    source=1 141: metadata=4 spec=1 status=26 142: metadata=4 spec=143 status=145 143:
    configSource=144 podCIDRs=5 144: configMap=1 145: addresses=27 allocatable=1 capacity=1
    conditions=27 config=146 daemonEndpoints=147 nodeInfo=1 146: active=144 assigned=144
    lastKnownGood=144 147: kubeletEndpoint=1 148: metadata=4 spec=131 status=1 149: metadata=4
    spec=59 status=150 150: capacity=1 conditions=27 151: metadata=4 spec=32 status=152 152:
    conditions=27 podIPs=49 153: metadata=4 template=31 154: metadata=4 spec=155 status=26 155:
    selector=1 template=31 156: metadata=4 spec=157 status=158 157: hard=1 scopeSelector=1 158:
    hard=1 used=1 159: data=1 metadata=4 stringData=1 160: metadata=4 spec=161 status=164 161:
    ports=162 selector=1 sessionAffinityConfig=163 162: [port,protocol]1 163: clientIP=1 164:
    conditions=27 loadBalancer=1 165: metadata=4 secrets=50 166: details=1 metadata=1
    """

  /// The definitions of types: `apiVersion:` before `Kind=number`.
  ///
  /// Source: `x-kubernetes-group-version-kind` in the same files.
  static let typesText = """
    admission.k8s.io/v1: DeleteOptions=0 WatchEvent=2 admission.k8s.io/v1beta1: DeleteOptions=0
    WatchEvent=2 admissionregistration.k8s.io/v1: DeleteOptions=0 MutatingWebhookConfiguration=3
    MutatingWebhookConfigurationList=11 ValidatingWebhookConfiguration=3
    ValidatingWebhookConfigurationList=11 WatchEvent=2 admissionregistration.k8s.io/v1beta1:
    DeleteOptions=0 MutatingWebhookConfiguration=3 MutatingWebhookConfigurationList=11
    ValidatingWebhookConfiguration=3 ValidatingWebhookConfigurationList=11 WatchEvent=2
    apiextensions.k8s.io/v1: CustomResourceDefinition=12 CustomResourceDefinitionList=11
    DeleteOptions=0 WatchEvent=2 apiextensions.k8s.io/v1beta1: CustomResourceDefinition=17
    CustomResourceDefinitionList=11 DeleteOptions=0 WatchEvent=2 apiregistration.k8s.io/v1:
    APIService=25 APIServiceList=11 DeleteOptions=0 WatchEvent=2 apiregistration.k8s.io/v1beta1:
    APIService=25 APIServiceList=11 DeleteOptions=0 WatchEvent=2 apps/v1: ControllerRevision=28
    ControllerRevisionList=11 DaemonSet=29 DaemonSetList=11 DeleteOptions=0 Deployment=63
    DeploymentList=11 ReplicaSet=65 ReplicaSetList=11 StatefulSet=29 StatefulSetList=11
    WatchEvent=2 apps/v1beta1: DeleteOptions=0 WatchEvent=2 apps/v1beta2: DeleteOptions=0
    WatchEvent=2 authentication.k8s.io/v1: DeleteOptions=0 TokenRequest=67 TokenReview=69
    WatchEvent=2 authentication.k8s.io/v1beta1: DeleteOptions=0 TokenReview=69 WatchEvent=2
    authorization.k8s.io/v1: DeleteOptions=0 LocalSubjectAccessReview=72
    SelfSubjectAccessReview=74 SelfSubjectRulesReview=76 SubjectAccessReview=72 WatchEvent=2
    authorization.k8s.io/v1beta1: DeleteOptions=0 LocalSubjectAccessReview=72
    SelfSubjectAccessReview=74 SelfSubjectRulesReview=76 SubjectAccessReview=72 WatchEvent=2
    autoscaling/v1: DeleteOptions=0 HorizontalPodAutoscaler=77 HorizontalPodAutoscalerList=11
    Scale=76 WatchEvent=2 autoscaling/v2beta1: DeleteOptions=0 HorizontalPodAutoscaler=77
    HorizontalPodAutoscalerList=11 WatchEvent=2 autoscaling/v2beta2: DeleteOptions=0
    HorizontalPodAutoscaler=79 HorizontalPodAutoscalerList=11 WatchEvent=2 batch/v1: CronJob=82
    CronJobList=11 DeleteOptions=0 Job=65 JobList=11 WatchEvent=2 batch/v1beta1: CronJob=82
    CronJobList=11 DeleteOptions=0 WatchEvent=2 certificates.k8s.io/v1:
    CertificateSigningRequest=85 CertificateSigningRequestList=11 DeleteOptions=0 WatchEvent=2
    certificates.k8s.io/v1beta1: CertificateSigningRequest=85 CertificateSigningRequestList=11
    DeleteOptions=0 WatchEvent=2 coordination.k8s.io/v1: DeleteOptions=0 Lease=86 LeaseList=11
    WatchEvent=2 coordination.k8s.io/v1beta1: DeleteOptions=0 Lease=86 LeaseList=11 WatchEvent=2
    discovery.k8s.io/v1: DeleteOptions=0 EndpointSlice=87 EndpointSliceList=11 WatchEvent=2
    discovery.k8s.io/v1beta1: DeleteOptions=0 EndpointSlice=87 EndpointSliceList=11 WatchEvent=2
    events.k8s.io/v1: DeleteOptions=0 Event=88 EventList=11 WatchEvent=2 events.k8s.io/v1beta1:
    DeleteOptions=0 Event=88 EventList=11 WatchEvent=2 extensions/v1beta1: DeleteOptions=0
    Ingress=89 IngressList=11 WatchEvent=2 flowcontrol.apiserver.k8s.io/v1alpha1: DeleteOptions=0
    WatchEvent=2 flowcontrol.apiserver.k8s.io/v1beta1: DeleteOptions=0 FlowSchema=93
    FlowSchemaList=11 PriorityLevelConfiguration=95 PriorityLevelConfigurationList=11 WatchEvent=2
    imagepolicy.k8s.io/v1alpha1: DeleteOptions=0 WatchEvent=2 internal.apiserver.k8s.io/v1alpha1:
    DeleteOptions=0 WatchEvent=2 kustomize.config.k8s.io/v1beta1: ConfigMapArgs=99
    GeneratorArgs=100 Kustomization=101 KvPairSources=1 SecretArgs=99 networking.k8s.io/v1:
    DeleteOptions=0 Ingress=103 IngressClass=107 IngressClassList=11 IngressList=11
    NetworkPolicy=109 NetworkPolicyList=11 WatchEvent=2 networking.k8s.io/v1beta1: DeleteOptions=0
    Ingress=89 IngressClass=107 IngressClassList=11 IngressList=11 WatchEvent=2 node.k8s.io/v1:
    DeleteOptions=0 RuntimeClass=111 RuntimeClassList=11 WatchEvent=2 node.k8s.io/v1alpha1:
    DeleteOptions=0 WatchEvent=2 node.k8s.io/v1beta1: DeleteOptions=0 RuntimeClass=111
    RuntimeClassList=11 WatchEvent=2 policy/v1: DeleteOptions=0 PodDisruptionBudget=114
    PodDisruptionBudgetList=11 WatchEvent=2 policy/v1beta1: DeleteOptions=0 Eviction=117
    PodDisruptionBudget=114 PodDisruptionBudgetList=11 PodSecurityPolicy=118
    PodSecurityPolicyList=11 WatchEvent=2 rbac.authorization.k8s.io/v1: ClusterRole=121
    ClusterRoleBinding=122 ClusterRoleBindingList=11 ClusterRoleList=11 DeleteOptions=0 Role=87
    RoleBinding=122 RoleBindingList=11 RoleList=11 WatchEvent=2
    rbac.authorization.k8s.io/v1alpha1: DeleteOptions=0 WatchEvent=2
    rbac.authorization.k8s.io/v1beta1: ClusterRole=121 ClusterRoleBinding=122
    ClusterRoleBindingList=11 ClusterRoleList=11 DeleteOptions=0 Role=87 RoleBinding=122
    RoleBindingList=11 RoleList=11 WatchEvent=2 scheduling.k8s.io/v1: DeleteOptions=0
    PriorityClass=87 PriorityClassList=11 WatchEvent=2 scheduling.k8s.io/v1alpha1: DeleteOptions=0
    WatchEvent=2 scheduling.k8s.io/v1beta1: DeleteOptions=0 PriorityClass=87 PriorityClassList=11
    WatchEvent=2 storage.k8s.io/v1: CSIDriver=86 CSIDriverList=11 CSINode=123 CSINodeList=11
    DeleteOptions=0 StorageClass=127 StorageClassList=11 VolumeAttachment=128
    VolumeAttachmentList=11 WatchEvent=2 storage.k8s.io/v1alpha1: DeleteOptions=0 WatchEvent=2
    storage.k8s.io/v1beta1: CSIDriver=86 CSIDriverList=11 CSINode=123 CSINodeList=11
    CSIStorageCapacity=135 CSIStorageCapacityList=11 DeleteOptions=0 StorageClass=127
    StorageClassList=11 VolumeAttachment=128 VolumeAttachmentList=11 WatchEvent=2 v1: APIGroup=136
    APIGroupList=1 APIResourceList=1 APIVersions=1 Binding=137 ComponentStatus=138
    ComponentStatusList=11 ConfigMap=139 ConfigMapList=11 DeleteOptions=0 Endpoints=87
    EndpointsList=11 Event=140 EventList=11 LimitRange=86 LimitRangeList=11 Namespace=141
    NamespaceList=11 Node=142 NodeList=11 PersistentVolume=148 PersistentVolumeClaim=149
    PersistentVolumeClaimList=11 PersistentVolumeList=11 Pod=151 PodList=11 PodTemplate=153
    PodTemplateList=11 ReplicationController=154 ReplicationControllerList=11 ResourceQuota=156
    ResourceQuotaList=11 Secret=159 SecretList=11 Service=160 ServiceAccount=165
    ServiceAccountList=11 ServiceList=11 Status=166 WatchEvent=2
    """
}
