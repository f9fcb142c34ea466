/// Manifests with places to fill in, written as `<name>`.
enum Shapes {
  static let all = [release, kustomization, deployment, ingress, configMap, policy]

  private static let release = """
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata:
      name: <app>
      namespace: <namespace>
    spec:
      interval: 30m
      chart:
        spec:
          chart: <app>
          version: <number>.<number>.x
          sourceRef:
            kind: HelmRepository
            name: <app>
            namespace: flux-system
      values:
        # The address that people use.
        siteURL: "https://<chat>/<part>"
        adminEmail: <mail>
        ingress:
          enabled: true
          hosts:
            - <app>.<domain>
        resources:
          requests:
            cpu: <number>0m
            memory: <number>Mi
          limits:
            memory: <number>Gi
    """

  private static let kustomization = """
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata:
      name: <part>-<app>
      namespace: flux-system
    spec:
      interval: 10m0s
      path: ./manifests/clusters/<cluster>/<part>
      prune: true
      sourceRef:
        kind: GitRepository
        name: <project>
      dependsOn:
        - name: infrastructure
        - name: <part>
    """

  private static let deployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: <app>-<part>
      namespace: <namespace>
      labels:
        app.kubernetes.io/name: <app>
        app.kubernetes.io/part-of: <cluster>
    spec:
      replicas: <number>
      selector:
        matchLabels:
          app.kubernetes.io/name: <app>
      template:
        metadata:
          labels:
            app.kubernetes.io/name: <app>
        spec:
          containers:
            - name: <part>
              image: registry.k8s.io/<app>/<part>:v1.<number>.<number>
              ports:
                - containerPort: 80<number>
              env:
                - name: BASE_URL
                  value: https://<domain>/<app>
                - name: LOG_LEVEL
                  value: info
              volumeMounts:
                - name: data
                  mountPath: /var/lib/<app>
    """

  private static let ingress = """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: <app>
      namespace: <namespace>
      annotations:
        cert-manager.io/cluster-issuer: letsencrypt
        external-dns.alpha.kubernetes.io/hostname: <app>.<domain>
    spec:
      ingressClassName: nginx
      tls:
        - secretName: <app>-tls
          hosts:
            - <app>.<domain>
      rules:
        - host: <app>.<domain>
          http:
            paths:
              - path: /
                pathType: Prefix
                backend:
                  service:
                    name: <app>-<part>
                    port:
                      number: <number>
    """

  private static let configMap = """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: <app>-<part>
      namespace: <namespace>
    data:
      run.sh: |
        #!/bin/sh
        set -eu
        # Asks <mail> for help when the <part> is gone.
        curl --fail --silent "https://<chat>/api/v4/<part>" || exit <number>
        echo "<part> of <cluster> is ready"
      settings.json: |
        { "project": "<project>", "cluster": "<cluster>", "limit": <number> }
    """

  private static let policy = """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata:
      name: allow-<app>
      namespace: <namespace>
    spec:
      podSelector:
        matchLabels:
          app.kubernetes.io/name: <app>
      policyTypes:
        - Ingress
        - Egress
      ingress:
        - from:
            - namespaceSelector:
                matchLabels:
                  kubernetes.io/metadata.name: <namespace>
          ports:
            - protocol: TCP
              port: 80<number>
    """
}
