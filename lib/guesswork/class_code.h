// What a text costs by a code that learns its form. Pure; any number of threads, each with its own code.
//
// It knows no word: it codes of each character the class (lower case, upper case, digit, sign) after the two classes
// before, then the character among those of its class after the character before. Groups of the same make, the same few
// letters and signs become cheap; random characters cost their choice and what there was to learn. A prefix code: for
// each length the sum of 2^-bits over all texts is 1 at most.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace guesswork {

class ClassCode {
 public:
  void Add(char c);
  // Of all characters so far. Infinite if one is not printable ASCII, or if all are of one class.
  [[nodiscard]] double Bits() const;

 private:
  static constexpr std::size_t kClasses = 4;
  static constexpr std::size_t kCharacters = 95;
  using Counts = std::array<std::uint16_t, kClasses>;

  double ClassShare(std::size_t of);
  double CharacterShare(std::size_t character, std::size_t of);

  double bits_ = 0;
  std::size_t size_ = 0;
  bool is_printable_ = true;
  // The classes and the character before; one more: the beginning.
  std::size_t before_ = kClasses;
  std::size_t before_that_ = kClasses;
  std::size_t last_ = kCharacters;
  Counts classes_{};
  std::array<Counts, kClasses + 1> after_one_{};
  std::array<Counts, (kClasses + 1) * (kClasses + 1)> after_two_{};
  std::array<std::uint8_t, kCharacters> characters_{};
  std::array<std::array<std::uint8_t, kCharacters>, kCharacters + 1> after_character_{};
  std::array<Counts, kCharacters + 1> classes_after_character_{};
};

// The bits of the whole text. At most 255 characters are looked at; longer texts cost infinitely much.
double ClassBits(std::string_view text);

}  // namespace guesswork
