// Keyboard layouts: which way the finger goes from one key to the next. Pure; any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>

namespace guesswork {

// US, German and French, then the number pad. Letters, digits and signs of the four main rows; shifted ones count as
// their keys.
constexpr std::size_t kLayouts = 4;
constexpr int kNoKey = -1;
constexpr int kNoStep = -1;
constexpr int kDirections = 9;  // The key itself and up to eight neighbours.

struct Key {
  std::int8_t row = kNoKey;
  std::int8_t column = 0;
  bool shifted = false;
};

// A key with row kNoKey if the layout has none for the character.
Key KeyOf(std::size_t layout, char c);

// Whether the US layout has both characters on one key or on keys beside each other.
bool AreNeighbours(char from, char to);

// The direction from one key to a neighbour, 0 to kDirections - 1, or kNoStep.
int StepBetween(Key from, Key to);

}  // namespace guesswork
