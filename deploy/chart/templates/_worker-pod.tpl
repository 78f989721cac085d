{{- /* The pod of a worker, in a Deployment of ours or of the Temporal Worker Controller. */ -}}
{{- define "nbn.worker.template" -}}
{{- $worker := dict "root" . "part" "worker" -}}
metadata:
  labels:
    {{- include "nbn.selector" $worker | nindent 4 }}
  annotations:
    prometheus.io/scrape: 'true'
    prometheus.io/port: '9464'
    # A change of the configuration replaces the pods.
    checksum/config: {{ .Values.config | toJson | sha256sum }}
spec:
  {{- include "nbn.pod" $worker | nindent 2 }}
  # Longer than a worker takes to end its calls to Octane: 40 s at most, and 10 s.
  terminationGracePeriodSeconds: 75
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "nbn.selector" $worker | nindent 10 }}
  containers:
    - name: worker
      {{- include "nbn.container" $worker | nindent 6 }}
      env:
        {{- include "nbn.temporal.env" . | nindent 8 }}
        - name: OCTANE_BASE_URL
          {{- if .Values.sandbox.enabled }}
          value: http://{{ include "nbn.name" (dict "root" . "part" "sandbox") }}:8480/tiab/api
          {{- else }}
          value: {{ required "octane.baseUrl is required, such as https://benzine.telcoinabox.com/tiab/api" .Values.octane.baseUrl | quote }}
          {{- end }}
        - name: OCTANE_USERNAME_FILE
          value: /octane/username
        - name: OCTANE_PASSWORD_FILE
          value: /octane/password
        - name: OCTANE_GROUP_NO
          value: {{ .Values.octane.groupNo | quote }}
        - name: OCTANE_POLL_INTERVAL
          value: {{ .Values.octane.pollInterval | quote }}
        - name: OCTANE_REQUESTS_PER_SECOND
          value: {{ .Values.octane.requestsPerSecond | quote }}
        - name: NBN_CONFIG
          value: /config/nbn-config.json
        - name: NBN_METRICS_ADDRESS
          value: 0.0.0.0:9464
        - name: NBN_HEALTH_ADDRESS
          value: 0.0.0.0:9465
        {{- if and .Values.worker.deploymentName (not .Values.worker.controller.enabled) }}
        - name: TEMPORAL_DEPLOYMENT_NAME
          value: {{ .Values.worker.deploymentName }}
        - name: TEMPORAL_WORKER_BUILD_ID
          value: {{ required "worker.buildId is required beside worker.deploymentName: an image cannot tell its commit" .Values.worker.buildId | quote }}
        {{- end }}
      ports:
        - { name: metrics, containerPort: 9464 }
        - { name: health, containerPort: 9465 }
      startupProbe:
        httpGet: { path: /health/live, port: health }
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        httpGet: { path: /health/live, port: health }
        periodSeconds: 10
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: /health/ready, port: health }
        periodSeconds: 10
        timeoutSeconds: 3
      resources:
        {{- toYaml .Values.worker.resources | nindent 8 }}
      volumeMounts:
        - { name: octane, mountPath: /octane, readOnly: true }
        - { name: config, mountPath: /config, readOnly: true }
        {{- if .Values.secretFiles }}
        - { name: secrets, mountPath: /secrets, readOnly: true }
        {{- end }}
        {{- include "nbn.temporal.mounts" . | nindent 8 }}
  volumes:
    - name: octane
      secret: { secretName: {{ .Values.octane.secret }} }
    - name: config
      configMap: { name: {{ include "nbn.name" $worker }} }
    {{- if .Values.secretFiles }}
    - name: secrets
      secret: { secretName: {{ .Values.secretFiles }} }
    {{- end }}
    {{- include "nbn.temporal.volumes" . | nindent 4 }}
{{- end -}}
