// The kinds of segments that a text is described by, and what it costs to announce each: the table of the code.
//
// A description is a row of segments. Which kind comes next is announced at a cost that depends on the segment before
// (its context); the segment's own cost follows (text_code.cc). Costs are bits: -log2 of a probability. The
// probabilities of each context sum to at most 1, and so do those of each kind's contents, so that the code as a whole
// satisfies Kraft's inequality: the sum of 2^-cost over all texts of one length is at most 1. tests/unit/guesswork
// holds both.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace guesswork {

// What stands before a segment.
enum Context : std::uint8_t {
  kStart,
  kLetters,  // A word or phrase.
  kSpelled,  // Syllables, another script.
  kDigits,   // A number or year.
  kMoment,   // A date, time or address.
  kWalk,     // Keys, a run, a sequence.
  kOther,    // Characters of an alphabet, copies.
  // A sign after each of these: what comes next is often of the kind that came before it.
  kSignAfterLetters,
  kSignAfterSpelled,
  kSignAfterDigits,
  kSignAfterMoment,
  kSignAfterOther,
};
constexpr std::size_t kContexts = 12;

enum Kind : std::uint8_t {
  kWord,       // A word of the tables or of the context.
  kPhrase,     // Two or more words with one joiner, all in one case.
  kSign,       // One sign or blank.
  kNumber,     // Some digits.
  kYear,       // 1800 to 2099.
  kDate,       // Day, month and year in any order.
  kTime,       // Hours, minutes, perhaps seconds; seconds since 1970.
  kAddress,    // Four numbers of an IP address.
  kSyllables,  // Letters that follow each other as in words.
  kAlphabet,   // Characters of one alphabet, each as likely as the other.
  kScript,     // Letters of another script.
  kCopy,       // A piece of the text before, perhaps reversed, in other case or in leet.
  kCycle,      // To the end: the text from its beginning on.
  kPad,        // To the end: one character.
  kRun,        // One character several times.
  kSequence,   // Neighbours in the alphabet or among the digits.
  kKeys,       // A walk over a keyboard.
  kCount,      // To the end: whole numbers in a row.
  kKnownText,  // A piece of a well-known text.
  kInitials,   // One to four letters of one case: units, codes, initials.
};
constexpr std::size_t kKinds = 20;

// In thousandths: how likely each kind is in each context. A row sums to 1000 at most.
extern const std::array<std::array<std::uint16_t, kKinds>, kContexts> kKindWeights;

// The same as bits; infinity where the weight is 0.
using KindBitsTable = std::array<std::array<double, kKinds>, kContexts>;
const KindBitsTable& KindBits();

// What stands after a segment of this kind that followed `before`.
Context ContextAfter(Kind kind, Context before);

// For messages, with an article: "a word", "a year".
std::string_view KindName(Kind kind);

}  // namespace guesswork
