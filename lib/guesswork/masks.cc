// Text under a key of one byte.
#include <algorithm>

#include "guesswork/decoders.h"
#include "guesswork/words.h"

namespace guesswork {
namespace {

// Higher for what words are made of.
int LetterScore(char c) {
  constexpr std::string_view kCommonest = "etaoinsrhl";
  const bool common = kCommonest.find(Lower(c)) != std::string_view::npos;
  return (IsLower(c) ? 2 : IsLetter(c) || IsDigit(c) ? 1 : 0) + (common ? 1 : 0);
}

}  // namespace

Inside Unmask(std::string_view bytes, double& bits) {
  constexpr double kKeyBits = 8;
  const auto is_printable = [](unsigned char c) { return c >= ' ' && c <= '~'; };
  const auto byte = [](char c) { return static_cast<unsigned char>(c); };
  // ASCII has the same highest bit throughout: nearly all random bytes end here.
  if (bytes.size() < kShortestLayer ||
      std::any_of(bytes.begin(), bytes.end(), [&](char c) { return ((byte(c) ^ byte(bytes[0])) & 0x80U) != 0; }) ||
      std::all_of(bytes.begin(), bytes.end(), [&](char c) { return is_printable(byte(c)); })) {
    return std::nullopt;
  }
  unsigned best = 0;
  int most = 0;
  for (unsigned low = 0; low < 0x80U; ++low) {
    const unsigned key = (byte(bytes[0]) & 0x80U) | low;
    const auto plain = [&](char c) { return static_cast<unsigned char>(byte(c) ^ key); };
    if (!std::all_of(bytes.begin(), bytes.end(), [&](char c) { return is_printable(plain(c)); })) {
      continue;
    }
    int score = 0;
    for (const char c : bytes) {
      score += LetterScore(static_cast<char>(plain(c)));
    }
    if (score > most) {
      most = score;
      best = key;
    }
  }
  if (static_cast<std::size_t>(most) < bytes.size()) {
    return std::nullopt;
  }
  base::SecretText text(bytes);
  std::transform(text.begin(), text.end(), text.begin(), [&](char c) { return static_cast<char>(byte(c) ^ best); });
  bits += kKeyBits;
  return text;
}

}  // namespace guesswork
