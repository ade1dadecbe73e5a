// The log for a person at a terminal: a line for each record, and one line of progress that is overwritten.
//
// Progress is recognised by field keys, never by message texts: a record with the field "step" begins a step, whose
// identifier then stands before each line; a record with the field "podsReady" (and "podsWanted", "podsOld") counts
// pods. Any number of threads.
#pragma once

#include <mutex>

#include "ports/clock.h"
#include "ports/log.h"

namespace commands {

class TerminalLog final : public ports::Log {
 public:
  // Writes to the file descriptor `fd`, which the caller closes. `clock` is borrowed.
  TerminalLog(int fd, ports::Clock& clock) : fd_(fd), clock_(clock), began_(clock.Monotonic()) {}
  ~TerminalLog() override;
  TerminalLog(const TerminalLog&) = delete;
  TerminalLog& operator=(const TerminalLog&) = delete;

  void Write(ports::Level level, std::string_view message, std::initializer_list<ports::Field> fields) override;

 private:
  void Put(const std::string& text) const;
  // Elapsed time and step.
  [[nodiscard]] std::string Prefix() const;

  int fd_;
  ports::Clock& clock_;
  ports::Clock::MonotonicTime began_;
  std::string step_;
  bool open_ = false;  // The last line is progress and has no line end yet.
  std::mutex mutex_;
};

}  // namespace commands
