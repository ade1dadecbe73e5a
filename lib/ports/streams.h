// Files that are too large for memory, or that grow, and files that are replaced, as an interface. Implementation:
// sys::PosixStreams (sys/streams.h). One thread for each stream.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

namespace ports {

class Stream {
 public:
  virtual ~Stream() = default;

  // Reads at least one byte and at most `size` bytes, and returns how many; blocks while a pipe or a terminal has none.
  // 0 at the end; a file that has grown since then can be read on. The message of an error names the path.
  virtual base::Result<std::size_t> Read(char* into, std::size_t size) = 0;
};

class Streams {
 public:
  virtual ~Streams() = default;

  // The path "-" is standard input. kNotFound: no such file. kDenied: no permission. kInvalid: unreadable otherwise.
  virtual base::Result<std::unique_ptr<Stream>> Open(const std::string& path) = 0;

  // Replaces the contents of a file, or creates the file, with mode 0600. A reader sees the old contents or the new
  // ones; on failure, for example a full disk, the old ones stay. A device or a pipe is written to.
  virtual base::Result<void> Replace(const std::string& path, std::string_view contents) = 0;
};

}  // namespace ports
