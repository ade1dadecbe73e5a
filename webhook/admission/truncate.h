// Shortens text that a client chose; "…" marks where. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace admission {

// The text, or if it has more than `max_bytes` bytes, its beginning and "…". Never cuts through a UTF-8 character.
std::string Truncate(std::string_view text, std::size_t max_bytes);

// The same by the size of its JSON form: a control character takes six bytes, a quote and a backslash two.
std::string TruncateForJson(std::string_view text, std::size_t max_bytes);

}  // namespace admission
