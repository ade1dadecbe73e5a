// The cheapest description of a text: a row of segments of the kinds of kinds.h. Pure; any number of threads.
#pragma once

#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

#include "guesswork/kinds.h"
#include "guesswork/words.h"

namespace guesswork {

struct Segment {
  Kind kind;
  std::size_t length;  // Characters.
  double bits;         // Announcing the kind included.
};

// Longer texts are judged by their first 4,096 characters.
constexpr std::size_t kMaxCharacters = 4096;

// Where to give up.
struct TextLimit {
  double bits = std::numeric_limits<double>::infinity();  // As soon as no description can be below it.
  // From here on also where what was read costs 15 bits more than characters chosen one by one, `uniform` bits each.
  double firm = std::numeric_limits<double>::infinity();
  double uniform = 0;
};

// The bits of the cheapest description of `text`; if there is none below the limit, the limit at least (and perhaps
// less than the true number). `segments`, if not null, receives the description where it is below the limit. The work
// is linear in the length: at most 5 us a character on a machine of 2023.
double TextBits(std::string_view text, const ContextWords& context, TextLimit limit,
                std::vector<Segment>* segments = nullptr);

}  // namespace guesswork
