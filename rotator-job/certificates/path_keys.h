// The path key: the secret last part of the registered paths /validate/KEY and /mutate/KEY.
//
// The Secret token-webhook-path-key holds one key, or two on two lines while the registrations move from the first to
// the last; the webhook accepts both (webhook/mounted/path_keys.h). Pure; any number of threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "ports/random.h"

namespace certificates {

// The keys of the Secret's value, one or two, each of 16 to 128 lower-case letters, digits and inner hyphens. None if
// the webhook would refuse the value, or if the path of a registration cannot hold a key of it.
std::vector<base::SecretBytes> ReadPathKeys(std::string_view value);

// 128 random bits in hex.
base::Result<base::SecretBytes> MakePathKey(ports::Random& random);

// The path of the registration's entry of this name: /mutate/KEY for "mutate.…", else /validate/KEY.
std::string PathFor(std::string_view entry, std::string_view key);

// What the entry is called for: DELETE for "delete.…", else CREATE and UPDATE.
std::vector<std::string> OperationsFor(std::string_view entry);

}  // namespace certificates
