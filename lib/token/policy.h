// The policy: bytes and a profile in, a verdict out.
//
// Pure: no clock, no input or output, no global state, no exception; any number of threads at once. Every rule runs and
// every finding is reported, in the order of the rules' table (docs/policy.md). The text of a finding depends on rule,
// lengths, offsets, classes of character and the profile alone, never on the token's bytes, so that it may be printed
// anywhere.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "token/profile.h"

namespace token {

enum class Severity { kDeny, kWarn };

struct Finding {
  std::string_view id;  // Stable, static storage: "trailing-newline".
  Severity severity;
  std::string field;    // For example "data[keptn-api-token]".
  std::string message;  // One sentence: what is wrong.
  std::string remedy;   // How to put it right, a clause that continues "To put it right, ".
  std::string command;  // What to paste for it; empty where there is nothing to paste.

  // Remedy and command in one line: "encode it: printf %s ...".
  [[nodiscard]] std::string Advice() const { return command.empty() ? remedy : remedy + ": " + command; }
};

struct Verdict {
  bool accepted = true;  // No finding denies, or the profile's mode is audit.
  std::vector<Finding> findings;
};

// A Secret as far as the policy looks at it. Views into memory of the caller.
struct Subject {
  std::optional<std::string_view> token;  // The decoded value of the profile's key; empty optional if it is missing.
  std::size_t other_keys = 0;             // Keys of the Secret beside the profile's.
  bool immutable = false;
  bool stale_copy = false;            // The token's copy stands in kubectl.kubernetes.io/last-applied-configuration.
  std::string_view secret_namespace;  // As the object says, for dictionary words; may be empty.
};

// How the Secret came to be judged.
struct Circumstances {
  bool unchanged = false;  // An UPDATE that leaves the token as it was: nothing else than `sealed` denies.
  bool returned = false;   // The rotator puts the previous token back: nothing but a missing token denies.
  std::optional<std::string_view> retired_at;  // The token is on the retired list since then (RFC 3339).
  bool sealed = false;  // The write makes the Secret immutable: nobody could rotate the token again.
};

// Never fails: whatever the bytes are, they have a verdict.
Verdict Judge(const Subject& subject, const Circumstances& circumstances, const Profile& profile);

// How hard the token is to guess, and why: the cheapest description's layers and segments as kinds, lengths and bits,
// one a line, each indented by two blanks. Holds no character of the token; still for the eyes of its owner alone, as
// bits tell a guesser where to begin. Empty if there is no token, or if it is longer than the profile allows.
std::string Explain(const Subject& subject, const Profile& profile);

}  // namespace token
