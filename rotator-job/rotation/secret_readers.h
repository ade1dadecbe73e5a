// Who reads the Secret, found from the pods that run: environment, volumes, init containers. Pure.
//
// Compared with the profile's consumers, so that nobody is left behind with a dead token. Pods say it, not Deployments:
// the account may list pods anyway, and so DaemonSets, StatefulSets, Jobs and bare pods are found with the rest.
#pragma once

#include <string>
#include <vector>

#include "rotation/pod_informer.h"
#include "token/profile.h"

namespace rotation {

struct Holder {
  std::string kind;  // "Deployment", "StatefulSet", "Pod" …
  std::string name;
  // What a person runs once the token has changed.
  [[nodiscard]] std::string Remedy(const std::string& space) const;
};

// Each once, without the profile's own consumers.
std::vector<Holder> ForgottenHolders(const Fleet& fleet, const token::Profile& profile);

}  // namespace rotation
