// Numbers of characters, in the notations of programming languages, of markup and of old ciphers.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "guesswork/decoders.h"
#include "guesswork/words.h"

namespace guesswork {
namespace {

using base::SecretText;

constexpr std::string_view kLowerDigits = "0123456789abcdef";
constexpr std::string_view kUpperDigits = "0123456789ABCDEF";

// A character is `open`, its number, `close`; between two stands `between`. Width 0: as many digits as it takes.
struct Notation {
  std::string_view open;
  unsigned base;
  std::size_t width;
  std::string_view close;
  std::string_view between;
};

constexpr std::array<Notation, 30> kNotations{{
    {"%", 16, 2, "", ""},   {"\\x", 16, 2, "", ""},  {"\\u", 16, 4, "", ""}, {"\\", 8, 3, "", ""},
    {"&#", 10, 0, ";", ""}, {"&#x", 16, 2, ";", ""}, {"=", 16, 2, "", ""},   {"0x", 16, 2, "", ","},
    {"0x", 16, 2, "", " "}, {"0x", 16, 2, "", ", "}, {"0x", 16, 2, "", ""},  {"U+", 16, 4, "", " "},
    {"", 16, 2, "", ":"},   {"", 16, 2, "", " "},    {"", 16, 2, "", "-"},   {"", 16, 4, "", ""},
    {"", 2, 8, "", ""},     {"", 2, 8, "", " "},     {"", 2, 7, "", " "},    {"", 2, 8, "", "-"},
    {"", 10, 0, "", " "},   {"", 10, 0, "", ","},    {"", 10, 0, "", "-"},   {"", 10, 0, "", "."},
    {"", 10, 0, "", ";"},   {"", 10, 3, "", ""},     {"", 10, 3, "", " "},   {"", 8, 3, "", " "},
    {"", 8, 3, "", ""},     {"0b", 2, 8, "", " "},
}};

int ValueOf(char c, unsigned base, bool upper) {
  const auto digits = (upper ? kUpperDigits : kLowerDigits).substr(0, base);
  const auto value = digits.find(c);
  return value == std::string_view::npos ? -1 : static_cast<int>(value);
}

// The character that begins at `at`, which then stands behind it; -1 if there is none.
int Next(std::string_view text, std::size_t& at, const Notation& notation, bool upper) {
  std::size_t place = at;
  if (text.substr(place, notation.open.size()) != notation.open) {
    return -1;
  }
  place += notation.open.size();
  const std::size_t first = place;
  const std::size_t most = notation.width == 0 ? 3 : notation.width;
  unsigned value = 0;
  while (place < text.size() && place - first < most) {
    const int digit = ValueOf(text[place], notation.base, upper);
    if (digit < 0) {
      break;
    }
    value = value * notation.base + static_cast<unsigned>(digit);
    ++place;
  }
  const bool all = notation.width == 0 ? place > first && text[first] != '0' : place - first == notation.width;
  if (!all || value > 255 || text.substr(place, notation.close.size()) != notation.close) {
    return -1;
  }
  at = place + notation.close.size();
  return static_cast<int>(value);
}

bool IsPrintable(int c) { return c >= 32 && c < 127; }

// Two digits each: 01 to 26, or row and column of a square of five.
Inside NumberPairs(std::string_view text) {
  const bool square = text.find_first_not_of("12345") == std::string_view::npos;
  SecretText out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    const int high = text[i] - '0';
    const int low = text[i + 1] - '0';
    const int letter = square ? (high - 1) * 5 + low - 1 : high * 10 + low - 1;
    if (letter < 0 || letter >= 26) {
      return std::nullopt;
    }
    out.push_back(static_cast<char>('a' + letter + (square && letter >= 9 ? 1 : 0)));
  }
  return text.size() % 2 == 0 ? std::move(out) : Inside();
}

}  // namespace

bool IsSignCharacter(char c) { return c >= 32 && c < 127 && !IsLetter(c) && !IsDigit(c); }

Inside Escapes(std::string_view text, double& bits) {
  if (text.size() < kShortestLayer) {
    return std::nullopt;
  }
  const bool upper = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'F'; });
  constexpr std::size_t kFewCharacters = 4;
  for (const auto& notation : kNotations) {
    SecretText out;
    std::size_t at = 0;
    for (;;) {
      std::size_t next = at;
      if (!out.empty()) {
        if (text.substr(next, notation.between.size()) != notation.between) {
          break;
        }
        next += notation.between.size();
      }
      const int c = Next(text, next, notation, upper);
      if (!IsPrintable(c)) {
        break;
      }
      out.push_back(static_cast<char>(c));
      at = next;
    }
    // What follows is no character of the notation: it stays as it is, and where it begins is told.
    const std::string_view rest = text.substr(at);
    if (out.size() < kFewCharacters || rest.size() * 2 > text.size()) {
      continue;
    }
    bits += 4.91 + 1 + 0.42;  // One of 30; whether all; lower or upper case.
    if (!rest.empty()) {
      out.append(rest);
      bits += std::log2(static_cast<double>(out.size()));
    }
    bits += upper ? 1.58 : 0;
    return out;
  }
  return std::nullopt;
}

Inside PartlyEscaped(std::string_view text, double& bits) {
  const auto is_free = [](char c) { return IsLetter(c) || IsDigit(c) || c == '-' || c == '.' || c == '_' || c == '~'; };
  const bool upper = std::any_of(text.begin(), text.end(), IsUpper);
  SecretText out;
  std::size_t escaped = 0;
  for (std::size_t at = 0; at < text.size(); ++escaped) {
    for (; at < text.size() && is_free(text[at]); ++at) {
      out.push_back(text[at]);
    }
    if (at == text.size()) {
      break;
    }
    const int high = text[at] != '%' || at + 2 >= text.size() ? -1 : ValueOf(text[at + 1], 16, upper);
    const int low = high < 0 ? -1 : ValueOf(text[at + 2], 16, upper);
    const char c = static_cast<char>(high * 16 + low);
    if (low < 0 || !IsPrintable(c) || is_free(c)) {
      return std::nullopt;
    }
    out.push_back(c);
    at += 3;
  }
  bits += 1;
  return escaped == 0 ? Inside() : std::move(out);
}

Inside LetterNumbers(std::string_view text, double& bits) {
  if (text.size() < kShortestLayer || !IsDigit(text[0])) {
    return std::nullopt;
  }
  const auto at = text.find_first_not_of("0123456789");
  if (at == std::string_view::npos) {
    bits += 2;
    return NumberPairs(text);
  }
  SecretText out;
  const char separator = text[at];
  const bool two_digits = at == 2 && text[0] == '0';
  std::size_t begin = 0;
  std::size_t letters = 0;
  double other_bits = 0;
  for (;;) {
    const auto end = std::min(text.find(separator, begin), text.size());
    const auto number = text.substr(begin, end - begin);
    const bool fits = !number.empty() && number.size() <= 2 &&
                      number.find_first_not_of("0123456789") == std::string_view::npos &&
                      (two_digits ? number.size() == 2 : number[0] != '0');
    const int value = !fits ? 0 : number.size() == 1 ? number[0] - '0' : (number[0] - '0') * 10 + number[1] - '0';
    if (value >= 1 && value <= 26) {
      out.push_back(static_cast<char>('a' + value - 1));
      ++letters;
    } else if (begin > 0 && IsDigit(number.empty() ? 'x' : number[0]) && value == 0 && end == text.size()) {
      out.append(number);  // A year or the like behind the letters.
      other_bits = std::log2(static_cast<double>(out.size()));
    } else {
      return std::nullopt;
    }
    if (end == text.size()) {
      break;
    }
    begin = end + 1;
  }
  if (letters < 4 || !IsSignCharacter(separator)) {
    return std::nullopt;
  }
  bits += 1 + 1 + 1 + other_bits + (separator == ' ' || separator == ',' || separator == '-' ? 2 : 6.5);
  return out;
}

Inside Morse(std::string_view text, double& bits) {
  static constexpr std::array<std::string_view, 36> kCodes{
      ".-",   "-...", "-.-.",  "-..",   ".",     "..-.",  "--.",   "....",  "..",    ".---",  "-.-",   ".-..",
      "--",   "-.",   "---",   ".--.",  "--.-",  ".-.",   "...",   "-",     "..-",   "...-",  ".--",   "-..-",
      "-.--", "--..", "-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."};
  const auto code_end = std::min(text.find_first_not_of(".-/ "), text.size());
  if (code_end < kShortestLayer || code_end * 2 < text.size()) {
    return std::nullopt;
  }
  // What is no code stands behind a separator, as it is.
  const bool has_rest = code_end != text.size();
  const auto code = has_rest ? text.substr(0, code_end - 1) : text;
  const auto first = code.find_first_of(" /");
  const char separator = first == std::string_view::npos ? ' ' : code[first];
  if (has_rest && text[code_end - 1] != separator) {
    return std::nullopt;
  }
  SecretText letters;
  std::size_t begin = 0;
  while (begin <= code.size()) {
    const auto end = std::min(code.find(separator, begin), code.size());
    const auto piece = code.substr(begin, end - begin);
    begin = end + 1;
    if (separator == ' ' && piece == "/") {
      letters.push_back(' ');  // Between words.
      continue;
    }
    const auto found = std::find(kCodes.begin(), kCodes.end(), piece);
    if (found == kCodes.end()) {
      return std::nullopt;
    }
    const auto index = static_cast<std::size_t>(found - kCodes.begin());
    letters.push_back(static_cast<char>(index < 26 ? 'a' + index : '0' + (index - 26)));
  }
  bits += 2;
  if (has_rest) {
    letters.append(text.substr(code_end));
    bits += std::log2(static_cast<double>(letters.size()));
  }
  return letters;
}

Inside KeyPresses(std::string_view text, double& bits) {
  static constexpr std::array<std::string_view, 10> kKeys{" ",   "",    "abc",  "def", "ghi",
                                                          "jkl", "mno", "pqrs", "tuv", "wxyz"};
  const auto at = text.find_first_not_of("0123456789");
  if (text.size() < kShortestLayer || at == std::string_view::npos || !IsSignCharacter(text[at])) {
    return std::nullopt;
  }
  SecretText out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find(text[at], begin), text.size());
    const auto presses = text.substr(begin, end - begin);
    const bool is_key =
        !presses.empty() && IsDigit(presses[0]) && presses.find_first_not_of(presses[0]) == std::string_view::npos;
    const auto& letters = kKeys[is_key ? static_cast<std::size_t>(presses[0] - '0') : 1];
    if (letters.size() < presses.size() || letters.empty()) {
      return std::nullopt;
    }
    out.push_back(letters[presses.size() - 1]);
    begin = end + 1;
  }
  bits += text[at] == '-' || text[at] == ' ' ? 2 : 6.5;
  return out;
}

}  // namespace guesswork
