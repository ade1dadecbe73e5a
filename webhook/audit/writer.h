// The audit log: one JSON object a line for each decision (docs/audit-log.md is the schema).
//
// Lines are numbered and chained by one writer thread: each holds the SHA-256 of the line before, so that a gap or an
// altered line shows. Write() never blocks: when the reader of the output has stalled and the queue is full, the line
// is lost, and the next one that gets through says how many were. No line holds a token.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ports/clock.h"

namespace audit {

// Called by any thread. Must neither block nor throw.
class Observer {
 public:
  virtual ~Observer() = default;
  // Lines that are dropped, of which the chain will tell.
  virtual void LinesLost(std::uint64_t count) = 0;
};

class AuditLog {
 public:
  using Digest = std::array<char, 64>;  // SHA-256 of a line, hex.

  // Writes to `descriptor`, which stays the caller's; the others are borrowed.
  AuditLog(int descriptor, ports::Clock& clock, Observer& observer);
  // Writes what is queued and a closing line; gives up on an output that stays blocked for a second.
  ~AuditLog();
  AuditLog(const AuditLog&) = delete;
  AuditLog& operator=(const AuditLog&) = delete;

  // The process serves: from now on its end is noted even if it decides nothing.
  void Begin();
  // Takes a line of AuditLine(). Any thread. It is written at the latest after Wake(), which is to come soon.
  void Write(std::string line);
  // Counts a line that could not be composed. Any thread.
  void Lose();
  // Any thread. Apart from Write(), so that nobody waits for his answer while the writer is being woken.
  void Wake() { ready_.notify_one(); }

 private:
  // A line in block_ that has not been written yet.
  struct Pending {
    std::size_t end;           // Where it ends in block_.
    Digest digest;             // Of the line.
    std::uint64_t stands_for;  // Decisions that are lost if it is.
    bool counted;              // They have been counted as lost.
  };

  void Loop();
  // Numbers a line, chains it to the one before and appends it to block_.
  void Chain(std::string_view line, std::uint64_t stands_for, bool counted);
  // Writes block_. What does not get out takes its numbers back and counts as lost.
  void Flush();
  // How many of the bytes got out: all of them, unless the output is broken or blocked at the stop.
  std::size_t Put(std::string_view bytes);
  bool GivenUp();

  const int descriptor_;
  const std::size_t batch_;  // Bytes of one write.
  ports::Clock& clock_;
  Observer& observer_;
  // The writer's alone, up to the mutex:
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> hash_;
  std::uint64_t sequence_ = 0;
  Digest previous_{};  // Of the last line that got out.
  std::string block_;
  std::vector<Pending> pending_;
  bool failed_ = false;                                 // The last round lost something.
  bool torn_ = false;                                   // The output ends in the middle of a line.
  std::optional<ports::Clock::MonotonicTime> give_up_;  // When a blocked output is left for good.
  std::mutex mutex_;                                    // Guards what follows.
  std::condition_variable ready_;
  std::string queue_;              // Lines, each with its line break: no memory passes from thread to thread.
  std::size_t writing_bytes_ = 0;  // What the writer has taken from queue_ and not finished with.
  std::uint64_t lost_ = 0;
  bool begun_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace audit
