// How hard a token is to guess: the length, in bits, of its cheapest description (minimum description length).
//
// A description is: layers of encoding (layers.h), then bytes (byte_code.h) or text (text_code.h). Every way of
// describing a token has a stated cost, and the costs form a prefix code: of the tokens of one length, no more than
// 2^b have fewer than b bits. A generator of entropy H therefore makes a token of less than b bits with a probability
// of at most 2^(b - H). docs/policy.md explains the measure by an example.
//
// Pure: no clock, no input or output, no state but constant tables. Any number of threads at once. Never fails: every
// text has a number. Working copies of the token are wiped.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "guesswork/byte_code.h"
#include "guesswork/composition.h"
#include "guesswork/layers.h"
#include "guesswork/text_code.h"
#include "guesswork/words.h"

namespace guesswork {

// The bar: a token of fewer bits is guessable. A guesser who tries tokens in the order of their bits reaches one of L
// bits after about 2^(L - 6) others, so that 70 bits are 64 bits of work: OWASP's minimum for session identifiers.
constexpr double kLeastBits = 70;

// The bar of this token: 70 bits, and less for 20 to 24 digits, 16 to 20 hexadecimal digits, 16 and 17 letters of one
// case. Chosen one by one those are 64 to 80 bits, of which a date or a repetition that stands there by chance takes
// some: they are guessable if their description is 14 bits (digits: 12) shorter than the choice of each character.
double LeastBits(std::string_view token);

struct LayerStep {
  Layer layer;
  double bits;
};

// A token's cheapest description. Holds kinds, lengths and bits, never characters.
struct Description {
  double bits = 0;                // All of it.
  std::vector<LayerStep> layers;  // From the outside in.
  bool is_text = false;
  std::vector<Segment> segments;       // Of a text, in its order; sum of lengths: its characters.
  ByteForm bytes = ByteForm::kValues;  // Of bytes.
  std::size_t size = 0;                // Bytes of the innermost layer.
  double form_bits = 0;                // Announcing text or bytes.
  double random_bits = 0;              // Of a text with patterns, what can be random (composition.h); else infinity.
};

// Whether `token` and `outside` more bits are below its bar, or the token is a text with patterns of which too little
// can be random (composition.h). Stops as soon as that is certain.
bool IsGuessable(std::string_view token, const ContextWords& context, double outside = 0);

// The cheapest description. Takes several times as long as IsGuessable.
Description Describe(std::string_view token, const ContextWords& context);

// Whether the description names any pattern: otherwise the token is merely short.
bool HasPattern(const Description& description);

// The description in words, by kinds alone: "a word, a year and a sign, repeated". At most five parts.
std::string PatternOf(const Description& description);

// Whether the text is an example of a manual or a chart (data/published.txt).
bool IsPublished(std::string_view text);

// False of nearly all base64 of random bytes, in a fraction of the time of IsGuessable; true of what people type.
bool LooksTyped(std::string_view text);

}  // namespace guesswork
