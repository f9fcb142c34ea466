"""The files of a GitOps template, the same on every machine."""

import random

SEED = 20
GROUP = 100  # files in a folder, its kustomization.yaml among them
AREA = 20  # folders under one Flux Kustomization
STAND_IN_SHARE = 0.25  # of the manifests

APPLICATIONS = {
    "mattermost": "chat",
    "nextcloud": "cloud",
    "keycloak": "auth",
    "gitea": "git",
    "roundcube": "mail",
    "grafana": "metrics",
}
PLAIN_APPLICATIONS = ["redis", "postgresql", "rabbitmq", "minio", "vault", "harbor", "loki", "jaeger"]

HELM_RELEASE = """\
# {app} of {team}. Raise the limits only after a look at the dashboards.
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: {name}
  namespace: {team}
  labels:
    app.kubernetes.io/name: {app}
    app.kubernetes.io/part-of: {project}
    platform/cluster: {cluster}
spec:
  interval: 30m
  chart:
    spec:
      chart: {app}
      version: "{major}.{minor}.x"
      sourceRef:
        kind: HelmRepository
        name: charts
        namespace: flux-system
  install:
    remediation:
      retries: 3
  values:
    replicaCount: {count}
    image:
      repository: "registry.globex.org/{team}/{app}"
      tag: "{major}.{minor}.{revision}"
    config:
      siteUrl: "https://{host}"
      supportEmail: '{mail}'
    ingress:
      enabled: true
      className: nginx
      hosts:
        - host: {host}
          paths: ["/"]
      tls:
        - secretName: {name}-tls
          hosts: ["{host}"]
    resources: {resources}
    persistence:
      enabled: true
      size: {size}Gi # grows by itself, shrinks never
"""

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {team}
  annotations:
    contact: "{mail}"
    platform/cluster: {cluster}
spec:
  replicas: {count}
  revisionHistoryLimit: 3
  selector:
    matchLabels:
      app.kubernetes.io/instance: {name}
  template:
    metadata:
      labels:
        app.kubernetes.io/instance: {name}
        app.kubernetes.io/name: {app}
    spec:
      containers:
        - name: {app}
          image: "registry.globex.org/{team}/{app}:{major}.{minor}.{revision}"
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: PUBLIC_URL
              value: "https://{host}/{app}"
            - name: LOG_LEVEL
              value: info # debug fills the disk within a day
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
          resources:
            requests:
              cpu: {count}00m
              memory: {size}28Mi
"""

INGRESS = """\
# The certificate is renewed 30 days ahead.
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: {name}
  namespace: {team}
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
    external-dns.alpha.kubernetes.io/hostname: {host}
    nginx.ingress.kubernetes.io/proxy-body-size: "{size}m"
    release: "{major}.{minor}.{revision}"
spec:
  ingressClassName: nginx
  tls:
    - hosts:
        - {host}
      secretName: {name}-tls
  rules:
    - host: "{host}"
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: {name}
                port:
                  name: http
"""

CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {name}
  namespace: {team}
  labels:
    app.kubernetes.io/part-of: {project}
data:
  cluster: "{cluster}"
  release: "{major}.{minor}.{revision}"
  application.properties: |
    # Read once, at the start.
    server.port=8080
    server.public-url=https://{host}/
    mail.from={mail}
    pool.size={size}
    pool.idle={count}
    cache.ttl=300
    features.search=true
    features.export=false
  nginx.conf: |
    server {{
      listen 8080;
      server_name {host};
      location / {{
        proxy_pass http://{name}.{team}.svc.cluster.local:8080;
        proxy_read_timeout {size}s;
      }}
    }}
"""

SHAPES = [HELM_RELEASE, HELM_RELEASE, DEPLOYMENT, INGRESS, CONFIG_MAP]

FLUX_KUSTOMIZATION = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: {name}
  namespace: flux-system
spec:
  interval: 15m
  path: ./{path}
  prune: true{dependencies}
  sourceRef:
    kind: GitRepository
    name: flux-system
"""

CHARTS = """\
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata:
  name: charts
  namespace: flux-system
spec:
  interval: 1h
  url: https://charts.globex.org
"""

CLUSTER_INFO = """\
# Read by people and by dashboards.
apiVersion: v1
kind: ConfigMap
metadata:
  name: cluster-info
  namespace: flux-system
data:
  clusterName: my-cluster
  contact: admin@example.com
  description: "TEMPLATE_DESCRIPTION"
  domain: example.com
  project: TEMPLATE_PROJECT
"""


def manifest(index, revision=0):
    """The manifest with that number, and whether it holds stand-ins: (text, bool)."""
    generator = random.Random(SEED * 1_000_003 + index)
    shape = generator.choice(SHAPES)
    holds = generator.random() < STAND_IN_SHARE
    app = generator.choice(list(APPLICATIONS) if holds else PLAIN_APPLICATIONS)
    name = f"{app}-{index:06}"
    refers = holds and generator.random() < 0.1
    values = {
        "app": app,
        "name": name,
        "team": f"team-{index // GROUP:04}",
        "major": generator.randint(1, 9),
        "minor": generator.randint(0, 30),
        "count": generator.randint(1, 5),
        "size": generator.randint(1, 64),
        "revision": revision,
        "project": "TEMPLATE_PROJECT" if holds else "globex",
        "cluster": "my-cluster" if holds else "globex-staging",
        "mail": "admin@example.com" if holds else "ops@globex.org",
        "host": f"{name}.apps.globex.org",
        "resources": '"${infraConfig.resourceProfiles.medium}"' if refers else "{}",
    }
    if holds:
        label = APPLICATIONS[app] if generator.random() < 0.5 else name
        values["host"] = f"{label}.example.com"
    return shape.format(**values), holds


def path(index):
    """Where the manifest with that number lies."""
    group = index // GROUP
    return f"manifests/apps/area-{group // AREA:02}/group-{group:04}/manifest-{index:06}.yaml"


def is_manifest(index):
    """Whether a file of that number is a manifest; the others are the folders' kustomizations."""
    return index % GROUP != GROUP - 1


def files(count):
    """Every file of a template with `count` files in folders of `GROUP`: (path, text) pairs."""
    yield from frame(count)
    for index in range(count):
        if is_manifest(index):
            yield path(index), manifest(index)[0]


def frame(count):
    """All but the manifests: what applies them, and the kustomizations of the folders."""
    groups = range((count + GROUP - 1) // GROUP)
    areas = sorted({group // AREA for group in groups})
    cluster = "manifests/clusters/my-cluster"
    yield "README.md", "# A template\n\nReplace example.com and my-cluster.\n"
    yield "manifests/sources/charts.yaml", CHARTS
    yield "manifests/sources/kustomization.yaml", kustomization(["charts.yaml"])
    yield "manifests/shared/config/cluster-info.yaml", CLUSTER_INFO
    yield "manifests/shared/config/kustomization.yaml", kustomization(["cluster-info.yaml"])
    yield f"{cluster}/sources.yaml", flux("sources", "manifests/sources")
    yield f"{cluster}/shared-config.yaml", flux("shared-config", "manifests/shared/config")
    for area in areas:
        name = f"area-{area:02}"
        folder = f"manifests/apps/{name}"
        members = [group for group in groups if group // AREA == area]
        yield f"{cluster}/{name}.yaml", flux(name, folder, ["sources", "shared-config"])
        yield f"{folder}/kustomization.yaml", kustomization(f"group-{x:04}" for x in members)
    for group in groups:
        indices = range(group * GROUP, min(count, (group + 1) * GROUP))
        names = [path(index).rpartition("/") for index in indices if is_manifest(index)]
        folder = names[0][0]
        yield f"{folder}/kustomization.yaml", kustomization(name for _, _, name in names)


def kustomization(resources):
    lines = ["apiVersion: kustomize.config.k8s.io/v1beta1", "kind: Kustomization", "resources:"]
    return "\n".join(lines + [f"  - {resource}" for resource in resources]) + "\n"


def flux(name, folder, needs=()):
    dependencies = "".join(f"\n    - name: {need}" for need in needs)
    dependencies = f"\n  dependsOn:{dependencies}" if needs else ""
    return FLUX_KUSTOMIZATION.format(name=name, path=folder, dependencies=dependencies)
