// What the rotator's account has to be allowed, compared with what it is. Pure.
#pragma once

#include <string>
#include <vector>

#include "kube/client.h"
#include "rotation/settings.h"
#include "token/profile.h"

namespace rotation {

// In the profile's namespace; copies elsewhere are tried by a dry run.
std::vector<kube::Permission> Needed(const token::Profile& profile, const Settings& settings);
// Those that the rules do not allow.
std::vector<kube::Permission> Missing(const std::vector<kube::Permission>& needed, const kube::Rules& rules);
// "patch deployments.apps/api-service"
std::string Describe(const kube::Permission& permission);

}  // namespace rotation
