// Texts whose letters were replaced by others: rot13 and its kin, another keyboard layout, a neighbouring key. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/secret_text.h"

namespace guesswork {

// Whether every `stride`-th character from `first` on follows the one before as in words more often than by chance.
bool IsWordLike(std::string_view text, std::size_t first, std::size_t stride);

// The text under the one replacement that makes it look most like words, if that looks far more like words than the
// text as it is. Adds the bits of the choice.
std::optional<base::SecretText> Unswap(std::string_view text, double& bits);

}  // namespace guesswork
