// The rotator's memory: state and lock in one Secret, so that a killed rotation can be taken up where it stopped.
//
// Key `record.json` of the Secret `token-rotator-record`, which the rotator alone reads; schema in docs/rotation.md.
// Each write carries the Secret's resourceVersion: the record is the lock.
#pragma once

#include <map>
#include <string>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "rotation/settings.h"

namespace rotation {

constexpr const char* kRecordSecret = "token-rotator-record";
constexpr const char* kRecordKey = "record.json";
constexpr const char* kRetiredSecret = "token-guard-retired";

constexpr long kMostFailures = 3;  // In a row; then a person should look.

enum class Phase {
  kIdle,     // No rotation under way.
  kForward,  // The pending token is to become the live one.
  kBack,     // The previous token is to be the live one again.
};

struct Record {
  std::string holder;  // Who holds the lock; empty if nobody.
  long heartbeat = 0;  // Changes with each write of the holder.
  Phase phase = Phase::kIdle;
  std::string guards;                         // The Secret and key that all this is about: "keptn-api-token/token".
  std::string id;                             // Of the rotation under way, or the last one.
  Strategy strategy = Strategy::kRollout;     // Of the rotation under way.
  std::string started;                        // RFC 3339.
  std::string rotated;                        // When the last rotation ended well; RFC 3339.
  long failures = 0;                          // In a row.
  base::SecretBytes pending;                  // The token on its way in.
  base::SecretBytes previous;                 // The token on its way out; kept a while after a rotation.
  std::map<std::string, std::string> stamps;  // Each consumer's stamp before this rotation.

  [[nodiscard]] Record Clone() const;
};

// The empty text is the empty record: the Secret is shipped without data. A record that makes no sense is kInvalid: it
// is never guessed at, since a guess may overwrite the live token.
base::Result<Record> ParseRecord(const base::SecretBytes& json);
base::SecretBytes SerializeRecord(const Record& record);

}  // namespace rotation
