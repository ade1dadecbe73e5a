// Bytes as lower-case hex. Pure.
#pragma once

#include <string>
#include <string_view>

namespace base {

std::string Hex(std::string_view bytes);
// The same into two characters a byte at `out`; takes no memory.
void HexTo(std::string_view bytes, char* out);

}  // namespace base
