// Making tokens that the policy and the token's holders accept.
#pragma once

#include "base/error.h"
#include "base/secret_bytes.h"
#include "ports/random.h"
#include "token/profile.h"

namespace token {

// 44 random letters and digits: 33 random bytes as base64, each three drawn again until there is neither '+' nor '/' in
// them. 262
// bits of entropy. It is canonical base64 without padding, so that a profile of either encoding takes it, and matches
// ^[A-Za-z0-9-.]{2,63}$, which Keptn's helm-service chart demands. Longer if the profile's minimum asks for more.
// Checked with Judge before it is returned. Fails with kInvalid if even that is refused, which means that the profile
// is contradictory; with kInternal if the source repeats itself; with the source's error if there is no randomness.
base::Result<base::SecretBytes> Generate(ports::Random& random, const Profile& profile);

}  // namespace token
