#include "token/profile.h"

namespace token {

Profile KeptnProfile(const std::string& secret_namespace) {
  Profile profile;
  profile.secret_namespace = secret_namespace;
  profile.consumers = {Consumer{"api-service", true, Proof{}}, Consumer{"bridge", false, Proof{}}};
  profile.outside_holders = {
      "the Keptn CLI of every user",
      "remote execution-plane services",
      "integrations, such as Dynatrace problem notifications and Prometheus Alertmanager webhooks",
  };
  profile.login_command =
      "keptn auth --endpoint=\"$KEPTN_ENDPOINT\" --api-token=\"$(kubectl get secret keptn-api-token -n " +
      secret_namespace + " -o jsonpath='{.data.keptn-api-token}' | base64 -d)\"";
  return profile;
}

}  // namespace token
