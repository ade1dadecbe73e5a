// UTF-8 as RFC 3629 has it. Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace base {

// Bytes of the valid sequence that begins at `at`, which is inside of the text; 0 if there is none.
std::size_t Utf8Length(std::string_view text, std::size_t at);

// The code point of a valid sequence.
char32_t CodePoint(std::string_view sequence);

// Whether the character could act on a terminal or hide text: control characters (U+0000 to U+001F, U+007F to U+009F),
// marks of direction and of zero width, line separators.
bool IsUnsafeToPrint(char32_t c);

}  // namespace base
