// Writing JSON. The buffer of every writer is overwritten before it is freed, because a document may hold a token.
// Pure; any number of threads.
#pragma once

#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "base/secret_bytes.h"

namespace json {

// An allocator for RapidJSON's buffers that overwrites each block before it frees the block. Throws std::bad_alloc
// if there is no memory.
class WipingMemory {
 public:
  static constexpr bool kNeedFree = true;
  static void* Malloc(std::size_t size);
  static void* Realloc(void* block, std::size_t old_size, std::size_t new_size);
  static void Free(void* block);
};

using Buffer = rapidjson::GenericStringBuffer<rapidjson::UTF8<>, WipingMemory>;
using Writer = rapidjson::Writer<Buffer>;                // One line, no blanks.
using IndentedWriter = rapidjson::PrettyWriter<Buffer>;  // For people: two blanks a level.

template <typename W>
void Put(W& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}
// A member whose value is a string.
template <typename W>
void Put(W& writer, const char* key, std::string_view text) {
  writer.Key(key);
  Put(writer, text);
}
// A member whose value is an object; `fill` writes the object's members.
template <typename W, typename Fill>
void PutObject(W& writer, const char* key, Fill fill) {
  writer.Key(key);
  writer.StartObject();
  fill();
  writer.EndObject();
}

// Whole documents; `fill(writer)` writes the members.
template <typename Fill>
std::string Encode(Fill fill) {
  Buffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  fill(writer);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}
template <typename Fill>
std::string EncodeIndented(Fill fill) {
  Buffer buffer;
  IndentedWriter writer(buffer);
  writer.SetIndent(' ', 2);
  writer.StartObject();
  fill(writer);
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}
// The same as Encode() for a document that holds a secret.
template <typename Fill>
base::SecretBytes EncodeSecret(Fill fill) {
  return base::SecretBytes(Encode(fill));
}

constexpr std::size_t kUnlimited = static_cast<std::size_t>(-1);

// Appends the text as a JSON string, quotes included. What could act on a terminal or hide text is escaped as \uXXXX:
// all control characters (U+0000 to U+001F, U+007F to U+009F), marks of direction and of zero width, line separators. A
// parser gets the text back unchanged, except that each byte that is not UTF-8 becomes U+FFFD. If the string without
// its quotes needs more than `max_bytes` bytes, it ends at a character before that, with "…" behind.
void AppendString(std::string& out, std::string_view text, std::size_t max_bytes = kUnlimited);

}  // namespace json
