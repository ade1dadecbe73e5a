// The rules of the policy, one function each, in the order of their findings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret_bytes.h"
#include "token/policy.h"
#include "token/text.h"

namespace token {

// What the rules look at: computed once, views into the subject.
struct Evidence {
  const Subject& subject;
  const Circumstances& circumstances;
  const Profile& profile;
  std::string_view stored;                   // The value as stored; empty if there is none.
  std::optional<base::SecretBytes> decoded;  // The bytes inside, where the encoding is base64 and the value canonical.
  std::optional<Text> text;      // The text inside the base64, or the value itself where the encoding is any.
  bool stored_is_words = false;  // Valid base64, but made of words: `passwordpasswordpassword`.
};

// A rule's complaint, the parts of a Finding.
struct Complaint {
  std::string message;
  std::string remedy;
  std::string command;
};

struct Rule {
  std::string_view id;
  Severity severity;
  bool for_any_length;  // Runs on values beyond 2,048 characters too.
  std::optional<Complaint> (*find)(const Evidence& evidence);
};

// Every rule, in the order of docs/policy.md.
const std::vector<Rule>& Rules();

}  // namespace token
