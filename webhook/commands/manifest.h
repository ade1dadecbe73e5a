// Reads Secrets from manifests: YAML or JSON, several documents, Lists.
//
// Pure. An unreadable manifest is an error, never a crash; the message holds no value of the manifest. The copies that
// the YAML parser makes are not wiped: `check` is short-lived and forbids core dumps.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "admission/review.h"
#include "base/error.h"

namespace commands {

struct ManifestSecret {
  std::size_t document;      // Counted from 1.
  admission::Secret secret;  // stringData merged over data, as the API server does.
};

// The Secrets of all documents, in order; other objects are skipped. `key` is the profile's.
base::Result<std::vector<ManifestSecret>> ReadManifest(std::string_view text, std::string_view key);

}  // namespace commands
