// The rules of the policy, one function each, in the order of their findings. Pure; any number of threads.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret_bytes.h"
#include "guesswork/guesswork.h"
#include "guesswork/text.h"
#include "token/policy.h"

namespace token {

// What the rules look at: computed once, views into the subject.
struct Evidence {
  const Subject& subject;
  const Circumstances& circumstances;
  const Profile& profile;
  std::string_view stored;                   // The value as stored; empty if there is none.
  std::optional<base::SecretBytes> decoded;  // The bytes inside, where the encoding is base64 and the value canonical.
  std::optional<guesswork::Text> text;  // The text inside the base64, or the value itself where the encoding is any.
  std::optional<guesswork::Description> guessable;  // How to guess the token, if its work is below the bar.
  bool guessable_as_stored = false;                 // It describes the value itself, not what its base64 holds.
};

// A rule's complaint, the parts of a Finding.
struct Complaint {
  std::string message;
  std::string remedy;
  std::string command;
  bool denies = false;  // Denies although the rule warns.
  bool always = false;  // Denies although the token is unchanged or put back.
};
using Found = std::optional<Complaint>;

struct Rule {
  std::string_view id;
  Severity severity;
  bool for_any_length;  // Runs on values beyond 2,048 characters too.
  Found (*find)(const Evidence& evidence);
};

// Every rule, in the order of docs/policy.md.
const std::vector<Rule>& Rules();

}  // namespace token
