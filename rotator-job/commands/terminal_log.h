// The log for a person at a terminal: one short line an event, the pods' count on a line that is written over.
#pragma once

#include <mutex>

#include "ports/clock.h"
#include "ports/log.h"

namespace commands {

class TerminalLog final : public ports::Log {
 public:
  // Writes to `descriptor`, which stays the caller's. `clock` is borrowed.
  TerminalLog(int descriptor, ports::Clock& clock)
      : descriptor_(descriptor), clock_(clock), began_(clock.Monotonic()) {}
  ~TerminalLog() override;
  TerminalLog(const TerminalLog&) = delete;
  TerminalLog& operator=(const TerminalLog&) = delete;

  void Write(ports::Level level, std::string_view message, std::initializer_list<ports::Field> fields) override;

 private:
  void Put(const std::string& text) const;

  int descriptor_;
  ports::Clock& clock_;
  ports::Clock::MonotonicTime began_;
  std::string step_;
  bool open_ = false;  // The last line may be written over.
  std::mutex mutex_;
};

}  // namespace commands
