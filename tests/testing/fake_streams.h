// Files in memory.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "ports/streams.h"

namespace fakes {

class FakeStreams final : public ports::Streams {
 public:
  std::map<std::string, std::string> files;  // By path.
  std::size_t most_bytes = 1U << 20U;        // Of one read.
  std::string refused;                       // This path cannot be written.

  base::Result<std::unique_ptr<ports::Stream>> Open(const std::string& path) override {
    const auto found = files.find(path);
    if (found == files.end()) {
      return base::Fail(base::Code::kNotFound, "cannot read " + path + ": No such file or directory");
    }
    return std::unique_ptr<ports::Stream>(std::make_unique<Memory>(found->second, most_bytes));
  }
  base::Result<void> Replace(const std::string& path, std::string_view contents) override {
    if (path == refused) {
      return base::Fail(base::Code::kInvalid, "cannot write " + path + ": No space left on device");
    }
    files[path] = contents;
    return {};
  }

 private:
  class Memory final : public ports::Stream {
   public:
    Memory(const std::string& text, std::size_t most_bytes) : text_(text), most_bytes_(most_bytes) {}
    base::Result<std::size_t> Read(char* into, std::size_t size) override {
      const auto count = std::min({size, most_bytes_, text_.size() - at_});
      std::copy_n(text_.data() + at_, count, into);
      at_ += count;
      return count;
    }

   private:
    const std::string& text_;
    std::size_t most_bytes_;
    std::size_t at_ = 0;
  };
};

}  // namespace fakes
