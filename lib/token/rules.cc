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

// Stores what the source prints: through no file, argument or line break, and without kubectl's copy in an annotation.
std::string Store(const std::string& source, const Profile& profile) {
  return source + " | kubectl create secret generic " + profile.secret + " -n " + profile.secret_namespace +
         " --from-file=" + profile.key +
         "=/dev/stdin --dry-run=client -o yaml | kubectl apply --server-side --force-conflicts -f -";
}

constexpr const char* kRandom = "head -c 32 /dev/urandom | base64 -w0";
constexpr const char* kAsItIs = "printf %s \"$KEPTN_API_TOKEN\"";
constexpr const char* kEncoded = "printf %s \"$KEPTN_API_TOKEN\" | base64 -w0";
// Windows: a file of these characters and no others; and the encoding of bytes.
constexpr const char* kPlainFile = "[IO.File]::WriteAllText(\"$PWD\\token.txt\", $Env:KEPTN_API_TOKEN)";
constexpr const char* kBytesEncoded = "$Env:KEPTN_API_TOKEN = [Convert]::ToBase64String($token_bytes)";

Complaint NewToken(std::string message, const Profile& profile) {
  return {std::move(message), "make a new one", Store(kRandom, profile)};
}

std::string Number(std::size_t n) { return std::to_string(n); }

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// One blank after the other: a search for one byte is ten times as fast as one that looks at each.
std::size_t FirstBlank(std::string_view text) {
  std::size_t first = std::string_view::npos;
  for (const char blank : {' ', '\t', '\n', '\r'}) {
    first = std::min(first, text.substr(0, first).find(blank));
  }
  return first;
}

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

// The value as the rules on base64 see it: without the line break that a rule of its own reports.
std::string_view WithoutLineEnd(std::string_view stored) {
  return stored.substr(0, stored.find_last_not_of("\r\n") + 1);
}

Found MissingKey(const Evidence& e) {
  if (e.subject.token) {
    return kNothing;
  }
  return NewToken("the Secret has no key " + e.profile.key + ", so there is no token", e.profile);
}

Found Empty(const Evidence& e) {
  if (!e.subject.token || !e.stored.empty()) {
    return kNothing;
  }
  return NewToken("the token is empty; a variable in the command was probably not set", e.profile);
}

Found CertificateArmor(const Evidence& e) {
  if (!HasArmor(e.stored)) {
    return kNothing;
  }
  return Complaint{"the value holds the BEGIN and END lines that 'certutil -encode' writes around the base64 text",
                   "drop those two lines and the line breaks; in PowerShell",
                   "[Convert]::ToBase64String([IO.File]::ReadAllBytes(\"$PWD\\keptn-api-token.txt\"))"};
}

Found ByteOrderMark(const Evidence& e) {
  if (!HasBom(e.stored)) {
    return kNothing;
  }
  return Complaint{"the value begins with a byte-order mark, as PowerShell's Out-File, Set-Content and '>' write it",
                   "write the file without one", kPlainFile};
}

Found Utf16(const Evidence& e) {
  if (!LooksUtf16(e.stored)) {
    return kNothing;
  }
  return Complaint{
      "the stored value itself is UTF-16 text (every second byte is zero), as PowerShell's Out-File and '>' write it; "
      "no HTTP header can carry it",
      "write the file as plain text", kPlainFile};
}

Found TrailingNewline(const Evidence& e) {
  if (e.stored.empty() || (e.stored.back() != '\n' && e.stored.back() != '\r') || HasArmor(e.stored)) {
    return kNothing;
  }
  const auto body = WithoutLineEnd(e.stored);
  if (body.find('\n') != std::string_view::npos) {
    return kNothing;  // Several lines: the rule on whitespace says so.
  }
  const bool dos = e.stored.find('\r') != std::string_view::npos;
  const std::string what = dos ? "the token ends with a Windows line break (CR LF), the one that 'echo', Set-Content "
                                 "and Notepad add"
                               : "the token ends with a newline, the one that 'echo' and editors add";
  return Complaint{what + "; clients that send the token without it are turned away",
                   dos ? "write the file without it" : "store it without",
                   dos ? kPlainFile : Store(kAsItIs, e.profile)};
}

// A byte array as PowerShell prints it: decimal numbers with blanks between them.
bool LooksLikePrintedBytes(std::string_view text) {
  return text.find_first_not_of("0123456789 \r\n") == std::string_view::npos &&
         text.find_first_of(" \n") != std::string_view::npos;
}

Found Whitespace(const Evidence& e) {
  const auto body = WithoutLineEnd(e.stored);
  const auto offset = FirstBlank(body);
  if (offset == std::string_view::npos || HasArmor(e.stored) || LooksUtf16(e.stored)) {
    return kNothing;
  }
  if (LooksLikePrintedBytes(body)) {
    return Complaint{"the token is a list of decimal numbers: an array of bytes was stored as PowerShell prints it",
                     "encode the bytes", kBytesEncoded};
  }
  const auto lines = static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n')) + 1;
  if (lines > 1) {
    return Complaint{"the token is broken into " + Number(lines) +
                         " lines: base64 wraps after 76 characters and certutil after 64, and 'head -n' takes lines "
                         "where 'head -c' takes bytes",
                     "take bytes and do not wrap", Store(kRandom, e.profile)};
  }
  if (offset == 0 || offset + 1 == body.size()) {
    return Complaint{
        std::string("the token ") + (offset == 0 ? "begins" : "ends") +
            " with a blank; in cmd, 'set NAME= value' and 'set NAME=value & ...' make it part of the value",
        "set the variable in quotes, in cmd", "set \"KEPTN_API_TOKEN=value\""};
  }
  return Complaint{"the token holds a blank at offset " + Number(offset), "encode it", Store(kEncoded, e.profile)};
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
  return Complaint{
      "the token holds a control byte at offset " + Number(static_cast<std::size_t>(at - e.stored.begin())) +
          ", which no HTTP header can carry: raw bytes were stored, or the token was put under 'data', "
          "where kubectl edit expects it encoded once more",
      "write it under 'stringData', or encode random bytes before they are stored", Store(kRandom, e.profile)};
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
                       Number(static_cast<std::size_t>(at - e.stored.begin())) +
                       ", which no HTTP header carries safely",
                   "encode it", Store(kRandom, e.profile)};
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

// What people store instead of a value, told from its characters.
std::optional<Complaint> KnownSlip(std::string_view value, const Profile& profile) {
  const auto is = [&](std::string_view begin, std::string_view end) {
    return value.size() > begin.size() + end.size() && value.substr(0, begin.size()) == begin &&
           value.substr(value.size() - end.size()) == end;
  };
  if (value.front() == '$' || is("%", "%") || is("!", "!")) {
    return Complaint{
        "the value is the name of a variable instead of what is in it: quoted so that the shell leaves it "
        "alone, written in another shell's way, or not set",
        "write \"$KEPTN_API_TOKEN\" in a Unix shell, \"$Env:KEPTN_API_TOKEN\" in PowerShell, in cmd",
        "--from-literal=" + profile.key + "=\"%KEPTN_API_TOKEN%\""};
  }
  if (is("\"", "\"") || is("'", "'")) {
    return Complaint{
        "the value stands in quotes that were stored with it: cmd keeps those of 'set NAME=\"value\"', and "
        "single quotes everywhere",
        "set the variable like this, in cmd", "set \"KEPTN_API_TOKEN=value\""};
  }
  if (is("<", ">") || is("{{", "}}") || is("[", "]")) {
    return Complaint{"the value is a placeholder of a manual or a template that nobody has filled in",
                     "store a token instead", Store(kRandom, profile)};
  }
  if (is("System.", "]") || is("System.Security.", "String")) {
    return Complaint{"the value is the name of a .NET type: PowerShell stored that instead of what is in the variable",
                     "encode the bytes", kBytesEncoded};
  }
  return std::nullopt;
}

Found NotBase64(const Evidence& e) {
  const auto error = Base64ErrorOf(e, base::Base64Fault::kAlphabet);
  if (!error || IsBlank(e.stored[error->offset])) {
    return kNothing;
  }
  if (auto slip = KnownSlip(WithoutLineEnd(e.stored), e.profile)) {
    return slip;
  }
  return Complaint{"the value is not base64: the character at offset " + Number(error->offset) + " of " +
                       Number(e.stored.size()) + " is not of its alphabet",
                   "encode the token, if it is a strong one", Store(kEncoded, e.profile)};
}

bool IsUuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), [](char c, char form) {
    return form == '-' ? c == '-' : std::isxdigit(static_cast<unsigned char>(c)) != 0;
  });
}

Found Base64Url(const Evidence& e) {
  const auto error = Base64ErrorOf(e, base::Base64Fault::kUrl);
  if (!error) {
    return kNothing;
  }
  if (IsUuid(WithoutLineEnd(e.stored))) {
    return Complaint{"the value is a UUID, not base64", "encode it", Store(kEncoded, e.profile)};
  }
  return Complaint{"the value is in the URL-safe alphabet: '-' or '_' at offset " + Number(error->offset),
                   "encode with the standard alphabet",
                   Store("printf %s \"$KEPTN_API_TOKEN\" | tr -- '-_' '+/'", e.profile)};
}

Found BadPadding(const Evidence& e) {
  const auto error = Base64ErrorOf(e, base::Base64Fault::kPadding);
  if (!error) {
    return kNothing;
  }
  // The length of what Keptn's Helm chart makes: randAlphaNum 45.
  constexpr std::size_t kChartLength = 45;
  if (e.stored.size() == kChartLength && IsAlphanumeric(e.stored)) {
    auto complaint =
        NewToken("the value is no base64; 45 letters and digits are what Keptn's Helm chart makes", e.profile);
    complaint.remedy = "keep chart tokens with \"encoding\": \"any\" in the profile, or make a new one";
    return complaint;
  }
  auto complaint = NewToken("the value is not base64: its padding is missing, misplaced or too long at offset " +
                                Number(error->offset) + " of " + Number(e.stored.size()) +
                                "; a part of it may have been lost in copying",
                            e.profile);
  complaint.remedy = "copy the whole value with its '=' signs, or make a new one";
  return complaint;
}

Found StrayBits(const Evidence& e) {
  if (!Base64ErrorOf(e, base::Base64Fault::kStrayBits)) {
    return kNothing;
  }
  auto complaint = NewToken(
      "the value is not canonical base64: the last character carries bits that no decoder keeps, so "
      "it was changed by hand or cut short",
      e.profile);
  complaint.remedy = "copy it again, or make a new one";
  return complaint;
}

Found TooShort(const Evidence& e) {
  if (e.stored.empty()) {
    return kNothing;
  }
  if (e.profile.encoding == Encoding::kAny) {
    if (e.stored.size() >= e.profile.min_length) {
      return kNothing;
    }
    return NewToken("the token has " + Number(e.stored.size()) + " characters, at least " +
                        Number(e.profile.min_length) + " are needed",
                    e.profile);
  }
  if (!e.decoded) {
    return kNothing;
  }
  // Every second byte of UTF-16 text is as good as known: what counts are its characters.
  const bool utf16 = e.text && (e.text->kind == TextKind::kUtf16Le || e.text->kind == TextKind::kUtf16Be);
  const std::size_t length = utf16 ? e.decoded->size() / 2 : e.decoded->size();
  if (length >= e.profile.min_length) {
    return kNothing;
  }
  return NewToken("the token holds " + Number(length) + (utf16 ? " characters of UTF-16 text" : " bytes") +
                      " once decoded, at least " + Number(e.profile.min_length) + " are needed",
                  e.profile);
}

Found TooLong(const Evidence& e) {
  if (e.stored.size() <= e.profile.max_length) {
    return kNothing;
  }
  return NewToken("the token has " + Number(e.stored.size()) + " characters; no HTTP header carries more than " +
                      Number(e.profile.max_length) + " safely",
                  e.profile);
}

Found Repetitive(const Evidence& e) {
  std::optional<Regularity> regularity;
  if (e.decoded) {
    regularity = FindRegularity(e.decoded->Reveal());
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
  return NewToken("the token " + std::string(how) + ", so it can be guessed", e.profile);
}

// What a guesser who knows what the token is for begins with, and three words that no dictionary has.
constexpr std::array<std::string_view, 14> kFirstGuesses{"keptn",   "api",    "token",   "secret", "key",
                                                         "kube",    "system", "service", "admin",  "prod",
                                                         "default", "4ever",  "4life",   "4eva"};

Found Guessable(const Evidence& e) {
  if (!e.text && !e.stored_is_words) {
    return kNothing;
  }
  std::vector<std::string_view> words(kFirstGuesses.begin(), kFirstGuesses.end());
  const auto add = [&](std::string_view word) {  // Once: each word costs time at every character.
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) {
      words.push_back(word);
    }
  };
  add(e.profile.secret);
  add(e.profile.key);
  add(e.profile.name);
  add(e.profile.secret_namespace);
  add(e.subject.secret_namespace);
  std::for_each(e.profile.words.begin(), e.profile.words.end(), add);
  std::string where;
  if (e.text && IsGuessable(e.text->characters, words)) {
    where = e.decoded ? "the base64 holds " + std::string(TextKindName(e.text->kind)) + " text" : "the token is text";
  } else if (e.stored_is_words && IsGuessable(WithoutLineEnd(e.stored), words)) {
    where = "the value happens to be base64, but it is text";
  } else {
    return kNothing;
  }
  return NewToken(where + " that is easy to guess: words, names, dates or keyboard patterns", e.profile);
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
  const bool found = known.count(stored) != 0 || (e.decoded && known.count(e.decoded->Reveal()) != 0);
  if (!found) {
    return kNothing;
  }
  return NewToken("the token is a published example that everybody knows", e.profile);
}

Found Retired(const Evidence& e) {
  if (!e.circumstances.retired_at || e.circumstances.by_rotator) {
    return kNothing;
  }
  return NewToken("the token was retired at " + std::string(*e.circumstances.retired_at) +
                      "; a backup, a GitOps tool or a person is putting an old one back",
                  e.profile);
}

Found DoubleEncoded(const Evidence& e) {
  if (!e.decoded || !e.text || e.decoded->size() < 16) {
    return kNothing;
  }
  const auto inner = WithoutLineEnd(e.decoded->Reveal());
  // Unpadded base64 text of a typed password is not telling; only an '=' at the end is.
  if (inner.back() != '=' || base::CheckBase64(inner)) {
    return kNothing;
  }
  return Complaint{"the value seems to be encoded twice: the base64 holds base64 text",
                   "leave one encoding out, unless it is meant so", ""};
}

Found ExtraKeys(const Evidence& e) {
  if (e.subject.other_keys == 0) {
    return kNothing;
  }
  return Complaint{"the Secret has " + Number(e.subject.other_keys) + " other key(s) beside " + e.profile.key +
                       ", which nobody reads",
                   "remove them, or see whether the key is misspelt", ""};
}

Found Immutable(const Evidence& e) {
  if (!e.subject.immutable) {
    return kNothing;
  }
  return Complaint{"the Secret is immutable, so its token cannot be rotated", "create it without immutable: true", ""};
}

Found StaleCopy(const Evidence& e) {
  if (!e.subject.stale_copy) {
    return kNothing;
  }
  return Complaint{"a copy of the data stands in the annotation kubectl.kubernetes.io/last-applied-configuration",
                   "use kubectl apply --server-side, and remove it",
                   "kubectl annotate secret " + e.profile.secret + " -n " + e.profile.secret_namespace +
                       " kubectl.kubernetes.io/last-applied-configuration-"};
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
