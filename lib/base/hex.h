// Bytes as lower-case hexadecimal text. Pure; any number of threads.
#pragma once

#include <string>
#include <string_view>

namespace base {

// Two characters a byte.
std::string Hex(std::string_view bytes);

// Writes the same text to `out`, which has room for two characters a byte. Allocates nothing; writes no final zero.
void HexTo(std::string_view bytes, char* out);

}  // namespace base
