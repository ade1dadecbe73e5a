#include "guesswork/class_code.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "guesswork/words.h"

namespace guesswork {
namespace {

constexpr std::size_t kClasses = 4;
constexpr std::array<double, kClasses> kSizes{26, 26, 10, 33};  // Lower case, upper case, digits, signs.
constexpr std::size_t kCharacters = 95;
constexpr std::size_t kMaxCoded = 255;

std::size_t ClassOf(char c) { return IsLower(c) ? 0 : IsUpper(c) ? 1 : IsDigit(c) ? 2 : 3; }

// How often each class was seen, and all.
struct Counts {
  std::array<double, kClasses> of{};
  double all = 0;

  // The share of a class, where a shorter context says `share`, which weighs `weight` times. Counts one more.
  double Next(std::size_t a_class, double share, double weight) {
    const double mixed = (of[a_class] + weight * share) / (all + weight);
    ++of[a_class];
    ++all;
    return mixed;
  }
};

class Code {
 public:
  // The bits of the next character, which is printable.
  double Next(char c) {
    const std::size_t a_class = ClassOf(c);
    const auto character = static_cast<std::size_t>(c - ' ');
    const double bits = -std::log2(CharacterShare(character, a_class) * ClassShare(a_class));
    before_that_ = before_;
    before_ = a_class;
    last_ = character;
    return bits;
  }
  // Whether all characters so far are of one class.
  [[nodiscard]] bool IsOfOneClass() const {
    return std::any_of(classes_.of.begin(), classes_.of.end(), [&](double count) { return count == classes_.all; });
  }

 private:
  double ClassShare(std::size_t a_class) {
    constexpr double kWeight = 3;
    double share = classes_.Next(a_class, 1.0 / kClasses, kClasses / 2.0);
    share = after_one_[before_].Next(a_class, share, kWeight);
    return after_two_[before_that_ * (kClasses + 1) + before_].Next(a_class, share, kWeight);
  }
  double CharacterShare(std::size_t character, std::size_t a_class) {
    constexpr double kEvenly = 1.5;  // What an even choice weighs, for each character of the class.
    constexpr double kWeight = 4;
    std::uint8_t& seen = characters_[character];
    std::uint8_t& after = after_character_[last_][character];
    std::uint8_t& all_after = classes_after_character_[last_][a_class];
    const double share = (seen + kEvenly) / (classes_.of[a_class] + kEvenly * kSizes[a_class]);
    const double mixed = (after + kWeight * share) / (all_after + kWeight);
    ++seen;
    ++after;
    ++all_after;
    return mixed;
  }

  // The classes and the character before; one more: the beginning.
  std::size_t before_ = kClasses;
  std::size_t before_that_ = kClasses;
  std::size_t last_ = kCharacters;
  Counts classes_;
  std::array<Counts, kClasses + 1> after_one_;
  std::array<Counts, (kClasses + 1) * (kClasses + 1)> after_two_;
  std::array<std::uint8_t, kCharacters> characters_{};
  std::array<std::array<std::uint8_t, kCharacters>, kCharacters + 1> after_character_{};
  std::array<std::array<std::uint8_t, kClasses>, kCharacters + 1> classes_after_character_{};
};

bool IsCoded(std::string_view text) {
  return text.size() <= kMaxCoded && std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

std::vector<double> ClassBitsByPlace(std::string_view text) {
  if (!IsCoded(text)) {
    return {};
  }
  Code code;
  std::vector<double> bits{0};
  for (const char c : text) {
    bits.push_back(bits.back() + code.Next(c));
  }
  return bits;
}

double ClassBits(std::string_view text) {
  if (!IsCoded(text)) {
    return std::numeric_limits<double>::infinity();
  }
  Code code;
  double bits = 0;
  for (const char c : text) {
    bits += code.Next(c);
  }
  return code.IsOfOneClass() ? std::numeric_limits<double>::infinity() : bits;
}

}  // namespace guesswork
