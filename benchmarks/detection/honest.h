// Tokens as honest people and programs make them.
#pragma once

#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "kinds.h"
#include "token/profile.h"

namespace detection {

struct HonestClass {
  const char* name;
  double bits;  // Entropy of what `make` makes.
  token::Encoding encoding;
  std::function<std::string(Generator&)> make;  // A value as it is stored.
};

std::vector<HonestClass> HonestClasses();

// Some of them as typed, not encoded, to compare estimators with.
const std::vector<Kind>& HonestKinds();

// The bytes of the text in UTF-16LE.
std::string Utf16(const std::string& text);

}  // namespace detection
