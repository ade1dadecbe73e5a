// Tokens as honest people and programs make them.
#pragma once

#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "token/profile.h"

namespace detection {

using Generator = std::mt19937_64;

struct HonestClass {
  const char* name;
  token::Encoding encoding;
  std::function<std::string(Generator&)> make;  // A value as it is stored.
};

std::vector<HonestClass> HonestClasses();

// The bytes of the text in UTF-16LE.
std::string Utf16(const std::string& text);

}  // namespace detection
