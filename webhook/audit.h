// The audit log: one JSON object a line for each decision (docs/audit-log.md is the schema).
//
// Lines are numbered and chained by one writer thread: each holds the SHA-256 of the line before, so that a gap or an
// altered line shows. Write() never blocks: when the reader of the output has stalled and the queue is full, the line
// is lost, and the next one that gets through says how many were. No line holds a token.
#pragma once

#include <openssl/evp.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "ports/clock.h"
#include "webhook/admission_codec.h"
#include "webhook/handler.h"
#include "webhook/metrics.h"

namespace webhook {

// Who sent a review.
struct Caller {
  std::string_view peer;    // "10.0.0.1:40312"
  std::string_view client;  // The name in its certificate; empty if none was asked for.
};

// A decision's line without its number and chain: "{…" and no closing brace. At most 8 KiB, what is cut is marked.
std::string AuditLine(const Review& review, const Decision& decision, const Caller& caller, ports::Clock::WallTime time,
                      std::chrono::microseconds duration);

class AuditLog {
 public:
  // Writes to `descriptor`, which stays the caller's; the others are borrowed.
  AuditLog(int descriptor, ports::Clock& clock, Metrics& metrics);
  // Writes what is queued and a closing line; gives up on an output that stays blocked for a second.
  ~AuditLog();
  AuditLog(const AuditLog&) = delete;
  AuditLog& operator=(const AuditLog&) = delete;

  // Takes a line of AuditLine(). Any thread.
  void Write(std::string line);

 private:
  void Loop();
  void Chain(std::string line);
  void PutBatch();
  bool Put(std::string_view bytes);

  const int descriptor_;
  ports::Clock& clock_;
  Metrics& metrics_;
  std::uint64_t sequence_ = 0;                                     // The writer's alone.
  std::string previous_;                                           // The writer's alone: hex SHA-256 of the last line.
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> hash_;  // The writer's alone.
  std::string batch_;                                   // The writer's alone: chained lines, not yet written.
  std::uint64_t batched_ = 0;                           // The writer's alone: how many.
  std::optional<ports::Clock::MonotonicTime> give_up_;  // The writer's alone: when a blocked output is left for good.
  std::mutex mutex_;                                    // Guards what follows.
  std::condition_variable ready_;
  std::deque<std::string> queue_;
  std::uint64_t lost_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace webhook
