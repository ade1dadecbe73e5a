#include "guesswork/kinds.h"

#include <cmath>
#include <limits>

namespace guesswork {

// The numbers are estimates of how people build passwords, set by hand from the lists that python3-zxcvbn holds (nine
// of ten begin with a word or a part of one; digits follow letters ten times as often as the other way round), and
// lowered where random text lost more than 2 bits to a kind. To two fifths of that comes what the cheapest descriptions
// of the development and first held-out kinds (benchmarks/detection) consist of.
const std::array<std::array<std::uint16_t, kKinds>, kContexts> kKindWeights{{
    // word phrase sign number year date time addr syll alph scr copy cycle pad run seq keys count known initials
    {331, 194, 23, 52, 5, 27, 16, 5, 44, 144, 4, 0, 0, 10, 8, 13, 24, 9, 17, 71},   // start
    {200, 9, 284, 218, 91, 23, 1, 1, 26, 11, 1, 39, 29, 30, 8, 6, 7, 1, 3, 12},     // word
    {148, 20, 281, 227, 81, 7, 1, 1, 77, 6, 8, 53, 23, 33, 5, 9, 5, 1, 6, 8},       // spelled
    {133, 9, 534, 11, 4, 2, 3, 1, 13, 27, 1, 53, 44, 58, 5, 6, 9, 1, 1, 81},        // number
    {123, 10, 598, 11, 10, 8, 102, 1, 6, 7, 1, 36, 29, 30, 2, 3, 3, 1, 1, 16},      // date
    {69, 8, 77, 95, 12, 4, 1, 1, 19, 22, 1, 102, 37, 51, 92, 44, 284, 1, 2, 75},    // walk
    {108, 12, 383, 79, 42, 13, 1, 1, 27, 50, 1, 87, 51, 55, 29, 10, 23, 1, 6, 21},  // other
    {360, 92, 60, 132, 80, 44, 2, 23, 50, 28, 1, 27, 7, 8, 4, 5, 4, 1, 1, 71},      // sign after word
    {227, 15, 23, 195, 87, 34, 2, 2, 259, 21, 23, 30, 3, 6, 2, 2, 2, 1, 8, 55},     // sign after spelled
    {155, 16, 44, 532, 27, 18, 8, 1, 22, 32, 1, 26, 15, 9, 2, 2, 2, 1, 1, 84},      // sign after number
    {267, 25, 62, 66, 15, 394, 59, 1, 25, 4, 1, 41, 3, 6, 1, 1, 1, 1, 1, 26},       // sign after date
    {171, 16, 27, 171, 48, 40, 2, 2, 29, 258, 1, 37, 39, 9, 11, 6, 13, 1, 3, 113},  // sign after other
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
    case kInitials:
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
                                                        "a well-known text",
                                                        "a few letters"};
  return kNames[kind];
}

}  // namespace guesswork
