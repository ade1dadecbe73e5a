// The list of retired tokens: tokens that were valid once, identified by keyed fingerprints.
//
// token-rotator writes the list into the Secret token-guard-retired; token-webhook mounts the Secret and reads it. The
// Secret holds two keys: `hmac-key`, 32 random bytes, and `retired.json`:
//   {"version": 1, "rotatedAt": "2026-11-24T03:00:00.000Z",
//    "retired": [{"fingerprint": "hmac-sha256:<32 hex digits>", "at": "2026-11-24T03:00:00.000Z"}, …]}
// oldest first. A fingerprint reveals nothing about the token to a reader without the key. Without a key there is no
// fingerprint, never an unkeyed hash. Values; one thread for changes, any number for reading.
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

  // When the token with this fingerprint was retired; null if it is not in the list. Valid until the list changes.
  [[nodiscard]] std::optional<std::string_view> RetiredAt(std::string_view fingerprint) const;
  // Adds an entry at the end and removes an earlier one with the same fingerprint. Over kMax entries, drops the oldest.
  void Add(std::string fingerprint, std::string at);
  // Removes an entry, for a token that a rollback made valid again.
  void Remove(std::string_view fingerprint);

  static constexpr std::size_t kMax = 1000;  // About 100 KiB: a daily rotation for nearly three years.
};

// The empty text is the empty list, because the Secret is installed without data. kInvalid: the message names the fault
// and the number of the entry.
base::Result<List> Parse(std::string_view text);
std::string Serialize(const List& list);

}  // namespace retired
