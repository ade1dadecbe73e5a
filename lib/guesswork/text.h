// Which text, if any, some bytes are.
#pragma once

#include <optional>
#include <string_view>

#include "base/secret_text.h"

namespace guesswork {

enum class TextKind { kAscii, kUtf8, kUtf16Le, kUtf16Be };

struct Text {
  TextKind kind;
  base::SecretText characters;  // As UTF-8, without byte-order mark.
};

// The text that the bytes are, or null if they are none: control characters other than tab, CR and LF, or bytes that no
// encoding has. Trailing NULs and blanks belong to the text (they are padding). Empty bytes are no text.
std::optional<Text> RecognizeText(std::string_view bytes);

// "ASCII", "UTF-8", "UTF-16LE", "UTF-16BE".
std::string_view TextKindName(TextKind kind);

}  // namespace guesswork
