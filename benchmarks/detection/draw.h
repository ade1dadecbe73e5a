// Random choices, and the text that people and scripts make of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kinds.h"

namespace detection::known {

// Number of words in a list. Exactly one `separator` stands between two words.
constexpr double Count(std::string_view list, char separator = ' ') {
  double count = 1;
  for (const char c : list) {
    count += c == separator ? 1 : 0;
  }
  return count;
}

// log2, because std::log2 is not constexpr. Error below 1e-9. `value` is at least 1.
constexpr double Log2(double value) {
  double bits = 0;
  for (; value >= 2; value /= 2) {
    bits += 1;
  }
  for (double bit = 0.5; bit > 1e-10; bit /= 2) {
    value *= value;
    if (value >= 2) {
      value /= 2;
      bits += bit;
    }
  }
  return bits;
}

// Entropy of independent choices: one argument for each choice, its number of equally likely results.
template <typename... Counts>
constexpr double Bits(Counts... counts) {
  return (Log2(static_cast<double>(counts)) + ...);
}

// Uniform in [0, count).
std::uint64_t Below(Generator& random, std::uint64_t count);

// Uniform in [low, high], in decimal, with leading zeros up to `width` digits.
std::string Number(Generator& random, std::uint64_t low, std::uint64_t high, std::size_t width = 1);

// `length` independent characters of `alphabet`.
std::string Chars(Generator& random, std::string_view alphabet, std::size_t length);

// One word of a list.
std::string One(Generator& random, std::string_view list, char separator = ' ');

// One day of `years` years from `first` on; 28 days a month, so that all days are equally likely. In `format`, D, M, Y
// and y stand for day, month, year and two-digit year.
std::string Date(Generator& random, std::string_view format, std::uint64_t first, std::uint64_t years);

// A time of the day; in `format`, h, m and s stand for hour, minute and second.
std::string Time(Generator& random, std::string_view format);

// `make` called `count` times, the results joined with `separator`.
template <typename Make>
std::string Repeat(std::size_t count, std::string_view separator, Make make) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += (i == 0 ? "" : std::string(separator)) + make();
  }
  return text;
}

// `text` with `filler` after it, as often as needed for 16 characters.
std::string Filled(std::string text, std::string_view filler);

std::string Padded(std::uint64_t number, std::size_t width);
std::string Capital(const std::string& word);
std::string Lower(std::string text);
std::string Upper(std::string text);
std::string Reverse(const std::string& text);

// Replaces each character of `from` with the one at the same place in `to`; leaves others alone.
std::string Map(std::string text, std::string_view from, std::string_view to);

// Replaces every `from` in `text`.
std::string Replace(std::string text, std::string_view from, std::string_view to);

// The bits of `bytes`, `width` at a time, as characters of `alphabet`; the last group is filled with zeros. Width 1 is
// binary, 4 hex, 5 base32, 6 base64; no padding.
std::string Encode(std::string_view bytes, std::string_view alphabet, unsigned width);
std::string Hex(std::string_view bytes);

// `number` in base `alphabet.size()`, at least `width` digits.
std::string Base(std::uint64_t number, std::string_view alphabet, std::size_t width);

// The digest of `bytes` in hex. `algorithm` is a name that OpenSSL knows.
std::string Digest(const char* algorithm, std::string_view bytes);

// The last digit that makes the digits pass the Luhn check.
char Luhn(std::string_view digits);

inline constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
inline constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
inline constexpr std::string_view kDigits = "0123456789";
inline constexpr std::string_view kHex = "0123456789abcdef";
inline constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
inline constexpr std::string_view kBase62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
inline constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace detection::known
