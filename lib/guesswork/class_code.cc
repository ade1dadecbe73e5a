#include "guesswork/class_code.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "guesswork/words.h"

namespace guesswork {
namespace {

constexpr std::array<double, 4> kSizes{26, 26, 10, 33};  // Of the classes: lower case, upper case, digits, signs.

std::size_t ClassOf(char c) { return IsLower(c) ? 0 : IsUpper(c) ? 1 : IsDigit(c) ? 2 : 3; }

// The share of what was seen `count` times of `total`, where a shorter context says `share`: it weighs `weight` times.
double Mixed(double count, double total, double share, double weight) {
  return (count + weight * share) / (total + weight);
}

template <typename Counts>
double Total(const Counts& counts) {
  double total = 0;
  for (const auto count : counts) {
    total += count;
  }
  return total;
}

}  // namespace

double ClassCode::ClassShare(std::size_t of) {
  constexpr double kWeight = 3;
  Counts& after_one = after_one_[before_];
  Counts& after_two = after_two_[before_that_ * (kClasses + 1) + before_];
  double share = Mixed(classes_[of], Total(classes_), 1.0 / kClasses, kClasses / 2.0);
  share = Mixed(after_one[of], Total(after_one), share, kWeight);
  share = Mixed(after_two[of], Total(after_two), share, kWeight);
  ++classes_[of];
  ++after_one[of];
  ++after_two[of];
  return share;
}

double ClassCode::CharacterShare(std::size_t character, std::size_t of) {
  constexpr double kEvenly = 1.5;  // How much an even choice weighs, for each character of the class.
  constexpr double kWeight = 4;
  const double seen = classes_[of] - 1.0;  // ClassShare has counted this one.
  std::uint8_t& after = after_character_[last_][character];
  std::uint16_t& total_after = classes_after_character_[last_][of];
  double share = Mixed(characters_[character], seen, 1 / kSizes[of], kEvenly * kSizes[of]);
  share = Mixed(after, total_after, share, kWeight);
  ++characters_[character];
  ++after;
  ++total_after;
  return share;
}

void ClassCode::Add(char c) {
  ++size_;
  is_printable_ = is_printable_ && c >= ' ' && c <= '~';
  if (!is_printable_) {
    return;
  }
  const std::size_t of = ClassOf(c);
  const auto character = static_cast<std::size_t>(c - ' ');
  const double class_share = ClassShare(of);
  bits_ -= std::log2(class_share * CharacterShare(character, of));
  before_that_ = before_;
  before_ = of;
  last_ = character;
}

double ClassCode::Bits() const {
  const bool of_one_class =
      std::any_of(classes_.begin(), classes_.end(), [&](std::uint16_t count) { return count == size_; });
  return is_printable_ && !of_one_class ? bits_ : std::numeric_limits<double>::infinity();
}

double ClassBits(std::string_view text) {
  constexpr std::size_t kMost = 255;
  ClassCode code;
  for (const char c : text.substr(0, kMost)) {
    code.Add(c);
  }
  return text.size() > kMost ? std::numeric_limits<double>::infinity() : code.Bits();
}

}  // namespace guesswork
