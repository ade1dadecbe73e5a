#include "guesswork/kinds.h"

#include <cmath>
#include <limits>

namespace guesswork {

// The numbers are estimates of how people build passwords, set by hand from the lists that python3-zxcvbn holds (nine
// of ten begin with a word or a part of one; digits follow letters ten times as often as the other way round), and
// lowered where random text lost more than 2 bits to a kind. No number is fitted to a corpus of tests.
const std::array<std::array<std::uint16_t, kKinds>, kContexts> kKindWeights{{
    // word phrase sign number year date time addr syll alph scr copy cycle pad run seq keys count known
    {365, 160, 40, 60, 12, 35, 25, 12, 30, 125, 10, 0, 0, 10, 12, 25, 40, 6, 20},  // start
    {225, 15, 222, 170, 55, 16, 3, 1, 20, 10, 2, 80, 65, 65, 12, 14, 16, 1, 5},    // word
    {130, 20, 235, 160, 50, 12, 3, 1, 100, 15, 20, 85, 60, 65, 12, 12, 12, 1, 4},  // spelled
    {210, 25, 275, 28, 8, 6, 8, 1, 30, 25, 1, 95, 115, 105, 12, 15, 22, 2, 3},     // number
    {140, 25, 400, 30, 25, 20, 60, 1, 15, 10, 1, 95, 75, 70, 5, 8, 8, 1, 2},       // date
    {140, 20, 140, 100, 30, 10, 2, 1, 20, 22, 1, 105, 80, 60, 50, 35, 170, 1, 5},  // walk
    {170, 25, 240, 75, 25, 10, 3, 2, 25, 35, 1, 125, 105, 85, 20, 20, 22, 1, 4},   // other
    {480, 125, 60, 85, 42, 22, 6, 8, 35, 18, 2, 45, 15, 18, 6, 8, 9, 1, 3},        // sign after word
    {200, 40, 60, 85, 40, 22, 5, 5, 370, 20, 60, 45, 8, 15, 5, 6, 6, 1, 3},        // sign after spelled
    {120, 25, 60, 480, 60, 40, 20, 2, 15, 45, 1, 60, 20, 25, 5, 6, 5, 2, 2},       // sign after number
    {120, 40, 50, 110, 40, 400, 130, 3, 15, 10, 1, 45, 8, 15, 2, 3, 3, 1, 2},      // sign after date
    {150, 40, 60, 130, 30, 15, 5, 4, 25, 330, 2, 90, 25, 25, 15, 15, 30, 1, 4},    // sign after other
}};

namespace {

KindBitsTable MakeBits() {
  KindBitsTable bits{};
  for (std::size_t context = 0; context < kContexts; ++context) {
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      const auto weight = kKindWeights[context][kind];
      bits[context][kind] = weight == 0 ? std::numeric_limits<double>::infinity() : -std::log2(weight / 1000.0);
    }
  }
  return bits;
}

Context SignAfter(Context before) {
  switch (before) {
    case kStart:
    case kLetters:
    case kSignAfterLetters:
      return kSignAfterLetters;
    case kSpelled:
    case kSignAfterSpelled:
      return kSignAfterSpelled;
    case kDigits:
    case kSignAfterDigits:
      return kSignAfterDigits;
    case kMoment:
    case kSignAfterMoment:
      return kSignAfterMoment;
    case kWalk:
    case kOther:
    case kSignAfterOther:
      return kSignAfterOther;
  }
  return kSignAfterOther;
}

}  // namespace

const KindBitsTable& KindBits() {
  static const KindBitsTable bits = MakeBits();
  return bits;
}

Context ContextAfter(Kind kind, Context before) {
  switch (kind) {
    case kWord:
    case kPhrase:
    case kKnownText:
      return kLetters;
    case kSyllables:
    case kScript:
      return kSpelled;
    case kSign:
      return SignAfter(before);
    case kRun:
    case kSequence:
    case kKeys:
      return kWalk;
    case kNumber:
    case kYear:
      return kDigits;
    case kDate:
    case kTime:
    case kAddress:
      return kMoment;
    case kAlphabet:
    case kCopy:
    case kCycle:
    case kPad:
    case kCount:
      return kOther;
  }
  return kOther;
}

std::string_view KindName(Kind kind) {
  constexpr std::array<std::string_view, kKinds> kNames{"a word",
                                                        "several words",
                                                        "a sign",
                                                        "a number",
                                                        "a year",
                                                        "a date",
                                                        "a time",
                                                        "an IP address",
                                                        "letters as in a word",
                                                        "characters without a pattern",
                                                        "letters of another script",
                                                        "a repetition",
                                                        "the same again",
                                                        "one character to the end",
                                                        "one character several times",
                                                        "a sequence",
                                                        "a keyboard pattern",
                                                        "numbers in a row",
                                                        "a well-known text"};
  return kNames[kind];
}

}  // namespace guesswork
