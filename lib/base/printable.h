// Texts that a client chose, made safe to print. Pure; any number of threads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace base {

// The text with each character that could act on a terminal or hide text (base::IsUnsafeToPrint) as \uXXXX, and each
// byte that is not UTF-8 as U+FFFD. If more than `max_bytes` would result, the text ends before that, with "…" behind.
std::string Printable(std::string_view text, std::size_t max_bytes = 512);

}  // namespace base
