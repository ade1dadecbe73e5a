// Keyed fingerprints of tokens, and the mark that lets one previous token come back.
//
// Both come from one HMAC-SHA-256 under the guard's key (Secret `token-guard-retired`, key `hmac-key`). A fingerprint
// shows the first half of a MAC, a mark the second half of another one, so that nobody who can make the guard print
// fingerprints of texts of his choice can make a mark. Pure; any number of threads.
#pragma once

#include <string>
#include <string_view>

#include "base/secret_bytes.h"

namespace retired {

// What each fingerprint begins with.
constexpr std::string_view kFingerprintPrefix = "hmac-sha256:";

// "hmac-sha256:" and the first 16 bytes of HMAC-SHA-256(key, token) in lower-case hex: 128 bits, so that two tokens
// never share one by chance. The first call after a change of key costs about ten times as much as the next ones.
std::string Fingerprint(const base::SecretBytes& key, std::string_view token);

// The annotation that the rotator writes together with a new token. Its value is the ReturnMark() of the token that
// the write replaces: while the mark stands, the webhook accepts exactly that token back from the rotator.
constexpr std::string_view kReturnMarkName = "token-guard.keptn.sh/returnable";

// The annotation that the rotator writes together with a token: the id of the rotation that sets the token.
constexpr std::string_view kRotationName = "token-guard.keptn.sh/rotation";

// The value that a mark belongs to.
struct Place {
  std::string_view secret_namespace;
  std::string_view secret;
  std::string_view key;  // Of the Secret's data.
};

// 32 lower-case hex digits: the last 16 bytes of HMAC-SHA-256(key, purpose, place, the token's fingerprint). Compare
// with base::EqualInConstantTime().
std::string ReturnMark(const base::SecretBytes& key, const Place& place, std::string_view token);

}  // namespace retired
