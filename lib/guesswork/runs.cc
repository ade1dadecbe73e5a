#include "guesswork/runs.h"

#include <algorithm>
#include <cmath>

#include "guesswork/tables.h"
#include "guesswork/words.h"

namespace guesswork {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Alphabet {
  double choice_bits;
  double char_bits;
  bool (*has)(char c);
};

bool IsSign(char c) { return c >= 32 && c < 127 && !IsLetter(c) && !IsDigit(c); }

// 2^-choice: 0.10 0.19 0.06 0.05 0.17 0.06 0.17 0.06 0.02 0.03 0.07 0.01 0.01.
constexpr std::array<Alphabet, kAlphabets> kTable{{
    {3.33, 3.322, IsDigit},
    {2.4, 4.7005, IsLower},
    {4.1, 4.7005, IsUpper},
    {4.4, 5.7005, IsLetter},
    {2.6, 5.17, [](char c) { return IsLower(c) || IsDigit(c); }},
    {4.1, 5.17, [](char c) { return IsUpper(c) || IsDigit(c); }},
    {2.6, 5.9543, [](char c) { return IsLetter(c) || IsDigit(c); }},
    {4.1, 4, [](char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); }},
    {5.7, 4, [](char c) { return IsDigit(c) || (c >= 'A' && c <= 'F'); }},
    {5.1, 6.1, [](char c) { return IsLetter(c) || IsDigit(c) || c == '+' || c == '/' || c == '-' || c == '_'; }},
    {3.9, 6.5699, [](char c) { return IsLetter(c) || IsDigit(c) || IsSign(c); }},
    {6.7, 1, [](char c) { return c == '0' || c == '1'; }},
    {6.7, 8, [](char) { return true; }},
}};
constexpr double kStayInAlphabetBits = 0.033;

using Masks = std::array<std::uint16_t, 256>;

Masks MakeMasks() {
  Masks masks{};
  for (std::size_t c = 0; c < masks.size(); ++c) {
    for (std::size_t i = 0; i < kAlphabets; ++i) {
      if (kTable[i].has(static_cast<char>(c))) {
        masks[c] = static_cast<std::uint16_t>(masks[c] | (1U << i));
      }
    }
  }
  return masks;
}

// Goes on from `before` or begins, whichever is cheaper.
RunState Next(const RunState& before, double stay_bits, RunEntry entry, double begin_bits, std::size_t at,
              double char_bits) {
  if (before.bits + stay_bits <= entry.bits + begin_bits) {
    return {before.bits + stay_bits + char_bits, before.start, before.start_context};
  }
  return {entry.bits + begin_bits + char_bits, static_cast<std::uint16_t>(at), entry.context};
}

constexpr double kStayNumberBits = 0.416;
constexpr double kStaySyllablesBits = 0.31;
constexpr std::array<double, 3> kSyllableCaseBits{0.5, 2.6, 3.2};  // Lower, capital, upper.
constexpr double kLetterStep = 1.0 / 16;

// A letter after up to three others; `known` of them belong to the run.
double LetterBits(std::string_view text, std::size_t at, std::size_t known) {
  std::size_t index = 0;
  for (std::size_t back = 3; back > 0; --back) {
    const std::size_t letter = back <= known ? static_cast<std::size_t>(Lower(text[at - back]) - 'a') : 26;
    index = index * 27 + letter;
  }
  const auto letter = static_cast<std::size_t>(Lower(text[at]) - 'a');
  return static_cast<unsigned char>(kLetterCosts[index * 26 + letter]) * kLetterStep;
}

}  // namespace

double SignBits(char c, char last) {
  if (!IsSign(c) && c != '\t' && c != '\n' && c != '\r') {
    return kInfinity;
  }
  constexpr double kSameBits = 0.86;  // 0.55: the sign before again.
  constexpr double kOtherBits = 1.16;
  const double bits = [c] {
    switch (c) {
      case '-':
        return 2.65;  // 0.16
      case '.':
        return 2.95;  // 0.13
      case ' ':
      case '_':
      case '!':
        return 3.33;  // 0.1 each
      case '/':
        return 3.85;  // 0.07
      case ':':
      case '@':
        return 4.2;  // 0.055 each
      case '#':
      case ',':
      case '=':
        return 5.1;  // 0.03 each
      case '$':
      case '+':
      case '*':
      case '?':
      case '&':
      case '"':
      case '\n':
        return 5.9;  // 0.017 each
      default:
        return 9.4;  // 18 of 0.0015
    }
  }();
  if (last == 0) {
    return bits;
  }
  return c == last ? kSameBits : kOtherBits + bits;
}

void Runs::StepNumber(char c, std::size_t at, RunEntry entry) {
  number_[0] = IsDigit(c) ? Next(number_[0], kStayNumberBits, entry, 0, at, 3.322) : RunState{};
}

void Runs::StepAlphabets(char c, std::size_t at, RunEntry entry) {
  static const Masks masks = MakeMasks();
  const auto mask = masks[static_cast<unsigned char>(c)];
  for (std::size_t i = 0; i < kAlphabets; ++i) {
    alphabets_[i] = (mask & (1U << i)) != 0 ? Next(alphabets_[i], kStayInAlphabetBits, entry, kTable[i].choice_bits, at,
                                                   kTable[i].char_bits)
                                            : RunState{};
  }
}

void Runs::StepSyllables(std::string_view text, std::size_t at, RunEntry entry) {
  if (!IsLetter(text[at])) {
    syllables_ = {};
    return;
  }
  const bool upper = IsUpper(text[at]);
  const auto grown = [&](const RunState& before, std::size_t known) {
    return before.bits == kInfinity ? RunState{}
                                    : RunState{before.bits + kStaySyllablesBits + LetterBits(text, at, known),
                                               before.start, before.start_context};
  };
  for (std::size_t letters = 0; letters < 2; ++letters) {
    auto& states = syllables_[letters];
    const bool goes_on = upper == (letters == 1);
    const RunState third = grown(states[1], 2);
    const RunState later = grown(states[2], 3);
    states[2] = !goes_on ? RunState{} : third.bits < later.bits ? third : later;
    states[1] = goes_on ? grown(states[0], 1) : RunState{};
  }
  // After one letter: a capital is followed by lower case or by upper case.
  const double first = LetterBits(text, at, 0);
  const auto begin = [&](double case_bits) {
    return RunState{entry.bits + case_bits + first, static_cast<std::uint16_t>(at), entry.context};
  };
  syllables_[0][0] = upper ? begin(kSyllableCaseBits[1]) : begin(kSyllableCaseBits[0]);
  syllables_[1][0] = upper ? begin(kSyllableCaseBits[2]) : RunState{};
}

void Runs::StepInitials(std::string_view text, std::size_t at, RunEntry entry) {
  constexpr std::array<double, kMaxInitials - 1> kStayBits{0.63, 0.87, 1.74};  // 0.65 0.55 0.3: what leaving leaves.
  constexpr double kUpperBits = 0.74, kLowerBits = 1.33;                       // 0.6 0.4
  constexpr double kOneLetterBits = 4.7005;
  const char c = text[at];
  const bool goes_on = at > 0 && IsLetter(text[at - 1]) && IsUpper(c) == IsUpper(text[at - 1]);
  for (std::size_t letters = kMaxInitials - 1; letters > 0; --letters) {
    const RunState& before = initials_[letters - 1];
    initials_[letters] = IsLetter(c) && goes_on ? RunState{before.bits + kStayBits[letters - 1] + kOneLetterBits,
                                                           before.start, before.start_context}
                                                : RunState{};
  }
  initials_[0] = IsLetter(c) ? RunState{entry.bits + (IsUpper(c) ? kUpperBits : kLowerBits) + kOneLetterBits,
                                        static_cast<std::uint16_t>(at), entry.context}
                             : RunState{};
}

void Runs::StepScript(std::string_view text, std::size_t at, RunEntry entry) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) {
    script_[0] = {};
    return;
  }
  if (byte < 0xC0) {  // The rest of a letter.
    script_[0].bits += 6;
    return;
  }
  // A letter's first byte: one of 56, or one off the letter's before (3 of them).
  int before = 0;
  for (std::size_t back = 1; back <= 4 && back <= at; ++back) {
    const auto earlier = static_cast<unsigned char>(text[at - back]);
    if (earlier >= 0xC0) {
      before = earlier;
      break;
    }
  }
  constexpr double kStayBits = 0.2;
  const bool near = before != 0 && byte + 1 >= before && byte <= before + 1;
  const RunState gone_on{script_[0].bits + kStayBits + (near ? 1.8 : 8.8), script_[0].start, script_[0].start_context};
  const RunState begun{entry.bits + 5.9, static_cast<std::uint16_t>(at), entry.context};
  script_[0] = gone_on.bits < begun.bits ? gone_on : begun;
}

void Runs::StepKeys(std::string_view text, std::size_t at, RunEntry entry) {
  // 2^-bits of the layouts: 0.5 0.18 0.125 0.09.
  constexpr std::array<double, kLayouts> kLayoutBits{1, 2.5, 3, 3.5};
  constexpr double kSecondBits = 3.17;        // One of nine directions.
  constexpr double kSameDirectionBits = 0.7;  // 0.62
  constexpr double kTurnBits = 4.6;           // 8 of 0.04; leaving takes the rest.
  constexpr double kSameShiftBits = 0.2, kOtherShiftBits = 2.95;
  const char c = text[at];
  for (std::size_t layout = 0; layout < kLayouts; ++layout) {
    const Key key = KeyOf(layout, c);
    RunState walk;
    RunState first;
    if (key.row != kNoKey) {
      const Key last = at >= 1 ? KeyOf(layout, text[at - 1]) : Key{};
      const int step = StepBetween(last, key);
      const double shift = key.shifted == last.shifted ? kSameShiftBits : kOtherShiftBits;
      if (step != kNoStep) {
        const int before = at >= 2 ? StepBetween(KeyOf(layout, text[at - 2]), last) : kNoStep;
        const auto& second = first_keys_[layout];
        const auto& later = walks_[layout];
        const double second_bits = second.bits + kSecondBits + shift;
        const double later_bits = later.bits + (step == before ? kSameDirectionBits : kTurnBits) + shift;
        const auto& from = second_bits < later_bits ? second : later;
        walk = {std::min(second_bits, later_bits), from.start, from.start_context};
      }
      // 1 bit for eight usual first keys; the others are 39 (of the number pad: 10).
      const bool usual = std::string_view("qaz1p0m9").find(Lower(c)) != std::string_view::npos;
      const double key_bits = layout + 1 == kLayouts ? 3.33 : usual ? 4 : 6.6;
      first = {entry.bits + kLayoutBits[layout] + key_bits + (key.shifted ? kOtherShiftBits : kSameShiftBits),
               static_cast<std::uint16_t>(at), entry.context};
    }
    walks_[layout] = walk;
    first_keys_[layout] = first;
  }
}

double Runs::Least() const {
  double least = kInfinity;
  const auto each = [&](const auto& states) {
    for (const auto& state : states) {
      least = std::min(least, state.bits);
    }
  };
  each(number_);
  each(alphabets_);
  each(syllables_[0]);
  each(syllables_[1]);
  each(initials_);
  each(script_);
  each(first_keys_);
  each(walks_);
  return least;
}

}  // namespace guesswork
