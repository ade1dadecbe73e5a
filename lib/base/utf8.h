// UTF-8 as defined by RFC 3629. Pure; any number of threads.
#pragma once

#include <cstddef>
#include <string_view>

namespace base {

// The length in bytes (1 to 4) of the valid sequence that begins at offset `at`; 0 if no valid sequence begins there:
// overlong forms, surrogates, values over U+10FFFF and cut sequences are invalid. `at` is less than the text's size.
std::size_t Utf8Length(std::string_view text, std::size_t at);

// The code point of a valid sequence.
char32_t CodePoint(std::string_view sequence);

// Whether the character could act on a terminal or hide text: control characters (U+0000 to U+001F, U+007F to U+009F),
// marks of direction and of zero width, line separators.
bool IsUnsafeToPrint(char32_t c);

}  // namespace base
