#include "token/form_rules.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/base64.h"
#include "token/remedies.h"

namespace token {
namespace {

constexpr Found kNothing = std::nullopt;

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

// A byte array as PowerShell prints it: decimal numbers with blanks between them.
bool LooksLikePrintedBytes(std::string_view text) {
  return text.find_first_not_of("0123456789 \r\n") == std::string_view::npos &&
         text.find_first_of(" \n") != std::string_view::npos;
}

std::optional<base::Base64Error> Base64ErrorOf(const Evidence& e, base::Base64Fault fault) {
  if (e.profile.encoding != Encoding::kBase64 || e.decoded || IsAlreadyExplained(e.stored)) {
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
        FromVariable(profile)};
  }
  if (is("\"", "\"") || is("'", "'")) {
    return Complaint{
        "the value stands in quotes that were stored with it: cmd keeps those of 'set NAME=\"value\"', and "
        "single quotes everywhere",
        "set the variable like this, in cmd", kSetQuoted};
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

bool IsUuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), [](char c, char form) {
    return form == '-' ? c == '-' : std::isxdigit(static_cast<unsigned char>(c)) != 0;
  });
}

}  // namespace

Found CertificateArmor(const Evidence& e) {
  if (!HasArmor(e.stored)) {
    return kNothing;
  }
  return Complaint{"the value holds the BEGIN and END lines that 'certutil -encode' writes around the base64 text",
                   "drop those two lines and the line breaks; in PowerShell", kFileEncoded};
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
  const std::string message = what + "; clients that send the token without it are turned away";
  return dos ? Complaint{message, "write the file without it", kPlainFile}
             : SameToken(message, "store it without", "", e.profile);
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
        "set the variable in quotes, in cmd", kSetQuoted};
  }
  return SameToken("the token holds a blank at offset " + Number(offset), "encode it", kEncode, e.profile);
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

Found NotBase64(const Evidence& e) {
  const auto error = Base64ErrorOf(e, base::Base64Fault::kAlphabet);
  if (!error || IsBlank(e.stored[error->offset])) {
    return kNothing;
  }
  if (auto slip = KnownSlip(WithoutLineEnd(e.stored), e.profile)) {
    return slip;
  }
  return SameToken("the value is not base64: the character at offset " + Number(error->offset) + " of " +
                       Number(e.stored.size()) + " is not of its alphabet",
                   "encode the token, if it is a strong one", kEncode, e.profile);
}

Found Base64Url(const Evidence& e) {
  const auto error = Base64ErrorOf(e, base::Base64Fault::kUrl);
  if (!error) {
    return kNothing;
  }
  if (IsUuid(WithoutLineEnd(e.stored))) {
    return SameToken("the value is a UUID, not base64", "encode it", kEncode, e.profile);
  }
  return SameToken("the value is in the URL-safe alphabet: '-' or '_' at offset " + Number(error->offset),
                   "encode with the standard alphabet", kFromUrlAlphabet, e.profile);
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

}  // namespace token
