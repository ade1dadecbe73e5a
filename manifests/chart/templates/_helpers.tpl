{{/* The profile in force: Keptn's built-in one with the fields of .Values.profile. */}}
{{- define "token-guard.profile" -}}
{{- $profile := first (.Files.Get "files/keptn.json" | fromJson).profiles -}}
{{- if .Values.profile.namespace -}}
{{- $_ := set $profile "loginCommand" ($profile.loginCommand | replace "-n keptn " (printf "-n %s " .Values.profile.namespace)) -}}
{{- end -}}
{{- $profile = mergeOverwrite $profile (deepCopy .Values.profile) -}}
{{- $_ := set $profile "guardNamespace" .Release.Namespace -}}
{{- $_ := set $profile "rotator" (printf "system:serviceaccount:%s:token-rotator" .Release.Namespace) -}}
{{- range $profile.copies -}}
{{- $_ := set . "secret" (.secret | default $profile.secret) -}}
{{- $_ := set . "key" (.key | default $profile.key) -}}
{{- end -}}
{{- $profile | toJson -}}
{{- end -}}

{{/* "true" if the programs need a profile file: the profile differs from the built-in one. */}}
{{- define "token-guard.custom" -}}
{{- $builtin := first (.Files.Get "files/keptn.json" | fromJson).profiles -}}
{{- if ne ($builtin | toJson) (include "token-guard.profile" .) -}}true{{- end -}}
{{- end -}}

{{/* The line labels: of an object or a pod. Takes the context and the object's own labels. */}}
{{- define "token-guard.labels" -}}
{{- with merge (dict) (last .) (first .).Values.extraLabels -}}
labels: {{ toJson . | replace "\":\"" "\": \"" | replace "\",\"" "\", \"" }}
{{- end -}}
{{- end -}}

{{- define "token-guard.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end -}}

{{/* What every pod of ours says of itself. */}}
{{- define "token-guard.pod" -}}
enableServiceLinks: false
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{ toJson . }}
{{- end }}
{{- end -}}

{{- define "token-guard.container" -}}
image: {{ include "token-guard.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{/* Whom a container of ours runs as. */}}
{{- define "token-guard.user" -}}
runAsNonRoot: true
{{- with .Values.runAsUser }}
runAsUser: {{ . }}
runAsGroup: {{ . }}
{{- end }}
seccompProfile: {type: RuntimeDefault}
{{- end -}}
