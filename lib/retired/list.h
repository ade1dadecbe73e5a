// Tokens that were live once, known by keyed fingerprints alone.
//
// The rotator writes the list into the Secret token-guard-retired, the webhook mounts and reads it. The Secret holds
// two keys: `hmac-key`, 32 random bytes, and `retired.json`:
//   {"version": 1, "rotatedAt": "2026-11-24T03:00:00.000Z",
//    "retired": [{"fingerprint": "hmac-sha256:<32 hex digits>", "at": "2026-11-24T03:00:00.000Z"}, …]}
// oldest first. A fingerprint says nothing about its token to anyone without the key; without a key there are no
// fingerprints at all, never an unkeyed hash. Values; one thread at a time for changes, any number for reading.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "retired/fingerprint.h"

namespace retired {

constexpr std::string_view kKeyName = "hmac-key";
constexpr std::string_view kListName = "retired.json";
constexpr std::size_t kKeyLength = 32;  // Bytes: the output length of SHA-256, as RFC 2104 advises.

struct Entry {
  std::string fingerprint;
  std::string at;  // RFC 3339, when the token was retired.
};

struct List {
  std::string rotated_at;  // RFC 3339; empty before the first rotation.
  std::vector<Entry> entries;

  // When the token of this fingerprint was retired; null if it was not.
  [[nodiscard]] std::optional<std::string_view> RetiredAt(std::string_view fingerprint) const;
  // Adds an entry, or moves the one of the same fingerprint to the end. Beyond kMost the oldest go.
  void Add(std::string fingerprint, std::string at);
  // Takes an entry out: a token that a rollback made live again.
  void Remove(std::string_view fingerprint);

  static constexpr std::size_t kMost = 1000;  // About 100 KiB: a daily rotation for nearly three years.
};

// kInvalid names what is wrong and where. The empty text is the empty list: the Secret is shipped without data.
base::Result<List> Parse(std::string_view text);
std::string Serialize(const List& list);

}  // namespace retired
