#include "guesswork/layers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "base/base64.h"
#include "guesswork/substitution.h"
#include "guesswork/words.h"

namespace guesswork {
namespace {

using base::SecretText;
using Inside = std::optional<SecretText>;

constexpr std::size_t kShortest = 8;  // Characters: anything is hexadecimal or base64 by chance when it is short.

Inside Base64(std::string_view text, double& bits) {
  const auto body = text.substr(0, text.find_last_not_of('=') + 1);
  const bool url = body.find_first_of("-_") != std::string_view::npos;
  if (text.size() < kShortest || body.size() % 4 == 1) {
    return std::nullopt;
  }
  SecretText standard;
  standard.reserve(text.size() + 4);
  for (const char c : body) {
    if (url && (c == '+' || c == '/')) {
      return std::nullopt;
    }
    standard.push_back(url && c == '-' ? '+' : url && c == '_' ? '/' : c);
  }
  const bool padded = body.size() != text.size();
  const std::size_t padding = (4 - body.size() % 4) % 4;
  if (padded && text.size() - body.size() != padding) {
    return std::nullopt;
  }
  standard.append(std::string_view("==").substr(0, padding));
  const auto decoded = base::DecodeBase64(standard.Reveal());
  if (!decoded) {
    return std::nullopt;
  }
  bits += (url ? 2 : 0.42) + (padding == 0 ? 0 : padded ? 0.42 : 2);
  return SecretText(decoded->Reveal());
}

int HexValue(char c, bool upper) {
  return IsDigit(c) ? c - '0'
         : upper    ? (c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1)
                    : (c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1);
}

Inside Hex(std::string_view text, double& bits) {
  if (text.size() < kShortest || text.size() % 2 != 0) {
    return std::nullopt;
  }
  const bool upper = std::any_of(text.begin(), text.end(), IsUpper);
  SecretText bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = HexValue(text[i], upper);
    const int low = HexValue(text[i + 1], upper);
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  bits += upper ? 2 : 0.42;
  return bytes;
}

Inside Base32(std::string_view text, double& bits) {
  const auto body = text.substr(0, text.find_last_not_of('=') + 1);
  const bool upper = std::any_of(body.begin(), body.end(), IsUpper);
  if (body.size() < kShortest) {
    return std::nullopt;
  }
  SecretText bytes;
  std::uint32_t held = 0;
  unsigned count = 0;
  for (const char c : body) {
    const bool letter = upper ? IsUpper(c) : IsLower(c);
    if (!letter && (c < '2' || c > '7')) {
      return std::nullopt;
    }
    held = (held << 5U) | static_cast<std::uint32_t>(letter ? Lower(c) - 'a' : c - '2' + 26);
    count += 5;
    if (count >= 8) {
      count -= 8;
      bytes.push_back(static_cast<char>((held >> count) & 0xFFU));
    }
  }
  const std::size_t padding = (8 - body.size() % 8) % 8;
  const bool padded = text.size() != body.size();
  if (count >= 5 || (held & ((1U << count) - 1U)) != 0 || (padded && text.size() - body.size() != padding)) {
    return std::nullopt;
  }
  bits += (upper ? 0.42 : 2) + (padding == 0 ? 0 : 1);
  return bytes;
}

Inside Percent(std::string_view text, double& bits) {
  if (text.size() < kShortest || text.size() % 3 != 0) {
    return std::nullopt;
  }
  SecretText digits;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    if (text[i] != '%') {
      return std::nullopt;
    }
    digits.append(text.substr(i + 1, 2));
  }
  return Hex(digits.Reveal(), bits);
}

Inside Repeated(std::string_view text, double& bits) {
  for (std::size_t times = 4; times >= 2; --times) {
    if (text.size() < kShortest || text.size() % times != 0) {
      continue;
    }
    SecretText once;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != text[i - i % times]) {
        break;
      }
      if (i % times == 0) {
        once.push_back(text[i]);
      }
    }
    if (once.size() * times == text.size() && text[text.size() - 1] == text[text.size() - times] &&
        std::all_of(text.begin(), text.end(), [&, i = std::size_t{0}](char c) mutable {
          const bool same = c == text[i - i % times];
          ++i;
          return same;
        })) {
      bits += times == 2 ? 0.5 : 2.9;
      return once;
    }
  }
  return std::nullopt;
}

bool IsSign(char c) { return c >= 32 && c < 127 && !IsLetter(c) && !IsDigit(c); }

// The same sign after every `size` characters; the last group may be shorter.
Inside Groups(std::string_view text, double& bits) {
  const auto first = std::find_if(text.begin(), text.end(), IsSign);
  const auto size = static_cast<std::size_t>(first - text.begin());
  if (size == 0 || size > 8 || size * 2 + 1 > text.size()) {
    return std::nullopt;
  }
  SecretText joined;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % (size + 1) != size) {
      joined.push_back(text[i]);
    } else if (text[i] != *first || i + 1 == text.size()) {
      return std::nullopt;
    }
  }
  bits += 3 + 2.5 + (*first == '-' || *first == ':' || *first == ' ' || *first == '.' ? 0 : 4);
  return joined;
}

// Decimal numbers with a separator, or groups of eight binary digits: numbers of characters, or of letters (1 to 26).
Inside Codes(std::string_view text, double& bits) {
  if (text.size() < kShortest || !IsDigit(text[0])) {
    return std::nullopt;
  }
  SecretText out;
  if (text.size() % 8 == 0 && text.find_first_not_of("01") == std::string_view::npos) {
    for (std::size_t i = 0; i < text.size(); i += 8) {
      unsigned value = 0;
      for (std::size_t k = 0; k < 8; ++k) {
        value = value * 2 + static_cast<unsigned>(text[i + k] - '0');
      }
      out.push_back(static_cast<char>(value));
    }
    bits += 1;
    return out;
  }
  const auto at = text.find_first_not_of("0123456789");
  if (at == std::string_view::npos || !IsSign(text[at])) {
    return std::nullopt;
  }
  const char separator = text[at];
  bool letters = true;
  std::size_t begin = 0;
  for (;;) {
    const auto end = std::min(text.find(separator, begin), text.size());
    const auto number = text.substr(begin, end - begin);
    int value = 0;
    for (const char c : number) {
      value = IsDigit(c) && value < 1000 ? value * 10 + (c - '0') : 100000;
    }
    if (number.empty() || number.size() > 3 || value > 126 || value == 0 || number[0] == '0') {
      return std::nullopt;
    }
    letters = letters && value <= 26;
    out.push_back(static_cast<char>(value));
    if (end == text.size()) {
      break;
    }
    begin = end + 1;
  }
  if (letters) {
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return static_cast<char>('a' + c - 1); });
  }
  bits += 2 + (separator == ' ' || separator == ',' || separator == '-' ? 1.6 : 6);
  return out;
}

Inside Morse(std::string_view text, double& bits) {
  static constexpr std::array<std::string_view, 36> kCodes{
      ".-",   "-...", "-.-.",  "-..",   ".",     "..-.",  "--.",   "....",  "..",    ".---",  "-.-",   ".-..",
      "--",   "-.",   "---",   ".--.",  "--.-",  ".-.",   "...",   "-",     "..-",   "...-",  ".--",   "-..-",
      "-.--", "--..", "-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."};
  if (text.size() < kShortest || text.find_first_not_of(".-/ ") != std::string_view::npos) {
    return std::nullopt;
  }
  SecretText letters;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const auto end = std::min(text.find_first_of(" /", begin), text.size());
    const auto found = std::find(kCodes.begin(), kCodes.end(), text.substr(begin, end - begin));
    if (found == kCodes.end()) {
      return std::nullopt;
    }
    const auto index = static_cast<std::size_t>(found - kCodes.begin());
    letters.push_back(static_cast<char>(index < 26 ? 'a' + index : '0' + (index - 26)));
    if (end < text.size() && text[end] != text[text.find_first_of(" /")]) {
      return std::nullopt;
    }
    begin = end + 1;
  }
  bits += 1;
  return letters;
}

// {"user":"x","pw":"y"} becomes user:x,pw:y where the strings hold none of the signs that come and go.
Inside Json(std::string_view text) {
  if (text.size() < kShortest || text.substr(0, 2) != "{\"" || text.substr(text.size() - 2) != "\"}") {
    return std::nullopt;
  }
  const auto body = text.substr(2, text.size() - 4);
  SecretText plain;
  bool in_key = true;
  for (std::size_t i = 0; i < body.size(); ++i) {
    const auto between = body.substr(i, 3);
    if (between == (in_key ? "\":\"" : "\",\"")) {
      plain.push_back(between[1]);
      in_key = !in_key;
      i += 2;
    } else if (std::string_view("\":,\\").find(body[i]) != std::string_view::npos) {
      return std::nullopt;
    } else {
      plain.push_back(body[i]);
    }
  }
  return in_key ? Inside() : std::move(plain);
}

Inside Wrapped(std::string_view text, double& bits) {
  if (auto json = Json(text)) {
    bits += 1;
    return json;
  }
  constexpr std::array<std::string_view, 8> kBefore{
      "Basic ",  "Bearer ", "Authorization: Basic ", "Authorization: Bearer ", "x-token: ", "token: ",
      "base64:", "hex:"};
  bits += 1 + 4;
  for (const auto before : kBefore) {
    if (text.size() > before.size() + 4 && text.substr(0, before.size()) == before) {
      return SecretText(text.substr(before.size()));
    }
  }
  const bool quoted = text.size() > 4 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'');
  return quoted ? Inside(SecretText(text.substr(1, text.size() - 2))) : std::nullopt;
}

// Worth a try where both halves could be words, or one of them a number.
Inside Woven(std::string_view text, double& /*bits*/) {
  const auto plausible = [&](std::size_t first) {
    std::size_t letters = 0;
    std::size_t digits = 0;
    for (std::size_t i = first; i < text.size(); i += 2) {
      letters += IsLetter(text[i]) ? 1 : 0;
      digits += IsDigit(text[i]) ? 1 : 0;
    }
    const std::size_t count = (text.size() + 1 - first) / 2;
    return digits == count ? 1 : letters == count && IsWordLike(text, first, 2) ? 4 : letters == count ? 2 : 0;
  };
  const int both = text.size() < kShortest ? 0 : plausible(0) + plausible(1);
  if (both != 3 && both != 5 && both != 8) {  // Letters and digits; words and digits; words and words.
    return std::nullopt;
  }
  SecretText halves;
  for (const std::size_t first : {0U, 1U}) {
    for (std::size_t i = first; i < text.size(); i += 2) {
      halves.push_back(text[i]);
    }
    if (first == 0) {
      halves.push_back(' ');
    }
  }
  return halves;
}

struct Decoder {
  Layer layer;
  double bits;
  std::string_view name;
  Inside (*decode)(std::string_view text, double& bits);
};

// 2^-bits: 0.047 0.047 0.016 0.016 0.012 0.004 0.031 0.023 0.01 0.004 0.008.
constexpr std::array<Decoder, kLayers> kDecoders{{
    {Layer::kBase64, 4.4, "base64", Base64},
    {Layer::kHex, 4.4, "hexadecimal digits", Hex},
    {Layer::kBase32, 6, "base32", Base32},
    {Layer::kPercent, 6, "percent-encoding", Percent},
    {Layer::kCodes, 6.4, "numbers for characters", Codes},
    {Layer::kMorse, 8, "Morse code", Morse},
    {Layer::kRepeated, 5, "repeated characters", Repeated},
    {Layer::kGroups, 5.4, "groups with a sign between", Groups},
    {Layer::kWrapped, 6.5, "a wrapper of JSON, of a header or of quotes", Wrapped},
    {Layer::kWoven, 8, "two woven texts", Woven},
    {Layer::kSwapped, 7, "swapped letters", Unswap},
}};

}  // namespace

double LayerBits(Layer layer) { return kDecoders[static_cast<std::size_t>(layer)].bits; }

std::string_view LayerName(Layer layer) { return kDecoders[static_cast<std::size_t>(layer)].name; }

void DecodeLayers(std::string_view text, const LayerVisitor& visit) {
  for (const auto& decoder : kDecoders) {
    double bits = decoder.bits;
    if (const auto inside = decoder.decode(text, bits); inside && !inside->empty()) {
      visit(decoder.layer, bits, *inside);
    }
  }
}

}  // namespace guesswork
