// The webhook that most people would write: sigs.k8s.io/controller-runtime with a simple check of the token, what
// token-webhook is measured against (benchmarks/webhook.sh).
// usage: controller-runtime-webhook PORT CERTIFICATE_FOLDER   (tls.crt and tls.key)
package main

import (
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"github.com/go-logr/logr"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/webhook"
	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
)

const key = "keptn-api-token"

type check struct{ decoder admission.Decoder }

func (c check) Handle(_ context.Context, request admission.Request) admission.Response {
	var secret corev1.Secret
	if err := c.decoder.Decode(request, &secret); err != nil {
		return admission.Errored(400, err)
	}
	token := string(secret.Data[key])
	if strings.HasSuffix(token, "\n") {
		return admission.Denied("the token ends with a newline")
	}
	decoded, err := base64.StdEncoding.DecodeString(token)
	if err != nil {
		return admission.Denied("the token is not base64")
	}
	if len(decoded) < 16 {
		return admission.Denied(fmt.Sprintf("%d bytes once decoded, at least 16 are needed", len(decoded)))
	}
	return admission.Allowed("")
}

func main() {
	port, err := strconv.Atoi(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	ctrl.SetLogger(logr.Discard())
	scheme := runtime.NewScheme()
	if err := corev1.AddToScheme(scheme); err != nil {
		log.Fatal(err)
	}
	server := webhook.NewServer(webhook.Options{
		Host: "127.0.0.1", Port: port, CertDir: os.Args[2],
		// Like the others: each connection costs a whole handshake, and HTTP/1.1, which kube-apiserver speaks to Services.
		TLSOpts: []func(*tls.Config){func(config *tls.Config) {
			config.SessionTicketsDisabled = true
			config.NextProtos = []string{"http/1.1"}
		}},
	})
	server.Register("/validate", &admission.Webhook{Handler: check{admission.NewDecoder(scheme)}})
	if err := server.Start(ctrl.SetupSignalHandler()); err != nil {
		log.Fatal(err)
	}
}
