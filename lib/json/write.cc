#include "json/write.h"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "base/utf8.h"

namespace json {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

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

void AppendString(std::string& out, std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<signed char>(c) >= 0x20 && c != '"' && c != '\\';  // ASCII.
  });
  if (plain) {
    out.append(1, '"').append(text).append(1, '"');
    return;
  }
  std::string valid;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = base::Utf8Length(text, i);
    valid.append(length == 0 ? kReplacement : text.substr(i, length));
    i += std::max<std::size_t>(length, 1);
  }
  Buffer buffer;
  Writer writer(buffer);
  Put(writer, valid);
  out.append(buffer.GetString(), buffer.GetSize());
}

}  // namespace json
