#include "token/remedies.h"

#include <utility>

namespace token {

std::string Store(const std::string& source, const Profile& profile) {
  return source + " | kubectl create secret generic " + profile.secret + " -n " + profile.secret_namespace +
         " --from-file=" + profile.key +
         "=/dev/stdin --dry-run=client -o yaml | kubectl apply --server-side --force-conflicts -f -";
}

std::string FromVariable(const Profile& profile) { return "--from-literal=" + profile.key + "=\"%KEPTN_API_TOKEN%\""; }

std::string RemoveCopy(const Profile& profile) {
  return "kubectl annotate secret " + profile.secret + " -n " + profile.secret_namespace +
         " kubectl.kubernetes.io/last-applied-configuration-";
}

std::string RemoveKey(const Profile& profile) {
  return "kubectl patch secret " + profile.secret + " -n " + profile.secret_namespace +
         " --type=json -p \"[{op: remove, path: /data/KEY}]\"";
}

Complaint NewToken(std::string message, const Profile& profile) {
  return {std::move(message), "make a new one", Store(kRandom, profile)};
}

Complaint SameToken(std::string message, const std::string& remedy, const std::string& filter, const Profile& profile) {
  return {std::move(message), remedy + "; the command asks for the token", Store(kAsked + filter, profile)};
}

}  // namespace token
