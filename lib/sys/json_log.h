// The log as one JSON object a line on a file descriptor.
#pragma once

#include "base/thread_annotations.h"
#include "ports/clock.h"
#include "ports/log.h"

namespace sys {

class JsonLog final : public ports::Log {
 public:
  // Writes to `descriptor` (2 is standard error), which stays the caller's. `clock` is borrowed.
  JsonLog(int descriptor, ports::Clock& clock);

  // {"time":…,"level":…,"message":…, the fields}. A line that cannot be written is dropped, and so is one that nobody
  // takes within a second: neither a full disk nor a reader that hangs must stop the program.
  void Write(ports::Level level, std::string_view message, std::initializer_list<ports::Field> fields) override;

 private:
  int descriptor_;
  ports::Clock& clock_;
  base::Mutex mutex_;                   // Held for one line at a time.
  int patience_ms_ GUARDED_BY(mutex_);  // How long the next line may wait for the reader.
};

}  // namespace sys
