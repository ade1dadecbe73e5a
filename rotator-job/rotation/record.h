// The rotator's state and lock in one Secret, so that the next run resumes a rotation that was killed.
//
// Stored as key `record.json` of the Secret `token-rotator-record`, which the rotator alone reads. Schema:
// docs/rotation.md. Values; pure.
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

constexpr long kMaxFailures = 3;  // In a row: after that a person decides.

enum class Phase {
  kIdle,      // No rotation under way.
  kForward,   // The pending token is to become live.
  kRollback,  // The previous token is to become live again. Stored as "back".
};

struct Record {
  std::string holder;  // holderIdentity of the lock; empty if the lock is free.
  long heartbeat = 0;  // Counts the writes.
  Phase phase = Phase::kIdle;
  std::string guards;                         // "SECRET/KEY" of the profile.
  std::string id;                             // Of the current or last rotation: 12 hex digits.
  Strategy strategy = Strategy::kRollout;     // Of the current rotation.
  std::string started;                        // Of the current rotation; RFC 3339.
  std::string rotated;                        // When the last rotation succeeded; RFC 3339, or empty.
  std::string unproven;                       // Deployments that had no pod to prove in the last rotation: "a, b".
  long failures = 0;                          // In a row.
  base::SecretBytes pending;                  // The token that the rotation makes live.
  base::SecretBytes previous;                 // The token that the rotation replaces; kept for --keep-previous.
  std::map<std::string, std::string> stamps;  // Rotation id in each pod template before this rotation.

  [[nodiscard]] Record Clone() const;
  // The token that the current phase makes live, and the other one.
  [[nodiscard]] const base::SecretBytes& Wanted() const { return phase == Phase::kForward ? pending : previous; }
  [[nodiscard]] const base::SecretBytes& Unwanted() const { return phase == Phase::kForward ? previous : pending; }
};

// The empty text is the empty record: the Secret is shipped without data. kInvalid if the text is not a record or a
// rotation under way lacks its id or token; nothing is guessed, since a guess might overwrite the live token. `ns` is
// the namespace of the record, for the message.
base::Result<Record> ParseRecord(const base::SecretBytes& json, const std::string& ns);
base::SecretBytes SerializeRecord(const Record& record);

// Adds the command that creates one of the rotator's own Secrets, empty, to the error of a Secret that does not exist.
base::Error WithCreateCommand(base::Error error, const std::string& name, const std::string& ns);

// The error of a record that must not be used. `what` continues "the record in Secret X …"; the command to empty the
// record, in namespace `ns`, is appended.
base::Error UnusableRecord(const std::string& what, const std::string& ns);

}  // namespace rotation
