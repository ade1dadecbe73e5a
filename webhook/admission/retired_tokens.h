// What the webhook knows of earlier tokens: the contents of the mounted Secret token-guard-retired. A value.
#pragma once

#include <optional>

#include "base/secret_bytes.h"
#include "retired/list.h"

namespace admission {

struct RetiredTokens {
  std::optional<base::SecretBytes>
      key;  // Of the fingerprints. If null, there are no fingerprints and no token is retired.
  retired::List list;
};

}  // namespace admission
