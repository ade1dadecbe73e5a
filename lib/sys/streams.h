// Streams of the machine. Any number of threads.
#pragma once

#include "ports/streams.h"

namespace sys {

class PosixStreams final : public ports::Streams {
 public:
  base::Result<std::unique_ptr<ports::Stream>> Open(const std::string& path) override;
  base::Result<void> Replace(const std::string& path, std::string_view contents) override;
};

}  // namespace sys
