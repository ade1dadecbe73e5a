#include "token/rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "base/base64.h"
#include "token/strength.h"

namespace token {
namespace {

using Found = std::optional<Complaint>;
constexpr Found kNothing = std::nullopt;

// Below this many bits of guessing a text is refused: the highest whole number under which none of 10^6 tokens of each
// honest generator fell. The lowest of them had 38.47 bits (docs/policy.md, benchmarks/detection).
constexpr double kLeastGuessBits = 38;

// The command every remedy ends with: a strong token, set in one go.
std::string Command(const Profile& profile) {
  return "kubectl create secret generic " + profile.secret + " -n " + profile.secret_namespace +
         " --from-literal=" + profile.key +
         "=\"$(head -c 32 /dev/urandom | base64 -w0)\" --dry-run=client -o yaml | kubectl apply -f -";
}

std::string MakeNew(const Profile& profile) { return "make a random one: " + Command(profile); }

std::string Number(std::size_t n) { return std::to_string(n); }

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool HasBom(std::string_view bytes) {
  const auto head = bytes.substr(0, 2);
  return head == "\xFF\xFE" || head == "\xFE\xFF" || bytes.substr(0, 3) == "\xEF\xBB\xBF";
}

// UTF-16 text of Latin letters: every second byte is zero.
bool LooksUtf16(std::string_view bytes) {
  if (bytes.size() < 4 || bytes.size() % 2 != 0) {
    return false;
  }
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    zeros[i % 2] += bytes[i] == '\0' ? 1 : 0;
  }
  return std::max(zeros[0], zeros[1]) * 4 >= bytes.size() && std::min(zeros[0], zeros[1]) == 0;
}

bool HasArmor(std::string_view bytes) { return bytes.find("-----BEGIN") != std::string_view::npos; }

// The kind of value for which the rules on base64 would only repeat what an earlier rule has said better.
bool IsAlreadyExplained(std::string_view stored) {
  return stored.empty() || HasArmor(stored) || HasBom(stored) || LooksUtf16(stored);
}

Found MissingKey(const Evidence& e) {
  if (e.subject.token) {
    return kNothing;
  }
  return Complaint{"the Secret has no key " + e.profile.key + ", so there is no token", MakeNew(e.profile)};
}

Found Empty(const Evidence& e) {
  if (!e.subject.token || !e.stored.empty()) {
    return kNothing;
  }
  return Complaint{"the token is empty; a variable in the command was probably not set", MakeNew(e.profile)};
}

Found CertificateArmor(const Evidence& e) {
  if (!HasArmor(e.stored)) {
    return kNothing;
  }
  return Complaint{"the value holds the BEGIN and END lines that 'certutil -encode' writes around the base64 text",
                   "delete those two lines and the line breaks, so that only the base64 text is left, and store that"};
}

Found ByteOrderMark(const Evidence& e) {
  if (!HasBom(e.stored)) {
    return kNothing;
  }
  return Complaint{"the value begins with a byte-order mark, as PowerShell's Out-File and '>' write it",
                   "write the file with [IO.File]::WriteAllText(\"token.txt\", $token), or pass the token with "
                   "--from-literal"};
}

Found Utf16(const Evidence& e) {
  if (!LooksUtf16(e.stored)) {
    return kNothing;
  }
  return Complaint{
      "the stored value itself is UTF-16 text (every second byte is zero), as PowerShell's Out-File writes "
      "it; no HTTP header can carry it",
      "write the file as ASCII (Out-File -Encoding ascii -NoNewline), or pass the token with "
      "--from-literal"};
}

Found TrailingNewline(const Evidence& e) {
  if (e.stored.empty() || (e.stored.back() != '\n' && e.stored.back() != '\r') || HasArmor(e.stored)) {
    return kNothing;
  }
  const auto body = e.stored.substr(0, e.stored.find_last_not_of("\r\n") + 1);
  if (body.find('\n') != std::string_view::npos) {
    return kNothing;  // Several lines: the rule on whitespace says so.
  }
  const bool dos = e.stored.find('\r') != std::string_view::npos;
  return Complaint{std::string("the token ends with a ") + (dos ? "Windows line break (CR LF)" : "newline") +
                       ", the one that 'echo' and editors add; clients that send the token without it are turned away",
                   "encode it without: printf %s \"$TOKEN\" | base64 -w0, or pass it with --from-literal"};
}

Found Whitespace(const Evidence& e) {
  const auto end = e.stored.find_last_not_of("\r\n");
  if (end == std::string_view::npos || HasArmor(e.stored)) {
    return kNothing;
  }
  const auto body = e.stored.substr(0, end + 1);
  const auto at = std::find_if(body.begin(), body.end(), IsBlank);
  if (at == body.end()) {
    return kNothing;
  }
  const auto lines = static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n')) + 1;
  if (lines > 1) {
    return Complaint{"the token is broken into " + Number(lines) +
                         " lines; base64 wraps its output, and 'head -n' takes "
                         "lines where 'head -c' takes bytes",
                     "use head -c 32 /dev/urandom | base64 -w0"};
  }
  return Complaint{"the token holds a blank at offset " + Number(static_cast<std::size_t>(at - body.begin())),
                   "store the token without blanks: --from-literal=" + e.profile.key + "=\"$TOKEN\", in quotes"};
}

Found ControlBytes(const Evidence& e) {
  if (LooksUtf16(e.stored)) {
    return kNothing;
  }
  const auto at = std::find_if(e.stored.begin(), e.stored.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && !IsBlank(c)) || byte == 0x7F;
  });
  if (at == e.stored.end()) {
    return kNothing;
  }
  return Complaint{"the token holds a control byte at offset " +
                       Number(static_cast<std::size_t>(at - e.stored.begin())) +
                       "; no HTTP header can carry it. Raw random bytes have to be encoded before they are stored",
                   "store base64 text: head -c 32 /dev/urandom | base64 -w0"};
}

Found NotAscii(const Evidence& e) {
  if (HasBom(e.stored)) {
    return kNothing;
  }
  const auto at = std::find_if(e.stored.begin(), e.stored.end(), [](char c) { return (c & 0x80) != 0; });
  if (at == e.stored.end()) {
    return kNothing;
  }
  return Complaint{"the token holds a byte that is not ASCII at offset " +
                       Number(static_cast<std::size_t>(at - e.stored.begin())) + "; no HTTP header carries it safely",
                   "store base64 text: head -c 32 /dev/urandom | base64 -w0"};
}

// The value as the rules on base64 see it: without the line break that a rule of its own reports.
std::string_view WithoutLineEnd(std::string_view stored) {
  return stored.substr(0, stored.find_last_not_of("\r\n") + 1);
}

std::optional<base::Base64Error> Base64ErrorOf(const Evidence& e, base::Base64Fault fault) {
  if (e.profile.encoding != Encoding::kBase64 || IsAlreadyExplained(e.stored)) {
    return std::nullopt;
  }
  const auto error = base::CheckBase64(WithoutLineEnd(e.stored));
  return error && error->fault == fault ? error : std::nullopt;
}

bool IsAlphanumeric(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
}

Found NotBase64(const Evidence& e) {
  const auto error = Base64ErrorOf(e, base::Base64Fault::kAlphabet);
  if (!error || IsBlank(e.stored[error->offset])) {
    return kNothing;
  }
  const char c = e.stored[error->offset];
  if (c == '%' || c == '$') {
    return Complaint{std::string("the value holds a '") + c + "' at offset " + Number(error->offset) +
                         ": a variable of another shell was probably stored by its name instead of its value",
                     "in cmd write \"%KEPTN_API_TOKEN%\", in PowerShell \"$Env:KEPTN_API_TOKEN\", in a Unix shell "
                     "\"$KEPTN_API_TOKEN\""};
  }
  return Complaint{"the value is not base64: the character at offset " + Number(error->offset) + " of " +
                       Number(e.stored.size()) + " is not of its alphabet",
                   "encode the token: printf %s \"$TOKEN\" | base64 -w0; or " + MakeNew(e.profile)};
}

Found Base64Url(const Evidence& e) {
  const auto error = Base64ErrorOf(e, base::Base64Fault::kUrl);
  if (!error) {
    return kNothing;
  }
  return Complaint{"the value is in the URL-safe alphabet: '-' or '_' at offset " + Number(error->offset),
                   "encode with the standard alphabet: ... | base64 -w0, or tr -- '-_' '+/'"};
}

Found BadPadding(const Evidence& e) {
  const auto error = Base64ErrorOf(e, base::Base64Fault::kPadding);
  if (!error) {
    return kNothing;
  }
  // The length of what Keptn's Helm chart makes: randAlphaNum 45.
  constexpr std::size_t kChartLength = 45;
  if (e.stored.size() == kChartLength && IsAlphanumeric(e.stored)) {
    return Complaint{"the value is no base64; 45 letters and digits are what Keptn's Helm chart makes",
                     "keep chart tokens with \"encoding\": \"any\" in the profile, or " + MakeNew(e.profile)};
  }
  return Complaint{"the value is not base64: its padding is missing, misplaced or too long at offset " +
                       Number(error->offset) + " of " + Number(e.stored.size()) + "; a character may have been lost",
                   "copy the whole value with its '=' signs, or " + MakeNew(e.profile)};
}

Found StrayBits(const Evidence& e) {
  const auto error = Base64ErrorOf(e, base::Base64Fault::kStrayBits);
  if (!error) {
    return kNothing;
  }
  return Complaint{
      "the value is not canonical base64: the last character carries bits that no decoder keeps; it was "
      "probably changed by hand",
      MakeNew(e.profile)};
}

Found TooShort(const Evidence& e) {
  if (e.stored.empty()) {
    return kNothing;
  }
  if (e.profile.encoding == Encoding::kAny) {
    if (e.stored.size() >= e.profile.min_length) {
      return kNothing;
    }
    return Complaint{"the token has " + Number(e.stored.size()) + " characters, at least " +
                         Number(e.profile.min_length) + " are needed",
                     MakeNew(e.profile)};
  }
  if (!e.decoded || e.decoded->size() >= e.profile.min_length) {
    return kNothing;
  }
  return Complaint{"the token holds " + Number(e.decoded->size()) + " bytes once decoded, at least " +
                       Number(e.profile.min_length) + " are needed",
                   MakeNew(e.profile)};
}

Found TooLong(const Evidence& e) {
  if (e.stored.size() <= e.profile.max_length) {
    return kNothing;
  }
  return Complaint{"the token has " + Number(e.stored.size()) + " characters; no HTTP header carries more than " +
                       Number(e.profile.max_length) + " safely",
                   MakeNew(e.profile)};
}

Found Repetitive(const Evidence& e) {
  std::optional<Regularity> regularity;
  if (e.decoded) {
    regularity = FindRegularity(*e.decoded);
  }
  if (!regularity && e.text) {
    regularity = FindRegularity(e.text->characters);
  }
  if (!regularity) {
    regularity = FindRegularity(WithoutLineEnd(e.stored));
  }
  if (!regularity) {
    return kNothing;
  }
  const std::string_view how = *regularity == Regularity::kConstant   ? "is one value over and over"
                               : *regularity == Regularity::kPeriod   ? "repeats a short block"
                               : *regularity == Regularity::kSequence ? "is a sequence"
                                                                      : "uses only a few different values";
  return Complaint{"the token " + std::string(how) + ", so it can be guessed", MakeNew(e.profile)};
}

Found Guessable(const Evidence& e) {
  if (!e.text) {
    return kNothing;
  }
  std::vector<std::string_view> words{"keptn",          "api",         "token",        "secret",
                                      e.profile.secret, e.profile.key, e.profile.name, e.profile.secret_namespace};
  if (!e.subject.secret_namespace.empty()) {
    words.push_back(e.subject.secret_namespace);
  }
  words.insert(words.end(), e.profile.words.begin(), e.profile.words.end());
  if (GuessBits(e.text->characters, words) >= kLeastGuessBits) {
    return kNothing;
  }
  const std::string where = e.decoded ? std::string("the base64 holds ") + std::string(TextKindName(e.text->kind)) +
                                            " text that is easy to guess"
                                      : "the token is text that is easy to guess";
  return Complaint{where + ": words, names, dates or keyboard patterns", MakeNew(e.profile)};
}

Found Published(const Evidence& e) {
  // Examples of manuals and charts: known to everybody.
  static const std::set<std::string_view> known{
      "abcdefghijkladfaea",                // Keptn's page on the API token
      "YWJjZGVmZ2hpamtsYWRmYWVh",          // the same, encoded
      "MTIzNDU2Nzg5MGFiY2RlZg==",          // 1234567890abcdef
      "AAAAAAAAAAAAAAAAAAAAAA==",          // 16 zero bytes
      "dGhpcyBpcyBhbiBleGFtcGxlIHRva2Vu",  // "this is an example token"
  };
  const auto stored = WithoutLineEnd(e.stored);
  const bool found = known.count(stored) != 0 || (e.decoded && known.count(*e.decoded) != 0);
  if (!found) {
    return kNothing;
  }
  return Complaint{"the token is a published example that everybody knows", MakeNew(e.profile)};
}

Found Retired(const Evidence& e) {
  if (!e.circumstances.retired_at || e.circumstances.by_rotator) {
    return kNothing;
  }
  return Complaint{"the token was retired at " + std::string(*e.circumstances.retired_at) +
                       "; a backup, a GitOps tool or a person is putting an old one back",
                   MakeNew(e.profile)};
}

Found DoubleEncoded(const Evidence& e) {
  if (!e.decoded || !e.text || e.decoded->size() < 16) {
    return kNothing;
  }
  const auto inner = WithoutLineEnd(*e.decoded);
  // Unpadded base64 text of a typed password is not telling; only an '=' at the end is.
  if (inner.back() != '=' || base::CheckBase64(inner)) {
    return kNothing;
  }
  return Complaint{"the value seems to be encoded twice: the base64 holds base64 text",
                   "leave one encoding out, unless it is meant so"};
}

Found ExtraKeys(const Evidence& e) {
  if (e.subject.other_keys.empty()) {
    return kNothing;
  }
  return Complaint{"the Secret has " + Number(e.subject.other_keys.size()) + " other key(s) beside " + e.profile.key +
                       ", which nobody reads",
                   "remove them, or see whether the key is misspelt"};
}

Found Immutable(const Evidence& e) {
  if (!e.subject.immutable) {
    return kNothing;
  }
  return Complaint{"the Secret is immutable, so its token cannot be rotated", "create it without immutable: true"};
}

Found StaleCopy(const Evidence& e) {
  if (!e.subject.stale_copy) {
    return kNothing;
  }
  return Complaint{"a copy of the data stands in the annotation kubectl.kubernetes.io/last-applied-configuration",
                   "use kubectl apply --server-side, and remove it: kubectl annotate secret " + e.profile.secret +
                       " -n " + e.profile.secret_namespace + " kubectl.kubernetes.io/last-applied-configuration-"};
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
      {"repetitive", Severity::kDeny, false, Repetitive},
      {"guessable", Severity::kDeny, false, Guessable},
      {"published", Severity::kDeny, false, Published},
      {"retired", Severity::kDeny, true, Retired},
      {"double-encoded", Severity::kWarn, false, DoubleEncoded},
      {"extra-keys", Severity::kWarn, true, ExtraKeys},
      {"immutable", Severity::kWarn, true, Immutable},
      {"stale-copy", Severity::kWarn, true, StaleCopy},
  };
  return rules;
}

}  // namespace token
