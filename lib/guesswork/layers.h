// Encodings that a token may be wrapped in, beside the one that the profile prescribes. Pure; any number of threads.
//
// Every decoder is injective: it gives back only what encodes to the very text again. Two texts that decode to the same
// bytes would count one description twice and break the bound on false refusals.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/secret_text.h"

namespace guesswork {

enum class Layer : std::uint8_t {
  kBase64,         // Standard or URL-safe alphabet, with or without padding.
  kHex,            // One case throughout.
  kBase32,         // RFC 4648, one case throughout, with or without padding.
  kEscapes,        // A number for each character: \x70, %70, &#112;, 112 97, 01110000.
  kPartlyEscaped,  // %20 for blanks and signs alone.
  kLetterNumbers,  // 16-1-19, 160119; row and column in a square of 25.
  kMorse,
  kKeyPresses,  // 7-2-7777: a telephone's keys.
  kRebased,     // The bytes as one number in base 58, 36, 62 or 10; groups in base 85.
  kRepeated,    // Each character two to four times.
  kGroups,      // A sign after every n characters.
  kWrapped,     // JSON without its quotes and braces; what follows "Basic ", "Bearer " and the like; text in quotes.
  kWoven,       // Two texts, a character of each in turn. Decoded: one after the other, with a blank between.
  kBackwards,
  kRails,        // Every second character first, then the others.
  kAlternating,  // aLtErNaTe case.
  kPigLatin,
  kSwapped,  // Each letter replaced by another one: rot13 and its kin, a neighbouring key, another layout.
};
constexpr std::size_t kLayers = 18;

// What it costs to announce a layer. 2^-bits of all layers, of text and of bytes sum to at most 1.
double LayerBits(Layer layer);
constexpr double kAsTextBits = 0.92;   // 0.53
constexpr double kAsBytesBits = 2.25;  // 0.21

// "base64", "hexadecimal digits".
std::string_view LayerName(Layer layer);
// For a sentence, behind what the layer holds: "in base64", "each character repeated".
std::string_view LayerPhrase(Layer layer);

// Calls visit(layer, bits, inside) for each layer that the text may be; `bits` is the choice among the layer's forms
// and the announcement.
using LayerVisitor = std::function<void(Layer, double, const base::SecretText&)>;
void DecodeLayers(std::string_view text, const LayerVisitor& visit);

}  // namespace guesswork
