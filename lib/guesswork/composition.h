// Texts that people compose: words, numbers and signs in an order of their own. Pure; any number of threads.
//
// A description announces each part at 2 to 6 bits, as if any part could follow any other. People use few orders, so
// that a guesser who knows them pays for what fills the parts alone. Therefore a text is guessable too if its filling
// is below kLeastFilling, and if its description is shorter by kMargin bits than the choice of each character: a
// generator that chooses characters makes such a text once in 2^kMargin times at most (Kraft's inequality).
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "guesswork/text_code.h"
#include "guesswork/words.h"

namespace guesswork {

constexpr double kLeastFilling = 64;
constexpr double kMargin = 20;
// Longer descriptions and longer texts are never looked at: bounds the work.
constexpr double kMaxComposedBits = 115;
constexpr std::size_t kMaxComposedSize = 48;

// What the parts of a text hold, without their announcements. A word counts 13 bits at most, as one of 8,192: five
// words are beyond the bar, as diceware means it. Characters without a pattern count in full. Infinity for a text of
// five words and more, and for one segment but a phrase whose words show where they begin.
double FillingBits(std::string_view text, const std::vector<Segment>& segments, const ContextWords& context);

// log2 of the number of texts that a generator could make which chooses each character by itself: the smallest usual
// alphabet that has them all. One sign at equal distances is no choice, nor are the dashes of a UUID.
double UniformBits(std::string_view text);

}  // namespace guesswork
