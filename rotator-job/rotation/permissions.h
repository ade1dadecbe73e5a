// The permissions that a run needs, compared with those of the account. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kube/client.h"
#include "rotation/settings.h"
#include "token/profile.h"

namespace rotation {

// In the guarded namespace, and in the guard's own for its state. Copies elsewhere are checked by a dry run instead.
std::vector<kube::Permission> Needed(const token::Profile& profile, const Settings& settings);
// The permissions in `needed` that the rules of their namespace do not allow. An empty namespace is the guarded one.
std::vector<kube::Permission> Missing(const std::vector<kube::Permission>& needed,
                                      const std::map<std::string, kube::Rules>& rules);
// For example "patch deployments.apps/api-service".
std::string Describe(const kube::Permission& permission);

// The command that grants it.
std::string GrantCommand(const kube::Permission& permission);

}  // namespace rotation
