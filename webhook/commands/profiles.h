// `token-webhook profiles -o manifests`: the Kubernetes objects that a profile needs.
#pragma once

#include <string>

#include "token/profile.h"

namespace commands {

// YAML documents: the registrations of both webhooks, scoped by the profile's matchConditions, and the rotator's Roles
// and RoleBindings, one pair for each further namespace that holds a copy. For the built-in profile they are those of
// manifests/base; tests/architecture holds the two together. The caBundle is left to certs/make.sh.
std::string ProfileManifests(const token::Profile& profile);

}  // namespace commands
