#include "token/rules.h"

#include "token/content_rules.h"
#include "token/form_rules.h"
#include "token/remedies.h"

namespace token {
namespace {

Found MissingKey(const Evidence& e) {
  if (e.subject.token) {
    return std::nullopt;
  }
  return NewToken("the Secret has no key " + e.profile.key + ", so there is no token", e.profile);
}

Found Empty(const Evidence& e) {
  if (!e.subject.token || !e.stored.empty()) {
    return std::nullopt;
  }
  return NewToken("the token is empty; a variable in the command was probably not set", e.profile);
}

Found Retired(const Evidence& e) {
  if (!e.circumstances.retired_at || e.circumstances.returned) {
    return std::nullopt;
  }
  return NewToken("the token was retired at " + std::string(*e.circumstances.retired_at) +
                      "; a backup, a GitOps tool or a person is putting an old one back",
                  e.profile);
}

Found ExtraKeys(const Evidence& e) {
  if (e.subject.other_keys == 0) {
    return std::nullopt;
  }
  return Complaint{"the Secret has " + std::to_string(e.subject.other_keys) + " other key(s) beside " + e.profile.key +
                       ", which nobody reads",
                   "see with kubectl describe whether one is misspelt, and remove it by its name instead of KEY",
                   RemoveKey(e.profile)};
}

Found Immutable(const Evidence& e) {
  if (!e.subject.immutable) {
    return std::nullopt;
  }
  return Complaint{"the Secret is immutable, so its token can never be changed or rotated", "leave immutable: true out",
                   "", true, e.circumstances.sealed};
}

Found StaleCopy(const Evidence& e) {
  if (!e.subject.stale_copy) {
    return std::nullopt;
  }
  return Complaint{"a copy of the data stands in the annotation kubectl.kubernetes.io/last-applied-configuration",
                   "use kubectl apply --server-side, and remove it", RemoveCopy(e.profile)};
}

}  // namespace

const std::vector<Rule>& Rules() {
  static const std::vector<Rule> rules{
      {"missing-key", Severity::kDeny, true, MissingKey},
      {"empty", Severity::kDeny, true, Empty},
      {"trailing-newline", Severity::kDeny, true, TrailingNewline},
      {"whitespace", Severity::kDeny, true, Whitespace},
      {"certificate-armor", Severity::kDeny, true, CertificateArmor},
      {"byte-order-mark", Severity::kDeny, false, ByteOrderMark},
      {"utf-16", Severity::kDeny, false, Utf16},
      {"control-bytes", Severity::kDeny, false, ControlBytes},
      {"not-ascii", Severity::kDeny, false, NotAscii},
      {"not-base64", Severity::kDeny, false, NotBase64},
      {"base64url", Severity::kDeny, false, Base64Url},
      {"bad-padding", Severity::kDeny, false, BadPadding},
      {"stray-bits", Severity::kDeny, false, StrayBits},
      {"too-short", Severity::kDeny, true, TooShort},
      {"too-long", Severity::kDeny, true, TooLong},
      {"guessable", Severity::kDeny, false, Guessable},
      {"published", Severity::kDeny, false, Published},
      {"retired", Severity::kDeny, true, Retired},
      {"double-encoded", Severity::kWarn, false, DoubleEncoded},
      {"extra-keys", Severity::kWarn, true, ExtraKeys},
      {"immutable", Severity::kDeny, true, Immutable},
      {"stale-copy", Severity::kWarn, true, StaleCopy},
  };
  return rules;
}

}  // namespace token
