// How much of a text with words and patterns can be random. Pure; any number of threads.
//
// A description announces each part at 2 to 6 bits, as if any part could follow any other, and each word as if it could
// be any. People use few orders and few words, so that a text of 20 bits of guessing work can have a description of
// 120. Therefore it is not asked how much a text's parts cost, but what a generator can have chosen: characters one by
// one, or the words of a passphrase. A text is guessable if its description is shorter than PatternLimitBits, or its
// ClassBits than ClassLimitBits, and it neither holds kLeastRandom bits of random characters nor is a passphrase.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "guesswork/text_code.h"
#include "guesswork/words.h"

namespace guesswork {

constexpr double kLeastRandom = 53;
// What a description of random characters may save: n bits and more once in 2^n times (Kraft's inequality).
constexpr double kChanceBits = 8;
// Longer texts are never looked at: bounds the work.
constexpr std::size_t kMaxComposedSize = 96;

// The bits of the characters that can have been chosen one by one, in runs whose description is hardly shorter than
// that choice, and a few for each part beside them; of the stretch that holds most. A sign that is in no run ends a
// stretch: nobody chooses in several places at once. `segments`: the text's cheapest description.
double RandomBits(std::string_view text, const std::vector<Segment>& segments, const ContextWords& context);

// log2 of the number of texts that a generator could make which chooses each character by itself: the smallest usual
// alphabet that has them all. The sign between groups of equal size is no choice: it counts 2 bits, as do the dashes of
// a UUID.
double UniformBits(std::string_view text);

// A text whose description is shorter than this has patterns: the choice of its characters, less what a description
// saves by chance. A generator makes a text that saves n bits once in 2^n times at most (Kraft's inequality).
double PatternLimitBits(std::string_view text);

// The same for ClassBits (class_code.h), which learns the letters that a text has: the choice is that of its letters
// and digits, and of the signs of an alphabet.
double ClassLimitBits(std::string_view text);

}  // namespace guesswork
