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
  kBase64,   // Standard or URL-safe alphabet, with or without padding.
  kHex,      // One case throughout.
  kBase32,   // RFC 4648, one case throughout, with or without padding.
  kPercent,  // %41%42, each character.
  kCodes,    // Numbers of characters or letters: 112 97 115, 16,1,19, 01110000.
  kMorse,
  kRepeated,  // Each character two to four times.
  kGroups,    // A sign after every n characters.
  kWrapped,   // JSON without its quotes and braces; what follows "Basic ", "Bearer " and the like; text in quotes.
  kWoven,     // Two texts, a character of each in turn. Decoded: one after the other, with a blank between.
  kSwapped,   // Each letter replaced by another one: rot13 and its kin, a neighbouring key, another layout.
};
constexpr std::size_t kLayers = 11;

// What it costs to announce a layer. 2^-bits of all layers, of text and of bytes sum to at most 1.
double LayerBits(Layer layer);
constexpr double kAsTextBits = 0.92;  // 0.53
constexpr double kAsBytesBits = 2.0;  // 0.25

// "base64", "hexadecimal digits".
std::string_view LayerName(Layer layer);

// Calls visit(layer, bits, inside) for each layer that the text may be; `bits` is the choice among the layer's forms
// and the announcement.
using LayerVisitor = std::function<void(Layer, double, const base::SecretText&)>;
void DecodeLayers(std::string_view text, const LayerVisitor& visit);

}  // namespace guesswork
