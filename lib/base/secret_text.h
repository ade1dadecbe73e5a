// Working copies of secret text: decoded, folded, reversed or cut forms of a token.
//
// The memory is overwritten whenever it is given back: on destruction, when the text grows into a larger block, and
// when an exception (for example std::bad_alloc) unwinds the stack. All characters live on the heap; there is no
// small-string buffer inside the object that a move or a destructor would leave behind. Move-only. There is no <<, no
// ==, no conversion: Reveal() is the one way to read the characters. Use SecretBytes for a secret that is stored or
// passed on; use SecretText to build one. Not protected against swap or a debugger. One thread at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/secret_bytes.h"

namespace base {

// std::allocator that overwrites each block before it frees the block. Works for std::vector; does not work for
// std::basic_string, whose short values live inside the object. T is trivially destructible.
template <typename T>
struct WipingAllocator {
  using value_type = T;  // NOLINT(readability-identifier-naming): the standard's name.

  WipingAllocator() = default;
  template <typename Other>
  explicit WipingAllocator(const WipingAllocator<Other>& /*other*/) noexcept {}

  [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
  void deallocate(T* block, std::size_t count) noexcept {
    Wipe(reinterpret_cast<char*>(block), count * sizeof(T));
    std::allocator<T>().deallocate(block, count);
  }
  bool operator==(const WipingAllocator& /*other*/) const noexcept { return true; }
};

// The lower-case names are those of the standard containers, so that algorithms and std::back_inserter work.
class SecretText {
 public:
  using value_type = char;  // NOLINT(readability-identifier-naming): the standard's name.

  SecretText() = default;
  // Copies the characters; the source remains the caller's to wipe.
  explicit SecretText(std::string_view text) : characters_(text.begin(), text.end()) {}
  SecretText(SecretText&&) noexcept = default;
  SecretText& operator=(SecretText&&) noexcept = default;
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText() = default;

  // Valid until the text is changed, moved or destroyed.
  [[nodiscard]] std::string_view Reveal() const { return {characters_.data(), characters_.size()}; }
  [[nodiscard]] std::size_t size() const { return characters_.size(); }
  [[nodiscard]] bool empty() const { return characters_.empty(); }
  [[nodiscard]] char* begin() { return characters_.data(); }
  [[nodiscard]] char* end() { return characters_.data() + characters_.size(); }

  void reserve(std::size_t capacity) { characters_.reserve(capacity); }
  void push_back(char character) { characters_.push_back(character); }
  void append(std::string_view text) { characters_.insert(characters_.end(), text.begin(), text.end()); }
  // Drops the first `count` characters and overwrites what they leave behind.
  void DropFront(std::size_t count) {
    std::copy(characters_.begin() + static_cast<std::ptrdiff_t>(count), characters_.end(), characters_.begin());
    Wipe(characters_.data() + characters_.size() - count, count);
    characters_.resize(characters_.size() - count);
  }
  // Overwrites the characters and frees their memory.
  void clear() { characters_ = {}; }

 private:
  std::vector<char, WipingAllocator<char>> characters_;
};

}  // namespace base
