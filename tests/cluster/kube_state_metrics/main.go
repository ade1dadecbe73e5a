// kube-state-metrics' own program, of the version in go.mod.
package main

import (
	"context"
	"log"

	"github.com/spf13/cobra"
	"k8s.io/kube-state-metrics/v2/pkg/app"
	"k8s.io/kube-state-metrics/v2/pkg/options"
)

func main() {
	settings := options.NewOptions()
	command := options.InitCommand
	command.Run = func(*cobra.Command, []string) {
		log.Fatal(app.RunKubeStateMetricsWrapper(context.Background(), settings))
	}
	settings.AddFlags(command)
	if err := settings.Parse(); err != nil {
		log.Fatal(err)
	}
}
