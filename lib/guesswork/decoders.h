// The decoders behind layers.h, one for each layer. Each gives back what the text stands for and adds to `bits` what
// the choice among the layer's forms costs; null if the text is nothing of the kind. Injective: two texts that decode
// to the same with the same choice do not exist. Pure; any number of threads.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/secret_text.h"

namespace guesswork {

using Inside = std::optional<base::SecretText>;

constexpr std::size_t kShortestLayer = 8;  // Characters: anything is hexadecimal or base64 by chance when it is short.

// Printable ASCII that is neither letter nor digit.
bool IsSignCharacter(char c);

// A number for each character (character_codes.cc).
Inside Escapes(std::string_view text, double& bits);  // \x70\x61, &#112;, =70, 0x70,0x61, 70:61, 0111 0000, 112097
Inside PartlyEscaped(std::string_view text, double& bits);  // Two%20words: signs and blanks alone are escaped.
Inside LetterNumbers(std::string_view text, double& bits);  // 16-1-19, 160119; rows and columns of Polybius' square
Inside Morse(std::string_view text, double& bits);
Inside KeyPresses(std::string_view text, double& bits);  // 7-2-7777: how often a telephone's key is pressed

// The bytes as one number (number_bases.cc): base 58, 36, 62 or 10, or groups of five in base 85.
Inside Rebased(std::string_view text, double& bits);

// The same characters in another order, in another case or with others between (arrangements.cc).
Inside Repeated(std::string_view text, double& bits);
Inside Groups(std::string_view text, double& bits);
Inside Woven(std::string_view text, double& bits);
Inside Backwards(std::string_view text, double& bits);
Inside Rails(std::string_view text, double& bits);        // Every second character first, then the others.
Inside Alternating(std::string_view text, double& bits);  // aLtErNaTe case
Inside PigLatin(std::string_view text, double& bits);

}  // namespace guesswork
