// Bytes as lower-case hex. Pure.
#pragma once

#include <string>
#include <string_view>

namespace base {

std::string Hex(std::string_view bytes);

}  // namespace base
