// Cutting what a client chose to a length, visibly.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace admission {

// The text, or if it is longer than `most` bytes its beginning and "…": never in the middle of a character.
std::string Truncate(std::string_view text, std::size_t most);

// The same by the bytes of its JSON form: a control character takes six, a quote and a backslash two.
std::string TruncateForJson(std::string_view text, std::size_t most);

}  // namespace admission
