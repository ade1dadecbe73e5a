#include "token/strength.h"

#include <zxcvbn.h>

#include <algorithm>
#include <bitset>
#include <cctype>
#include <string>

#include "base/secret_bytes.h"

namespace token {
namespace {

constexpr std::size_t kMostCharacters = 100;  // zxcvbn takes 110 us for 64 characters and grows faster than linearly.

double Estimate(const std::string& text, const std::vector<std::string_view>& words) {
  std::vector<std::string> terminated(words.begin(), words.end());
  std::vector<const char*> pointers;
  pointers.reserve(terminated.size() + 1);
  for (const auto& word : terminated) {
    pointers.push_back(word.c_str());
  }
  pointers.push_back(nullptr);
  return ZxcvbnMatch(text.c_str(), pointers.data(), nullptr);
}

bool HasPeriod(std::string_view values, std::size_t period) {
  return std::equal(values.begin() + static_cast<std::ptrdiff_t>(period), values.end(), values.begin());
}

bool IsSequence(std::string_view values) {
  const auto step = static_cast<unsigned char>(values[1] - values[0]);
  for (std::size_t i = 2; i < values.size(); ++i) {
    if (static_cast<unsigned char>(values[i] - values[i - 1]) != step) {
      return false;
    }
  }
  return true;
}

}  // namespace

double GuessBits(std::string_view text, const std::vector<std::string_view>& words) {
  std::string plain(text.substr(0, kMostCharacters));
  plain.erase(std::remove(plain.begin(), plain.end(), '\0'), plain.end());
  std::string joined;
  joined.reserve(plain.size());
  for (const char c : plain) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_' && c != '.' && c != ',') {
      joined.push_back(c);
    }
  }
  double bits = Estimate(plain, words);
  if (joined.size() != plain.size()) {
    // A separator costs a guesser next to nothing: three bits for which and where.
    bits = std::min(bits, Estimate(joined, words) + 3);
  }
  base::Wipe(plain);
  base::Wipe(joined);
  return bits;
}

std::optional<Regularity> FindRegularity(std::string_view values) {
  if (values.size() < 4) {
    return std::nullopt;
  }
  for (std::size_t period = 1; period <= values.size() / 2; ++period) {
    if (HasPeriod(values, period)) {
      return period == 1 ? Regularity::kConstant : Regularity::kPeriod;
    }
  }
  if (IsSequence(values)) {
    return Regularity::kSequence;
  }
  std::bitset<256> seen;
  for (const char c : values) {
    seen.set(static_cast<unsigned char>(c));
  }
  // A guesser who knows the few values needs at most 2 bits for each place; 24 random hex digits have 4 or fewer
  // distinct values with a chance below 2^-35, random bytes with far less.
  const std::size_t few = values.size() >= 24 ? 4 : values.size() >= 16 ? 3 : 2;
  if (seen.count() <= few) {
    return Regularity::kFewValues;
  }
  return std::nullopt;
}

}  // namespace token
