#include "json/write.h"

#include <malloc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#include "base/utf8.h"

namespace json {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Printable ASCII that JSON does not escape.
constexpr auto kIsPlain = [] {
  std::array<bool, 256> plain{};
  for (unsigned char c = ' '; c <= '~'; ++c) {
    plain[c] = c != '"' && c != '\\';
  }
  return plain;
}();

// Whether eight bytes are all plain. Each term sets the highest bit of a byte that is not: below ' ', above '~', '"',
// '\\'. Behind such a byte, a carry may set more.
bool ArePlain(std::uint64_t bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  const auto zeros = [](std::uint64_t word) { return (word - kOnes) & ~word; };
  const std::uint64_t others =
      bytes | (bytes - ' ' * kOnes) | (bytes + kOnes) | zeros(bytes ^ ('"' * kOnes)) | zeros(bytes ^ ('\\' * kOnes));
  return (others & (0x80 * kOnes)) == 0;
}

std::size_t PlainUpTo(std::string_view text, std::size_t at) {
  for (std::uint64_t bytes = 0; text.size() - at >= sizeof(bytes); at += sizeof(bytes)) {
    std::memcpy(&bytes, text.data() + at, sizeof(bytes));
    if (!ArePlain(bytes)) {
      break;
    }
  }
  while (at < text.size() && kIsPlain[static_cast<unsigned char>(text[at])]) {
    ++at;
  }
  return at;
}

// The JSON form of the character that begins at `at`, of `length` bytes; 0 if it is not UTF-8. `room` holds what is not
// a part of the text.
std::string_view Escaped(std::string_view text, std::size_t at, std::size_t length, std::array<char, 6>& room) {
  if (length == 0) {
    return kReplacement;
  }
  const std::string_view sequence = text.substr(at, length);
  const char32_t c = base::CodePoint(sequence);
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  if (!base::IsUnsafeToPrint(c)) {
    return sequence;
  }
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  room = {'\\', 'u', kDigits[c >> 12U], kDigits[(c >> 8U) & 0xFU], kDigits[(c >> 4U) & 0xFU], kDigits[c & 0xFU]};
  return {room.data(), room.size()};
}

}  // namespace

void* WipingMemory::Malloc(std::size_t size) {
  if (size == 0) {
    return nullptr;
  }
  void* const block = std::malloc(size);
  if (block == nullptr) {
    throw std::bad_alloc();  // RapidJSON would write to the null pointer.
  }
  return block;
}

void* WipingMemory::Realloc(void* block, std::size_t old_size, std::size_t new_size) {
  void* const larger = Malloc(new_size);
  if (larger != nullptr && block != nullptr) {
    std::memcpy(larger, block, std::min(old_size, new_size));
  }
  Free(block);
  return larger;
}

void WipingMemory::Free(void* block) {
  if (block != nullptr) {
    base::Wipe(static_cast<char*>(block), malloc_usable_size(block));
    std::free(block);
  }
}

void AppendString(std::string& out, std::string_view text, std::size_t max_bytes) {
  out.push_back('"');
  std::array<char, 6> room;
  std::size_t used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t run = PlainUpTo(text, at) - at;
    const std::size_t length = run > 0 ? run : base::Utf8Length(text, at);
    const auto form = run > 0 ? text.substr(at, run) : Escaped(text, at, length, room);
    if (form.size() > max_bytes - used) {
      out.append(run > 0 ? form.substr(0, max_bytes - used) : std::string_view()).append("…");
      break;
    }
    out.append(form);
    used += form.size();
    at += std::max<std::size_t>(length, 1);
  }
  out.push_back('"');
}

}  // namespace json
