// What the rotator's account has to be allowed, compared with what it is. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kube/client.h"
#include "rotation/settings.h"
#include "token/profile.h"

namespace rotation {

// In the guarded namespace, and in the guard's own for its state; copies elsewhere are tried by a dry run.
std::vector<kube::Permission> Needed(const token::Profile& profile, const Settings& settings);
// Those that the rules of their namespace do not allow.
std::vector<kube::Permission> Missing(const std::vector<kube::Permission>& needed,
                                      const std::map<std::string, kube::Rules>& rules);
// "patch deployments.apps/api-service"
std::string Describe(const kube::Permission& permission);

}  // namespace rotation
