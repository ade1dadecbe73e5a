// SHA-256 as bytes: half as long as in hex, for millions of lines. Pure.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace trail_reader {

using Digest = std::array<char, 32>;

Digest DigestOf(std::string_view text);
// Lower-case hex.
std::string ToHex(const Digest& digest);
// Reads 64 lower-case hex digits. Returns false, without a change of `digest`, if the text is anything else.
bool FromHex(std::string_view text, Digest& digest);

}  // namespace trail_reader
