// Segments that grow by a character at a time: numbers, alphabets, syllables, initials, other scripts, keyboard walks.
// Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "guesswork/keyboard.h"
#include "guesswork/kinds.h"

namespace guesswork {

// One way of being inside a segment at a place: what it has cost, where it began, in which context.
struct RunState {
  double bits = std::numeric_limits<double>::infinity();
  std::uint16_t start = 0;
  Context start_context = kStart;
};

struct RunEntry {
  double bits;
  Context context;
};

// Alphabets of kAlphabet: digits, lower, upper, letters, lower and digits, upper and digits, letters and digits, hex in
// lower and in upper case, base64, printable ASCII, 0 and 1, any byte.
constexpr std::size_t kAlphabets = 13;

class Runs {
 public:
  // Reads the character at `at`: goes on with every run that it fits and begins those that it may begin.
  template <typename EntryOf>
  void Step(std::string_view text, std::size_t at, EntryOf entry_of) {
    StepNumber(text[at], at, entry_of(kNumber));
    StepAlphabets(text[at], at, entry_of(kAlphabet));
    StepSyllables(text, at, entry_of(kSyllables));
    StepInitials(text, at, entry_of(kInitials));
    StepScript(text, at, entry_of(kScript));
    StepKeys(text, at, entry_of(kKeys));
  }

  // Calls visit(state, kind, leave_bits) for each run that may end behind the last character read.
  template <typename Visit>
  void ForEach(Visit visit) const {
    const auto each = [&](const auto& states, Kind kind, double leave_bits) {
      for (const auto& state : states) {
        if (state.bits < std::numeric_limits<double>::infinity()) {
          visit(state, kind, leave_bits);
        }
      }
    };
    each(number_, kNumber, kLeaveNumberBits);
    each(alphabets_, kAlphabet, kLeaveAlphabetBits);
    each(syllables_[0], kSyllables, kLeaveSyllablesBits);
    each(syllables_[1], kSyllables, kLeaveSyllablesBits);
    for (std::size_t letters = 0; letters < kMaxInitials; ++letters) {
      each(std::array{initials_[letters]}, kInitials, kLeaveInitialsBits[letters]);
    }
    each(script_, kScript, kLeaveScriptBits);
    each(walks_, kKeys, kLeaveKeysBits);
  }

  // The bits of the cheapest run, those that may not end yet included.
  [[nodiscard]] double Least() const;

  // 2^-continue + 2^-leave of each is 1 at most.
  static constexpr double kLeaveNumberBits = 2;
  static constexpr double kLeaveAlphabetBits = 5.5;
  static constexpr double kLeaveSyllablesBits = 2.4;
  static constexpr double kLeaveScriptBits = 3;
  static constexpr std::size_t kMaxInitials = 4;
  static constexpr std::array<double, kMaxInitials> kLeaveInitialsBits{1.52, 1.16, 0.52, 0};  // 0.35 0.45 0.7 1
  static constexpr double kLeaveKeysBits = 4.3;

 private:
  void StepNumber(char c, std::size_t at, RunEntry entry);
  void StepAlphabets(char c, std::size_t at, RunEntry entry);
  void StepSyllables(std::string_view text, std::size_t at, RunEntry entry);
  void StepInitials(std::string_view text, std::size_t at, RunEntry entry);
  void StepScript(std::string_view text, std::size_t at, RunEntry entry);
  void StepKeys(std::string_view text, std::size_t at, RunEntry entry);

  std::array<RunState, 1> number_;
  std::array<RunState, kAlphabets> alphabets_;
  std::array<std::array<RunState, 3>, 2> syllables_;  // Lower and upper case; after one, two, three and more letters.
  std::array<RunState, kMaxInitials> initials_;       // After one, two, three, four letters.
  std::array<RunState, 1> script_;
  std::array<RunState, kLayouts> first_keys_;  // After the first key of a walk.
  std::array<RunState, kLayouts> walks_;       // After two and more.
};

// A sign or blank: 2^-bits sum to less than 1. `last` is the sign before in the text, or 0. Infinite for others.
double SignBits(char c, char last);

}  // namespace guesswork
