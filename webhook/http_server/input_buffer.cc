#include "http_server/input_buffer.h"

#include <algorithm>
#include <utility>

#include "base/secret_bytes.h"

namespace http_server {
namespace {

constexpr std::size_t kMaxKept = 65536;  // Bytes of capacity that an idle connection keeps.

}  // namespace

InputBuffer::~InputBuffer() { base::Wipe(bytes_); }

void InputBuffer::Append(std::string_view bytes) {
  Reserve(bytes_.size() + bytes.size());
  bytes_.append(bytes);
}

void InputBuffer::Reserve(std::size_t size) {
  if (bytes_.capacity() >= size) {
    return;
  }
  // std::string would leave a copy of a token in the memory that it frees.
  std::string larger;
  larger.reserve(size);
  larger.append(bytes_);
  base::Wipe(bytes_);
  bytes_ = std::move(larger);
}

void InputBuffer::Consume(std::size_t count) {
  const std::size_t rest = bytes_.size() - count;
  std::copy(bytes_.begin() + static_cast<std::ptrdiff_t>(count), bytes_.end(), bytes_.begin());
  base::Wipe(bytes_.data() + rest, count);
  bytes_.resize(rest);
  if (bytes_.capacity() > kMaxKept) {
    std::string small(bytes_);  // At most the beginning of the next request.
    small.swap(bytes_);
    base::Wipe(small);
  }
}

}  // namespace http_server
