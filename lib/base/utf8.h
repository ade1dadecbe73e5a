// UTF-8 as RFC 3629 has it. Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace base {

// Bytes of the valid sequence that begins at `at`, which is inside of the text; 0 if there is none.
std::size_t Utf8Length(std::string_view text, std::size_t at);

}  // namespace base
