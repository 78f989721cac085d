{{- /* The labels by which a part of the release is found. Called with (dict "root" $ "part" "worker"). */ -}}
{{- define "nbn.selector" -}}
app.kubernetes.io/name: nbn-orders
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end -}}

{{- define "nbn.labels" -}}
{{ include "nbn.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{- define "nbn.name" -}}
{{ printf "%s-%s" .root.Release.Name .part | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "nbn.image" -}}
{{ printf "%s-%s:%s" .root.Values.image.repository .part (.root.Values.image.tag | default .root.Chart.AppVersion) }}
{{- end -}}

{{- /* Of a pod: no privileges, and nothing of Kubernetes' own API. */ -}}
{{- define "nbn.pod" -}}
automountServiceAccountToken: false
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "nbn.container" -}}
image: {{ include "nbn.image" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: { drop: [ALL] }
{{- end -}}

{{- /* What every process needs to reach Temporal, and to read what is in it. */ -}}
{{- define "nbn.temporal.env" -}}
- name: TEMPORAL_ADDRESS
  value: {{ required "temporal.address is required: host and port of Temporal's frontend" .Values.temporal.address | quote }}
- name: TEMPORAL_NAMESPACE
  value: {{ .Values.temporal.namespace | quote }}
{{- with .Values.temporal.apiKeySecret }}
{{- if .name }}
- name: TEMPORAL_API_KEY
  valueFrom:
    secretKeyRef: { name: {{ .name }}, key: {{ .key }} }
{{- end }}
{{- end }}
{{- if .Values.temporal.tlsSecret }}
- name: TEMPORAL_TLS_CLIENT_CERT_PATH
  value: /temporal-tls/tls.crt
- name: TEMPORAL_TLS_CLIENT_KEY_PATH
  value: /temporal-tls/tls.key
{{- end }}
{{- if .Values.encryptionKeysSecret }}
- name: NBN_ENCRYPTION_KEYS
  value: /encryption/keys
{{- end }}
- name: NBN_LOG_LEVEL
  value: {{ .Values.logLevel }}
{{- end -}}

{{- define "nbn.temporal.mounts" -}}
{{- if .Values.temporal.tlsSecret }}
- { name: temporal-tls, mountPath: /temporal-tls, readOnly: true }
{{- end }}
{{- if .Values.encryptionKeysSecret }}
- { name: encryption, mountPath: /encryption, readOnly: true }
{{- end }}
{{- end -}}

{{- define "nbn.temporal.volumes" -}}
{{- if .Values.temporal.tlsSecret }}
- name: temporal-tls
  secret: { secretName: {{ .Values.temporal.tlsSecret }} }
{{- end }}
{{- if .Values.encryptionKeysSecret }}
- name: encryption
  secret: { secretName: {{ .Values.encryptionKeysSecret }} }
{{- end }}
{{- end -}}
