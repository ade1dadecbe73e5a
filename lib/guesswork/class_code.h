// What a text costs by a code that learns its form. Pure; any number of threads.
//
// It knows no word: it codes of each character the class (lower case, upper case, digit, sign) after the two classes
// before, then the character among those of its class after the character before. Groups of the same make, the same few
// letters and signs become cheap; random characters cost their choice and what there was to learn. A prefix code: for
// each length the sum of 2^-bits over all texts is 1 at most.
#pragma once

#include <string_view>
#include <vector>

namespace guesswork {

// For each place of `text`, its end included: the bits of all characters before it. Empty if one is not printable
// ASCII. The work is linear; texts of 255 characters at most.
std::vector<double> ClassBitsByPlace(std::string_view text);

// The bits of the whole text. Infinite if it is longer, not printable or all of one class, which has no form.
double ClassBits(std::string_view text);

}  // namespace guesswork
