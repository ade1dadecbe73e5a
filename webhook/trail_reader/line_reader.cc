#include "trail_reader/line_reader.h"

#include <cstring>

namespace trail_reader {
namespace {

constexpr std::size_t kChunk = 1U << 18U;  // Bytes of one read.

}  // namespace

LineReader::LineReader(ports::Stream& stream) : stream_(stream), buffer_(LineReader::kMaxLine + kChunk) {}

base::Result<bool> LineReader::Next() {
  for (;;) {
    const char* const start = buffer_.data() + begin_;
    const auto* const found = static_cast<const char*>(
        end_ > begin_ + searched_ ? std::memchr(start + searched_, '\n', end_ - begin_ - searched_) : nullptr);
    if (found != nullptr) {
      const auto length = static_cast<std::size_t>(found - start);
      too_long_ = skipping_ || length > kMaxLine;
      line_ = too_long_ ? std::string_view() : std::string_view(start, length);
      begin_ += length + 1;
      searched_ = 0;
      skipping_ = false;
      ++number_;
      return true;
    }
    searched_ = end_ - begin_;
    if (searched_ > kMaxLine) {
      skipping_ = true;
      begin_ = end_;
      searched_ = 0;
    }
    auto more = Fill();
    if (!more || !*more) {
      return more;
    }
  }
}

base::Result<bool> LineReader::Fill() {
  if (buffer_.size() - end_ < kChunk) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const auto count = stream_.Read(buffer_.data() + end_, kChunk);
  if (!count) {
    return base::Fail(count.error());
  }
  end_ += *count;
  bytes_ += *count;
  return *count > 0;
}

std::string_view LineReader::Rest() const {
  return skipping_ ? std::string_view() : std::string_view(buffer_.data() + begin_, end_ - begin_);
}

}  // namespace trail_reader
