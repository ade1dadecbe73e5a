// The log as JSON lines on a file descriptor.
#pragma once

#include "base/thread_annotations.h"
#include "ports/clock.h"
#include "ports/log.h"

namespace sys {

class JsonLog final : public ports::Log {
 public:
  // Writes to `fd` (2 is standard error), which remains the caller's. `clock` is borrowed.
  JsonLog(int fd, ports::Clock& clock);

  // One object a line: {"time":…,"level":…,"message":…, the fields in their order}.
  // A line is dropped if there is no memory for it, if it cannot be written, or if the reader of a pipe does not accept
  // it within one second: neither a full disk nor a blocked reader stops the program. After a timeout the next lines do
  // not wait until one has been accepted again.
  void Write(ports::Level level, std::string_view message, std::initializer_list<ports::Field> fields) override;
  // Under the same conditions.
  void WriteLine(std::string_view line) override;

 private:
  // `line` ends with its line break.
  void Put(std::string_view line);

  const int fd_;
  ports::Clock& clock_;
  base::Mutex mutex_;                  // Held while one line is written.
  int timeout_ms_ GUARDED_BY(mutex_);  // For the next line.
};

}  // namespace sys
