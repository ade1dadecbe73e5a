#include "guesswork/layers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

#include "base/base64.h"
#include "guesswork/decoders.h"
#include "guesswork/substitution.h"
#include "guesswork/words.h"

namespace guesswork {
namespace {

using base::SecretText;
constexpr std::size_t kShortest = kShortestLayer;

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

struct Decoder {
  Layer layer;
  double bits;
  std::string_view name;
  std::string_view phrase;
  Inside (*decode)(std::string_view text, double& bits);
};

// 2^-bits: 0.047 0.047 0.016 0.016 0.004 0.012 0.004 0.002 0.004 0.031 0.023 0.01 0.004 0.01 0.003 0.004 0.002 0.008.
constexpr std::array<Decoder, kLayers> kDecoders{{
    {Layer::kBase64, 4.4, "base64", "in base64", Base64},
    {Layer::kHex, 4.4, "hexadecimal digits", "in hexadecimal digits", Hex},
    {Layer::kBase32, 6, "base32", "in base32", Base32},
    {Layer::kEscapes, 6, "numbers for characters", "as numbers for characters", Escapes},
    {Layer::kPartlyEscaped, 8, "percent-encoding", "in percent-encoding", PartlyEscaped},
    {Layer::kLetterNumbers, 6.4, "numbers for letters", "as numbers for letters", LetterNumbers},
    {Layer::kMorse, 8, "Morse code", "in Morse code", Morse},
    {Layer::kKeyPresses, 9, "presses of a telephone's keys", "as presses of a telephone's keys", KeyPresses},
    {Layer::kRebased, 8, "one number in another base", "as one number in another base", Rebased},
    {Layer::kRepeated, 5, "repeated characters", "each character repeated", Repeated},
    {Layer::kGroups, 5.4, "groups with a sign between", "in groups with a sign between", Groups},
    {Layer::kWrapped, 6.5, "a wrapper of JSON, of a header or of quotes",
     "in a wrapper of JSON, of a header or of quotes", Wrapped},
    {Layer::kWoven, 8, "two woven texts", "in two texts woven together", Woven},
    {Layer::kBackwards, 6.6, "reversed text", "backwards", Backwards},
    {Layer::kRails, 8.3, "every second character first", "every second character first", Rails},
    {Layer::kAlternating, 7.8, "alternate case", "in alternate case", Alternating},
    {Layer::kPigLatin, 9, "pig latin", "in pig latin", PigLatin},
    {Layer::kSwapped, 7, "swapped letters", "with swapped letters", Unswap},
}};

}  // namespace

double LayerBits(Layer layer) { return kDecoders[static_cast<std::size_t>(layer)].bits; }

std::string_view LayerName(Layer layer) { return kDecoders[static_cast<std::size_t>(layer)].name; }

std::string_view LayerPhrase(Layer layer) { return kDecoders[static_cast<std::size_t>(layer)].phrase; }

void DecodeLayers(std::string_view text, const LayerVisitor& visit) {
  for (const auto& decoder : kDecoders) {
    double bits = decoder.bits;
    if (const auto inside = decoder.decode(text, bits); inside && !inside->empty()) {
      visit(decoder.layer, bits, *inside);
    }
  }
}

}  // namespace guesswork
