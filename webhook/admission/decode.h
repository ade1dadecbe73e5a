// AdmissionReview v1, from and to JSON.
//
// Decode() takes what a decision needs and nothing else. Whatever arrives is answered: bytes that are no review give an
// error with the HTTP status to send; a review whose Secret is malformed is still a review. Pure, any number of
// threads.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"

namespace admission {

// The annotations that /mutate keeps on the guarded Secret, in this order: when the token was last changed (RFC 3339),
// by whom, with what field manager, and its keyed fingerprint.
constexpr std::array<std::string_view, 4> kStampNames{
    "token-guard.keptn.sh/changed-at", "token-guard.keptn.sh/changed-by", "token-guard.keptn.sh/changed-with",
    "token-guard.keptn.sh/fingerprint"};
using Stamps = std::array<std::optional<std::string>, kStampNames.size()>;
constexpr std::string_view kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";

// Whether this value of kLastApplied holds a copy of the key's value.
bool HoldsCopy(std::string_view last_applied, std::string_view key);

// A Secret as it stands in a review or a manifest.
struct SecretView {
  std::string name;
  std::string secret_namespace;
  std::optional<base::SecretBytes> token;  // Decoded; null if the key is missing.
  std::size_t other_keys = 0;
  bool immutable = false;
  bool stale_copy = false;    // kubectl's last-applied annotation is there and mentions data.
  bool last_applied = false;  // It is there.
  bool has_metadata = false;
  bool annotated = false;  // metadata.annotations is an object.
  Stamps stamps;
  std::string malformed;  // What is wrong with the object's form; empty if nothing is.
};

struct Review {
  std::string uid;
  std::string operation;  // CREATE, UPDATE, DELETE, CONNECT, as sent.
  std::string kind;
  std::string name;
  std::string secret_namespace;
  std::string user;
  std::vector<std::string> groups;                         // The first 64, and
  std::vector<std::pair<std::string, std::string>> extra;  // 64 of these: the pod behind a service account, say.
  std::string field_manager;                               // Chosen by the client: a label, never an authorisation.
  bool dry_run = false;
  bool incomplete = false;  // Memory did not suffice for all of it.
  std::optional<SecretView> object;
  std::optional<SecretView> old_object;
};

// Reads `size` bytes, behind which a NUL has to stand, and writes over them: they are the caller's to wipe. `key` is
// the profile's: only that value is decoded. Takes memory for what is kept alone, at most twice the body. kInvalid says
// in one sentence why it is no review of version v1.
base::Result<Review> Decode(char* json, std::size_t size, std::string_view key);

}  // namespace admission
