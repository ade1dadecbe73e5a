#include "guesswork/text.h"

#include <cstdint>

#include "base/utf8.h"

namespace guesswork {
namespace {

bool IsTextCharacter(std::uint32_t c) { return (c >= 0x20 && c != 0x7F) || c == '\t' || c == '\r' || c == '\n'; }

unsigned char At(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

void AppendUtf8(base::SecretText& out, std::uint32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0U | (c >> 6U)));
    out.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
  } else {
    out.push_back(static_cast<char>(0xE0U | (c >> 12U)));
    out.push_back(static_cast<char>(0x80U | ((c >> 6U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (c & 0x3FU)));
  }
}

// Latin and its neighbours alone: random bytes are valid UTF-16 often enough, but hardly ever below U+0250.
bool DecodeUtf16(std::string_view bytes, std::size_t low, base::SecretText& out) {
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const std::uint32_t c = At(bytes, i + low) | (static_cast<std::uint32_t>(At(bytes, i + 1 - low)) << 8U);
    if (c == 0xFEFF && i == 0) {
      continue;
    }
    if (c >= 0x250 || !IsTextCharacter(c)) {
      return false;
    }
    AppendUtf8(out, c);
  }
  return !out.empty();
}

// The alphabet of a character of two bytes, by the first: Latin, else a block as Greek or Cyrillic has.
unsigned AlphabetOf(unsigned char first) { return first < 0xCAU ? 0xC0U : first & 0xFCU; }

// Of one alphabet beside ASCII: 16 random bytes are valid UTF-8 once in a million times, but then mix them.
bool DecodeUtf8(std::string_view bytes, base::SecretText& out, bool& ascii) {
  ascii = true;
  unsigned alphabet = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t length = base::Utf8Length(bytes, i);
    if (length == 0 || (length == 1 && !IsTextCharacter(At(bytes, i)))) {
      return false;
    }
    if (length == 2) {
      const unsigned another = AlphabetOf(At(bytes, i));
      if (alphabet != 0 && another != alphabet) {
        return false;
      }
      alphabet = another;
    }
    ascii = ascii && length == 1;
    out.append(bytes.substr(i, length));
    i += length;
  }
  return true;
}

}  // namespace

std::string_view TextKindName(TextKind kind) {
  switch (kind) {
    case TextKind::kAscii:
      return "ASCII";
    case TextKind::kUtf8:
      return "UTF-8";
    case TextKind::kUtf16Le:
      return "UTF-16LE";
    case TextKind::kUtf16Be:
      return "UTF-16BE";
  }
  return "text";
}

std::optional<Text> RecognizeText(std::string_view bytes) {
  std::string_view body = bytes;
  if (body.substr(0, 3) == "\xEF\xBB\xBF") {
    body.remove_prefix(3);
  }
  std::string_view even = bytes;
  while (even.size() >= 2 && even.substr(even.size() - 2) == std::string_view("\0\0", 2)) {
    even.remove_suffix(2);
  }
  std::string_view trimmed = body;
  while (!trimmed.empty() && trimmed.back() == '\0') {
    trimmed.remove_suffix(1);
  }
  Text text{TextKind::kAscii, {}};
  bool ascii = true;
  if (!trimmed.empty() && DecodeUtf8(trimmed, text.characters, ascii)) {
    text.kind = ascii ? TextKind::kAscii : TextKind::kUtf8;
    return text;
  }
  for (const auto kind : {TextKind::kUtf16Le, TextKind::kUtf16Be}) {
    text.characters.clear();
    if (!even.empty() && even.size() % 2 == 0 &&
        DecodeUtf16(even, kind == TextKind::kUtf16Le ? 0 : 1, text.characters)) {
      text.kind = kind;
      return text;
    }
  }
  return std::nullopt;
}

}  // namespace guesswork
