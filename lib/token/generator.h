// Making tokens that the policy accepts.
#pragma once

#include "base/error.h"
#include "base/secret_bytes.h"
#include "ports/random.h"
#include "token/profile.h"

namespace token {

// 32 random bytes as base64 text (44 characters, 256 bits), longer if the profile's minimum asks for more. Checked with
// Judge before it is returned; kInternal if even that is refused, which means that the profile is contradictory.
base::Result<base::SecretBytes> Generate(ports::Random& random, const Profile& profile);

}  // namespace token
