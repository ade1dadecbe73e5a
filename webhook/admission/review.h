// What an admission review says, as far as a decision needs it. Plain values.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret_bytes.h"
#include "retired/fingerprint.h"

namespace admission {

// The annotations that /mutate maintains on the guarded Secret, in this order: time of the last token change (RFC
// 3339), user name, field manager, keyed fingerprint of the token; and what the rotator alone may write: the mark of
// the token that it may put back, and the id of the rotation that set the token.
constexpr std::array<std::string_view, 6> kChangeAnnotations{
    "token-guard.keptn.sh/changed-at",  "token-guard.keptn.sh/changed-by", "token-guard.keptn.sh/changed-with",
    "token-guard.keptn.sh/fingerprint", retired::kReturnMarkName,          retired::kRotationName};
constexpr std::size_t kReturnMark = 4;  // The mark's place in the array,
constexpr std::size_t kRotation = 5;    // and that of the id.
// Their values, in the same order; null if the annotation is absent.
using ChangeAnnotations = std::array<std::optional<std::string>, kChangeAnnotations.size()>;

// The annotation of client-side kubectl apply. Its value is a copy of the applied manifest.
constexpr std::string_view kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";

// A Secret in a review or in a manifest.
struct Secret {
  std::string name;
  std::string secret_namespace;
  std::optional<base::SecretBytes> token;  // Decoded value of the profile's key; null if the key is absent.
  std::size_t other_keys = 0;              // Number of keys under data other than the profile's.
  bool immutable = false;
  bool last_applied = false;     // The annotation kLastApplied is present,
  bool stale_copy = false;       // and its value contains a copy of the token.
  bool has_metadata = false;     // metadata is an object.
  bool has_annotations = false;  // metadata.annotations is an object.
  ChangeAnnotations change;
  std::string malformed;  // One clause that says what is wrong with the object's form; empty if nothing is.
};

struct Review {
  std::string uid;
  std::string operation;  // CREATE, UPDATE, DELETE or CONNECT; as sent.
  std::string kind;
  std::string name;
  std::string secret_namespace;
  std::string user;
  std::vector<std::string> groups;                         // The first 64.
  std::vector<std::pair<std::string, std::string>> extra;  // The first 64; of several values the first one and "…".
  std::string field_manager;  // Chosen by the client; usable as a label, not for authorisation.
  bool dry_run = false;
  bool incomplete = false;  // Memory ran out while the review was read; only `uid` is reliable.
  std::optional<Secret> object;
  std::optional<Secret> old_object;
};

}  // namespace admission
