// Received bytes that are not handled yet. They hold tokens: wiped when consumed, moved or freed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace http_server {

// One thread.
class InputBuffer {
 public:
  InputBuffer() = default;
  ~InputBuffer();
  InputBuffer(const InputBuffer&) = delete;
  InputBuffer& operator=(const InputBuffer&) = delete;

  [[nodiscard]] bool Empty() const { return bytes_.empty(); }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }
  // Valid until the next change.
  [[nodiscard]] std::string_view View() const { return bytes_; }
  // Writable; size() bytes and one behind them, which is NUL.
  [[nodiscard]] char* data() { return bytes_.data(); }

  void Append(std::string_view bytes);
  // Makes room for `size` bytes in all. May throw std::bad_alloc; the buffer is then unchanged.
  void Reserve(std::size_t size);
  // Drops the first `count` bytes. Frees the memory of a buffer that was large.
  void Consume(std::size_t count);

 private:
  std::string bytes_;
};

}  // namespace http_server
